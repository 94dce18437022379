import type { Facts, Language } from '../../../src/core/model/facts.ts';
import { nodeInstaller } from '../../../src/detectors/system/node-installer.ts';
import { run } from '../run-detector.ts';

function said(node: string, scripts: Readonly<Record<string, string>>): readonly string[] {
  const known: Partial<Facts> = {
    'runtime.language': 'node' as Language,
    'runtime.version': { raw: node, resolved: node },
  };
  const files = { 'package.json': JSON.stringify({ scripts }, null, 1) };
  return run(nodeInstaller, files, '.', known).diagnostics.map(({ at, detail }) => `${at?.line} ${detail}`);
}

describe('a script that calls corepack', () => {
  const lacks = 'which images of Node 25 and later do not have';

  it('is told where the image has none', () => {
    const scripts = { preinstall: 'corepack enable', build: 'corepack pnpm run all' };
    expect(said('26', scripts)).toEqual([
      `3 the preinstall script calls corepack, ${lacks}`,
      `4 the build script calls corepack, ${lacks}`,
    ]);
    expect(said('24', scripts)).toEqual([]);
  });

  it('is left alone where the image does not run it', () => {
    expect(said('26', { setup: 'corepack enable', start: 'node corepacker.js' })).toEqual([]);
  });
});
