import { resolve } from '../../../src/core/detect/resolve.ts';
import type { Diagnostic } from '../../../src/core/errors/diagnostic.ts';
import type { Evidence } from '../../../src/core/model/evidence.ts';
import { relPath } from '../../../src/core/model/paths.ts';
import { workspaceOf } from '../../../src/core/workspace/from-map.ts';
import { nodeVersion } from '../../../src/detectors/runtime/node-version.ts';

interface Outcome {
  readonly version: string | undefined;
  readonly from: string;
  readonly contested: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs the detector and lets the core decide, as a command would. */
function versionOf(files: Readonly<Record<string, string>>, dir = '.'): Outcome {
  const scope = workspaceOf(files).scope(relPath(dir), [], 'test');
  const claims: Evidence[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const item of nodeVersion.detect(scope, { get: () => undefined })) {
    if ('diagnostic' in item) diagnostics.push(item.diagnostic);
    else claims.push({ ...item, detector: 'node-version' } as Evidence);
  }
  const decision = resolve(claims, relPath(dir)).find(({ field }) => field === 'runtime.version');
  if (decision?.field !== 'runtime.version') return { version: undefined, from: 'none', contested: false, diagnostics };
  const { value, file, line } = decision.chosen;
  return { version: value.resolved, from: `${file}:${line}`, contested: decision.contested, diagnostics };
}

const codes = (outcome: Outcome) => outcome.diagnostics.map(({ code, severity }) => `${code} ${severity}`);
const engines = (node: string) =>
  `{\n  "name": "kiosk",\n  "engines": {\n    "node": ${JSON.stringify(node)}\n  }\n}\n`;

describe('one source', () => {
  it.each([
    ['>=20', '24'],
    ['^22.4.0', '22'],
    ['22.x', '22'],
    ['22', '22'],
    ['v22', '22'],
    ['~22.4.1', '22.4'],
    ['22.4', '22.4'],
    ['22.4.1', '22.4.1'],
    ['=24.1.0', '24.1.0'],
    ['>=20 <24', '22'],
    ['>=20.1.0 <22.5.0', '22.4'],
    ['^20 || ^22', '22'],
    ['>=20 <=22.4.1', '22.3'],
    ['<=24', '24'],
  ])('engines.node %s gives %s', (range, version) => {
    const outcome = versionOf({ 'package.json': engines(range) });
    expect(outcome).toEqual({ version, from: 'package.json:4', contested: false, diagnostics: [] });
  });

  it.each([
    ['lts/*\n', '26'],
    ['lts/jod\n', '22'],
    ['lts/-1', '24'],
    ['lts-krypton', '24'],
    ['krypton', '24'],
    ['node\n', '26'],
    ['v24.3.1\r\n', '24.3.1'],
    ['\uFEFF24.2', '24.2'],
    ['node-v24.1.0', '24.1.0'],
  ])('.nvmrc %j gives %s', (text, version) => {
    const outcome = versionOf({ 'package.json': '{}', '.nvmrc': text });
    expect(outcome).toMatchObject({ version, from: '.nvmrc:1', diagnostics: [] });
  });

  it('skips comments in .nvmrc', () => {
    expect(versionOf({ 'package.json': '{}', '.nvmrc': '# ours\n\n22.7 # sic\n' })).toMatchObject({
      version: '22.7',
      from: '.nvmrc:3',
    });
  });

  it.each([
    ['.node-version', '24.9.0\n', '24.9.0', 1],
    ['mise.toml', '[env]\nA = "1"\n\n[tools]\nnode = "22.8"\n', '22.8', 5],
    ['.config/mise/config.toml', '[tools]\nnode = ["22", "24"]\n', '22', 2],
    ['mise.toml', '[tools]\nnode = { version = "24" }\n', '24', 2],
    ['.tool-versions', 'ruby 3.3.1\nnodejs 22.1.0 20.2.0\n', '22.1.0', 2],
    ['pnpm-workspace.yaml', 'packages: []\nuseNodeVersion: 24.4.1\n', '24.4.1', 2],
    ['Dockerfile', 'ARG V=22.6\nFROM node:${V}-slim AS a\nFROM nginx\n', '22.6', 2],
    ['Dockerfile', 'FROM --platform=linux/amd64 docker.io/library/node:24-bookworm\n', '24', 1],
    ['Dockerfile', 'FROM gcr.io/distroless/nodejs22-debian12\n', '22', 1],
    ['.devcontainer/devcontainer.json', '{\n  // box\n  "image": "x/typescript-node:1-24-bookworm"\n}', '24', 3],
    [
      '.github/workflows/ci.yml',
      'jobs:\n  a:\n    steps:\n      - uses: x\n        with:\n          node-version: 24\n',
      '24',
      6,
    ],
    [
      'pnpm-lock.yaml',
      'importers:\n  .:\n    devDependencies:\n      node:\n        version: runtime:24.4.2\n',
      '24.4.2',
      5,
    ],
  ])('%s %j', (file, text, version, line) => {
    expect(versionOf({ 'package.json': '{}', [file]: text })).toMatchObject({ version, from: `${file}:${line}` });
  });

  it('reads volta and devEngines', () => {
    expect(versionOf({ 'package.json': '{"volta":{\n"node":"22.9.1"}}' })).toMatchObject({
      version: '22.9.1',
      from: 'package.json:2',
    });
    const list = '{"devEngines":{"runtime":[{"name":"bun","version":"1"},\n{"name":"node","version":"24.x"}]}}';
    expect(versionOf({ 'package.json': list })).toMatchObject({ version: '24', from: 'package.json:2' });
  });

  it('ignores forms of .tool-versions that name no release', () => {
    expect(versionOf({ 'package.json': '{}', '.tool-versions': 'nodejs ref:main\n' }).from).toBe('null:null');
  });

  it('takes no CI matrix for a version', () => {
    const ci = 'jobs:\n  a:\n    steps:\n      - with:\n          node-version: ${{ matrix.node }}\n';
    expect(versionOf({ 'package.json': '{}', '.github/workflows/ci.yml': ci }).from).toBe('null:null');
  });
});

describe('defaults', () => {
  it.each(['{}', engines('*'), engines('')])('takes the dated default for %j', (manifest) => {
    expect(versionOf({ 'package.json': manifest })).toEqual({
      version: '24',
      from: 'null:null',
      contested: false,
      diagnostics: [],
    });
  });

  it('speaks of a lone server file, and of no folder without Node', () => {
    expect(versionOf({ 'server.js': '' }).version).toBe('24');
    expect(versionOf({ 'package.json': '{}', 'api/app.py': '' }, 'api').version).toBeUndefined();
  });

  it('reads no Dockerfile that derrick wrote', () => {
    const dockerfile = '# syntax=docker/dockerfile:1\n# Written by derrick.\nFROM node:22-slim\n';
    expect(versionOf({ 'package.json': '{}', Dockerfile: dockerfile }).from).toBe('null:null');
    const ledger = '{"schema":1,"files":{"Dockerfile":{}}}';
    const files = { 'package.json': '{}', Dockerfile: 'FROM node:22\n', '.derrick/ledger.json': ledger };
    expect(versionOf(files).from).toBe('null:null');
  });
});

describe('several sources', () => {
  it('lets a more exact file refine a range', () => {
    const files = { 'package.json': engines('>=20'), '.nvmrc': '22.4\n' };
    expect(versionOf(files)).toEqual({ version: '22.4', from: '.nvmrc:1', contested: false, diagnostics: [] });
  });

  it('honours both when the refinement is wider at one end', () => {
    expect(versionOf({ 'package.json': engines('>=20 <22.5'), '.nvmrc': '22' })).toMatchObject({
      version: '22.4',
      from: '.nvmrc:1',
    });
  });

  it('keeps the higher-ranked source that is more exact', () => {
    expect(versionOf({ 'package.json': engines('24.2.0'), '.nvmrc': '24' })).toMatchObject({
      version: '24.2.0',
      from: 'package.json:4',
      diagnostics: [],
    });
  });

  it('keeps the higher-ranked source on a contradiction and names both', () => {
    const outcome = versionOf({ 'package.json': engines('^24'), '.nvmrc': '22\n' });
    expect(outcome).toMatchObject({ version: '24', from: 'package.json:4', contested: false });
    expect(codes(outcome)).toEqual(['DRK1104 warning']);
    expect(outcome.diagnostics[0]?.detail).toBe(
      'engines.node (package.json:4) says "^24", but .nvmrc (.nvmrc:1) says "22"; the first one is used',
    );
    expect(outcome.diagnostics[0]?.at).toEqual({ file: '.nvmrc', line: 1 });
  });

  it('orders nvmrc before mise before the base image', () => {
    const files = {
      '.nvmrc': '24',
      'mise.toml': '[tools]\nnode = "22"\n',
      Dockerfile: 'FROM node:20\n',
      'package.json': '{}',
    };
    const outcome = versionOf(files);
    expect(outcome).toMatchObject({ version: '24', from: '.nvmrc:1' });
    expect(codes(outcome)).toEqual(['DRK1104 warning', 'DRK1104 warning']);
  });

  it('takes the nearer folder first in a monorepo', () => {
    const files = {
      'package.json': engines('>=20'),
      '.nvmrc': '24',
      'apps/till/package.json': '{}',
      'apps/till/.nvmrc': '22',
    };
    const outcome = versionOf(files, 'apps/till');
    expect(outcome).toMatchObject({ version: '22', from: 'apps/till/.nvmrc:1' });
    expect(codes(outcome)).toEqual(['DRK1104 warning']);
    expect(versionOf({ ...files, 'apps/till/.nvmrc': '' }, 'apps/till')).toMatchObject({
      version: '24',
      from: '.nvmrc:1',
    });
  });
});

describe('versions that will not do', () => {
  it.each([['99'], ['23.99'], ['22.99.0'], ['lts/unobtainium'], ['banana'], ['27'], ['>=27']])('refuses %s', (raw) => {
    const outcome = versionOf({ 'package.json': '{}', '.nvmrc': `${raw}\n` });
    expect(outcome.version).toBeUndefined();
    expect(codes(outcome)).toEqual(['DRK1006 error']);
    expect(outcome.diagnostics[0]?.at).toEqual({ file: '.nvmrc', line: 1 });
  });

  it('falls back to nothing else when one source is unknown', () => {
    expect(versionOf({ 'package.json': engines('99'), '.nvmrc': '22' }).version).toBeUndefined();
  });

  it('uses a release that came out after the table, and says so', () => {
    const outcome = versionOf({ 'package.json': '{}', '.nvmrc': '26.12.0' });
    expect(outcome.version).toBe('26.12.0');
    expect(codes(outcome)).toEqual(['DRK1006 warning']);
  });

  it.each([
    ['18', 'Node 18 has had no security fixes since 2025-04-30'],
    ['lts/iron', 'Node 20 has had no security fixes since 2026-04-30'],
    ['25', 'Node 25 has had no security fixes since 2026-06-01'],
  ])('warns of the end of life of %s', (raw, detail) => {
    const outcome = versionOf({ 'package.json': '{}', '.nvmrc': raw });
    expect(outcome.diagnostics).toEqual([
      { code: 'DRK1105', severity: 'warning', detail, at: { file: '.nvmrc', line: 1 }, hint: 'move to 24 or 26' },
    ]);
  });

  it('shows hostile text on one short line', () => {
    const outcome = versionOf({ 'package.json': engines(`x\u001b[31m\n${'y'.repeat(500)}`) });
    expect([...(outcome.diagnostics[0]?.detail ?? '\n')].every((char) => char >= ' ')).toBe(true);
    expect(outcome.diagnostics[0]?.detail.length).toBeLessThan(200);
  });
});
