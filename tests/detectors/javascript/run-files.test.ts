import { relPath } from '../../../src/core/model/paths.ts';
import { workspaceOf } from '../../../src/core/workspace/from-map.ts';
import { sourceOf } from '../../../src/detectors/javascript/compiled-path.ts';
import { runFiles } from '../../../src/detectors/javascript/run-files.ts';

const scopeOf = (files: Readonly<Record<string, string>>) => workspaceOf(files).scope(relPath('.'), [], 'test');

describe('the files that run', () => {
  it('leave out folders of tests and tools, but never the folder of what is started', () => {
    const files = { 'package.json': '{}', 'bench/serve.js': '', 'test/a.js': '', 'lib/b.js': '' };
    expect(runFiles(scopeOf(files), 'lib/b.js', []).paths).toEqual(['package.json', 'lib']);
    expect(runFiles(scopeOf(files), 'bench/serve.js', []).paths).toEqual(['package.json', 'bench', 'lib']);
  });

  it('leave out configuration of tools, but not where it is started', () => {
    const files = { 'package.json': '{}', 'server.setup.js': '', 'a.js': '' };
    expect(runFiles(scopeOf(files), 'server.setup.js', []).paths).toContain('server.setup.js');
    expect(runFiles(scopeOf(files), 'a.js', []).paths).not.toContain('server.setup.js');
  });

  it('take in whatever the started file imports, under any name', () => {
    const files = { 'package.json': '{}', 'a.js': '', 'config.js': '', 'scripts/once.js': '', 'jest.config.js': '' };
    const imported = ['a.js', 'config.js', 'scripts/once.js'].map(relPath);
    expect(runFiles(scopeOf(files), 'a.js', imported).paths).toEqual(['package.json', 'a.js', 'config.js', 'scripts']);
  });

  it('are the file that a path without its extension stands for', () => {
    const files = { 'package.json': '{}', 'server.js': '' };
    expect(runFiles(scopeOf(files), 'server', []).paths).toEqual(['package.json', 'server.js']);
  });
});

describe('the source of a bundled file', () => {
  const bundled = (build: string, run: string) =>
    sourceOf(scopeOf({ 'package.json': JSON.stringify({ scripts: { build } }), 'stops/organ.ts': '' }), run);

  it.each([
    ['esbuild stops/organ.ts --bundle --outfile=bellows/pipe.mjs', 'bellows/pipe.mjs'],
    ['tsup stops/organ.ts --out-dir bellows', './bellows/organ.mjs'],
    ['ncc build stops/organ.ts -o bellows', 'bellows/organ.js'],
    ['tsdown stops/organ.ts', 'dist/organ.mjs'],
  ])('%s makes %s', (build, run) => {
    expect(bundled(build, run)).toBe('stops/organ.ts');
  });

  it('is unknown for another output', () => {
    expect(bundled('esbuild stops/organ.ts --outfile=bellows/pipe.mjs', 'bellows/other.mjs')).toBeUndefined();
  });
});
