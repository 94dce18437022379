import { bunVersion } from '../../../src/detectors/runtime/bun-version.ts';
import { nodeLanguage } from '../../../src/detectors/runtime/node-language.ts';
import { nodeVersion } from '../../../src/detectors/runtime/node-version.ts';
import { run } from '../run-detector.ts';

const languageOf = (manifest: object, files: Readonly<Record<string, string>> = {}) => {
  const [claim] = run(nodeLanguage, { 'package.json': JSON.stringify(manifest, null, 1), ...files }).claims;
  return claim === undefined ? 'none' : `${claim.value} ${claim.confidence} ${claim.line}`;
};
const bunOf = (manifest: object, files: Readonly<Record<string, string>> = {}) => {
  const all = {
    'package.json': JSON.stringify({ scripts: { start: 'bun src/ring.ts' }, ...manifest }, null, 1),
    ...files,
  };
  const { claims } = run(bunVersion, all);
  const [claim] = claims;
  return claim?.field === 'runtime.version' ? `${claim.value.resolved} ${claim.file}:${claim.line}` : 'none';
};

describe('node', () => {
  it('is claimed firmly for an application and weakly for tools alone', () => {
    expect(languageOf({ dependencies: { koa: '2' } })).toBe('node manifest null');
    expect(languageOf({ scripts: { start: 'node ring.js' } })).toBe('node manifest null');
    expect(languageOf({ devDependencies: { vite: '6' } })).toBe('node config null');
  });

  it('is a guess for a lone server file in the root', () => {
    expect(run(nodeLanguage, { 'server.js': '' }).claims[0]).toMatchObject({ value: 'node', confidence: 'guess' });
    expect(run(nodeLanguage, { 'web/server.js': '' }, 'web').claims).toEqual([]);
  });

  it('is claimed, weakly, for a broken package.json', () => {
    expect(run(nodeLanguage, { 'package.json': '{ "name": ' }).claims[0]).toMatchObject({ value: 'node' });
  });

  it.each([
    ['bun run serve', { serve: 'next start -p 4100' }],
    ['bun run build && node dist/ring.js', {}],
    ['bunx serve dist', {}],
    ['bun run loop', { loop: 'bun run start' }],
  ])('runs what "%s" starts in the end', (start, scripts) => {
    expect(languageOf({ scripts: { start, ...scripts } }, { 'bun.lock': '{}' })).toBe('node manifest null');
  });

  it('is not Bun for a Bun lockfile or packageManager alone', () => {
    expect(languageOf({ packageManager: 'bun@1.2.0', main: 'ring.js' }, { 'bun.lock': '{}' })).toBe(
      'node manifest null',
    );
  });
});

describe('bun as the runtime', () => {
  it.each([
    ['bun src/ring.ts', {}],
    ['bun run src/ring.ts', {}],
    ['NODE_ENV=production bun ./ring.js', {}],
    ['bun --hot src/ring.ts', {}],
    ['bun run serve', { serve: 'bun ring.ts' }],
    ['bunx --bun next start', {}],
    ['bun --bun run serve', { serve: 'next start' }],
    ['prisma migrate deploy && bun ring.ts', {}],
  ])('%s', (start, scripts) => {
    expect(languageOf({ scripts: { start, ...scripts } })).toBe('bun manifest 3');
  });

  it('follows from engines, or from its types with a TypeScript entry', () => {
    expect(languageOf({ engines: { bun: '>=1.2' } })).toBe('bun manifest 3');
    expect(languageOf({ engines: { bun: '>=1.2', node: '>=22' }, main: 'a.js' })).toBe('node manifest null');
    expect(languageOf({ module: 'ring.ts', devDependencies: { '@types/bun': '1' } })).toBe('bun manifest 4');
    expect(languageOf({ main: 'ring.js', devDependencies: { '@types/bun': '1' } })).toBe('node manifest null');
  });

  it('follows from a dev script that runs a file, where none starts it', () => {
    expect(languageOf({ scripts: { dev: 'bun run --watch src/ring.ts' } })).toBe('bun manifest 3');
    expect(languageOf({ scripts: { dev: 'bun run --watch src/ring.ts', start: 'node ring.js' } })).toBe(
      'node manifest null',
    );
    expect(languageOf({ scripts: { dev: 'bunx --bun vite' } })).toBe('node config null');
  });

  it('has no Node.js version', () => {
    const manifest = JSON.stringify({ scripts: { start: 'bun ring.ts' }, engines: { node: '>=22' } });
    expect(run(nodeVersion, { 'package.json': manifest }).claims).toEqual([]);
  });

  it.each([
    [{ engines: { bun: '1.2.4' } }, {}, '1.2.4 package.json:6'],
    [{ engines: { bun: '^1.1.0' } }, {}, '1 package.json:6'],
    [{ engines: { bun: '^1.1.0' } }, { '.bun-version': '1.3.1\n' }, '1.3.1 .bun-version:1'],
    [{ engines: { bun: '^1.1.0' } }, { '.bun-version': '2.0.0\n' }, '1 package.json:6'],
    [{ packageManager: 'bun@1.2.9' }, {}, '1.2.9 package.json:5'],
    [{}, { '.tool-versions': 'bun 1.1.38\n' }, '1.1.38 .tool-versions:1'],
    [{}, { 'mise.toml': '[tools]\nbun = "1.2"\n' }, '1.2 mise.toml:2'],
    [{}, { Dockerfile: 'FROM oven/bun:1.3-slim\n' }, '1.3 Dockerfile:1'],
    [{}, {}, '1 null:null'],
  ])('%j and %j give %s', (manifest, files, version) => {
    expect(bunOf(manifest, files as Record<string, string>)).toBe(version);
  });
});
