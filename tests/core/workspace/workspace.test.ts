import { insideRoot, relPath } from '../../../src/core/model/paths.ts';
import { fileTree } from '../../../src/core/workspace/file-tree.ts';
import { workspaceOf } from '../../../src/core/workspace/from-map.ts';

const PATHS = [
  'z.js',
  'a/b/c.js',
  'a/b.js',
  'a.b/x.ts',
  'a/package.json',
  'package.json',
  'a/b/package.json',
  'Makefile',
].map(relPath);

describe('a file tree', () => {
  const tree = fileTree(PATHS);

  it('is sorted, whatever the order of the scan', () => {
    expect(tree.files).toEqual([...PATHS].sort());
    expect(fileTree([...PATHS].reverse()).files).toEqual(tree.files);
  });

  it('answers by path, folder, name, extension and glob', () => {
    for (const path of PATHS) expect(tree.has(path)).toBe(true);
    for (const path of ['a', 'a/b', 'b.js', 'zz', '', 'a/package.jso']) expect(tree.has(path)).toBe(false);
    expect(['.', 'a', 'a/b', 'a.b'].every((dir) => tree.hasFolder(dir))).toBe(true);
    expect(['a/b.js', 'b', 'a/', 'a/bb', 'zzz'].some((dir) => tree.hasFolder(dir))).toBe(false);
    expect(tree.named('package.json')).toEqual(['package.json', 'a/package.json', 'a/b/package.json']);
    expect(tree.withExtension('js')).toEqual(['a/b.js', 'a/b/c.js', 'z.js']);
    expect(tree.withExtension('')).toEqual(['Makefile']);
    expect(tree.match('a/**/*.js')).toEqual(['a/b.js', 'a/b/c.js']);
    expect(tree.match('a/b.js')).toEqual(['a/b.js']);
    expect(tree.match('!a/**')).toEqual(['Makefile', 'a.b/x.ts', 'package.json', 'z.js']);
  });

  it('tells what lies in a folder and below it', () => {
    expect(tree.entries(relPath('.'))).toEqual(['Makefile', 'a.b/', 'a/', 'package.json', 'z.js']);
    expect(tree.entries(relPath('a'))).toEqual(['b.js', 'b/', 'package.json']);
    expect(tree.entries(relPath('nowhere'))).toEqual([]);
    expect(tree.below(relPath('a'))).toEqual(['a/b.js', 'a/b/c.js', 'a/b/package.json', 'a/package.json']);
    expect(tree.below(relPath('a/b.js'))).toEqual([]);
  });

  it('is seen from a folder without the folders of others', () => {
    const own = tree.within(relPath('a'), [relPath('a/b')]);
    expect(own.files).toEqual(['a/b.js', 'a/package.json']);
    expect(own.match('*.js')).toEqual(['a/b.js']);
    expect(own.entries(relPath('a'))).toEqual(['b.js', 'package.json']);
    expect(own.named('package.json')).toEqual(['a/package.json']);
    expect(tree.within(relPath('a/b'), []).match('*.js')).toEqual(['a/b/c.js']);
  });
});

describe('a scope', () => {
  const bytes = (...codes: readonly number[]) => new Uint8Array(codes);
  const files = {
    'pkg/a.json': '{ "x": { "y": [1, 2] } }',
    'pkg/broken.json': '{\n  "a": 1,\n  oops\n}',
    'pkg/bom.txt': bytes(0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a, 0x62),
    'pkg/utf16.txt': bytes(0xff, 0xfe, 0x61, 0x00),
    'pkg/binary': bytes(1, 0, 2),
    '.nvmrc': '22',
  };
  const workspace = workspaceOf(files);
  const scope = workspace.scope(relPath('pkg'), [], 'test');

  it('gives texts without byte order mark, with LF, and nothing of binary files', () => {
    expect(scope.text(relPath('pkg/bom.txt'))?.text).toBe('a\nb');
    expect(scope.text(relPath('pkg/utf16.txt'))?.text).toBe('a');
    expect(scope.text(relPath('pkg/binary'))).toBeUndefined();
    expect(scope.text(relPath('absent'))).toBeUndefined();
  });

  it('finds the nearest file upwards', () => {
    expect(scope.nearest('.nvmrc')).toBe('.nvmrc');
    expect(scope.nearest('a.json', '.nvmrc')).toBe('pkg/a.json');
    expect(scope.nearest('nothing')).toBeUndefined();
  });

  it('parses once, and turns a syntax error into one diagnostic with its place', () => {
    for (const _ of [1, 2]) {
      expect(scope.doc(scope.at('a.json'), 'json')?.get('x', 'y', 1)).toBe(2);
      expect(scope.doc(scope.at('broken.json'), 'json')).toBeUndefined();
    }
    expect(workspace.problems()).toEqual([
      expect.objectContaining({ code: 'DRK1002', at: { file: 'pkg/broken.json', line: 3, column: 3 } }),
    ]);
    expect(workspace.reads().flatMap(({ parses }) => Object.values(parses))).toEqual([1, 1]);
  });
});

describe('paths', () => {
  it('never leave the root', () => {
    for (const path of ['/etc', '../x', 'a/../../x', 'C:\\x', 'c:/x', 'a\0b']) expect(insideRoot(path)).toBeUndefined();
    expect(insideRoot('./a//b/../c\\d')).toBe('a/c/d');
    expect(() => relPath('../x')).toThrow('leaves the project');
  });
});
