import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { walkTree } from '../../src/adapters/walk-tree.ts';

describe('the walk through a tree', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'derrick-walk-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function files(contents: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(contents)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  }

  it('lists files in the order of whole paths, with their names, and follows no link', () => {
    files({ 'b/z.js': '', 'b/a/deep.js': '', 'b-side/one.js': '', 'b.js': '', 'a.js': '', 'node_modules/x.js': '' });
    symlinkSync(join(root, 'b'), join(root, 'linked'));
    const paths = ['a.js', 'b-side/one.js', 'b.js', 'b/a/deep.js', 'b/z.js'];
    const names = ['a.js', 'one.js', 'b.js', 'deep.js', 'z.js'];
    expect(walkTree(root, 100)).toEqual({ files: paths, names, complete: true });
    expect([...paths].sort()).toEqual(paths);
  });

  it('leaves out what the nearest .gitignore that speaks of it names: by its name, by its path, folders only, not again', () => {
    files({
      '.gitignore': '*.log\ncache/\n!kept.log\n',
      'run.log': '',
      'kept.log': '',
      'cache/x.js': '',
      'src/cache': '',
      'src/run.log': '',
      'src/.gitignore': '/made/*\n!/made/stays.js\n!run.log\n',
      'src/made/goes.js': '',
      'src/made/stays.js': '',
      'src/below/made/too.js': '',
      'src/below/run.log': '',
      'lib/run.log': '',
    });
    expect(walkTree(root, 100).files).toEqual([
      '.gitignore',
      'kept.log',
      'src/.gitignore',
      'src/below/made/too.js',
      'src/below/run.log',
      'src/cache',
      'src/made/stays.js',
      'src/run.log',
    ]);
  });

  it('keeps the upper folders where there are too many files', () => {
    files({ 'a/b/c/1.js': '', 'a/b/2.js': '', 'z.js': '', 'a/3.js': '' });
    expect(walkTree(root, 3)).toEqual({
      files: ['a/3.js', 'a/b/2.js', 'z.js'],
      names: ['3.js', '2.js', 'z.js'],
      complete: false,
    });
  });
});
