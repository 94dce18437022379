import { nodePackageManager } from '../../../src/detectors/runtime/node-package-manager.ts';
import { run } from '../run-detector.ts';
import { market } from './locks.ts';

const managerOf = (files: Readonly<Record<string, string>>, dir = '.') =>
  run(nodePackageManager, files, dir).facts['runtime.packageManager'];
const placeOf = (files: Readonly<Record<string, string>>) => {
  const [first] = run(nodePackageManager, files).claims;
  return `${first?.file}:${first?.line} ${first?.confidence}`;
};

describe('the packageManager field', () => {
  it.each([
    ['pnpm@10.1.0+sha512.abc', 'pnpm', '10.1.0'],
    ['yarn@1.22.19', 'yarn', '1.22.19'],
    ['yarn@4.5.1', 'yarn-berry', '4.5.1'],
    ['npm@11.2.0', 'npm', '11.2.0'],
    ['bun@1.2.4', 'bun', '1.2.4'],
  ])('%s', (text, id, version) => {
    const files = { 'package.json': `{\n"packageManager": "${text}"}` };
    expect(managerOf(files)).toEqual({ id, version, lockfile: null, root: '.' });
    expect(placeOf(files)).toBe('package.json:2 pinned');
  });

  it('wins against a lockfile, which loses without a contest', () => {
    const files = { 'package.json': '{"packageManager":"npm@11.2.0"}', 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" };
    expect(managerOf(files)).toMatchObject({ id: 'npm', lockfile: null });
    expect(run(nodePackageManager, files).claims.map(({ confidence }) => confidence)).toEqual(['pinned', 'config']);
  });

  it('is ignored where it names nothing known', () => {
    expect(managerOf({ 'package.json': '{"packageManager":"constructor@1.0.0"}' })?.id).toBe('npm');
  });
});

describe('other places, in their order', () => {
  it('devEngines before lockfiles', () => {
    const manifest = '{"devEngines":{"packageManager":{"name":"pnpm","version":"^9.1"}},"engines":{"yarn":">=4"}}';
    expect(managerOf({ 'package.json': manifest, 'yarn.lock': '' })).toMatchObject({ id: 'pnpm', version: '9' });
  });

  it('lockfiles before engines', () => {
    const files = { 'package.json': '{"engines":{"pnpm":">=9"}}', 'bun.lock': '{}' };
    expect(managerOf(files)).toMatchObject({ id: 'bun', lockfile: 'bun.lock' });
  });

  it('engines before npm, and no sentence in it', () => {
    expect(managerOf({ 'package.json': '{"engines":{"yarn":"4.x"}}' })).toMatchObject({
      id: 'yarn-berry',
      version: '4',
    });
    expect(managerOf({ 'package.json': '{"engines":{"yarn":"please use npm"}}' })).toMatchObject({ id: 'npm' });
  });

  it('npm when nothing speaks', () => {
    expect(managerOf({ 'package.json': '{}' })).toEqual({ id: 'npm', version: null, lockfile: null, root: '.' });
    expect(placeOf({ 'package.json': '{}' })).toBe('null:null guess');
  });

  it('the order of lockfiles is pnpm, bun, yarn, npm', () => {
    const all = {
      'package.json': '{}',
      'package-lock.json': '{}',
      'yarn.lock': '',
      'bun.lockb': 'x',
      'pnpm-lock.yaml': '',
    };
    expect(managerOf(all)?.id).toBe('pnpm');
    const { 'pnpm-lock.yaml': _, ...rest } = all;
    expect(managerOf(rest)).toMatchObject({ id: 'bun', lockfile: 'bun.lockb' });
  });
});

describe('versions from the lockfile and settings', () => {
  it.each([
    ['pnpm7', 'pnpm', '7'],
    ['pnpm8', 'pnpm', '8'],
    ['pnpm9', 'pnpm', '9'],
    ['yarn1', 'yarn', '1'],
    ['berry', 'yarn-berry', '4.13'],
    ['npm', 'npm', null],
    ['bun', 'bun', null],
  ] as const)('%s is written by %s %s, from the root of its workspace', (lock, id, version) => {
    expect(managerOf(market(lock), 'apps/till')).toMatchObject({ id, version, root: '.' });
  });

  it.each([
    ['onlyBuiltDependencies:\n  - esbuild\n', '10'],
    ['allowBuilds:\n  esbuild: true\n', '11'],
    ["catalog:\n  koa: '2'\n", '9'],
  ])('lockfile 9.0 with the setting %j is of pnpm %s', (settings, version) => {
    const files = {
      'package.json': '{}',
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      'pnpm-workspace.yaml': settings,
    };
    expect(managerOf(files)?.version).toBe(version);
  });

  it.each([
    ['4', 'cacheKey: 7', '2'],
    ['4', 'cacheKey: 8', '3.0'],
    ['5', 'cacheKey: 8', '3.1'],
    ['6', 'cacheKey: 8', '3'],
    ['8', 'cacheKey: 10c0\n\n"ms@npm:2":\n  version: 2.1.3\n  checksum: d924b57e', '4.0'],
    ['8', 'cacheKey: 10c0\n\n"ms@npm:2":\n  version: 2.1.3\n  checksum: 10c0/d924b57e', '4.13'],
    ['9', 'cacheKey: 10c0', '4.14'],
    ['10', 'cacheKey: 10c0', '4'],
  ])('a yarn.lock of version %s with %j is of yarn %s, which alone takes it as it is', (format, rest, version) => {
    const lock = `__metadata:\n  version: ${format}\n  ${rest}\n`;
    expect(managerOf({ 'package.json': '{"engines":{"yarn":">=2"}}', 'yarn.lock': lock })?.version).toBe(version);
  });

  it('takes the exact pnpm that pnpm 11 locked for devEngines, and the line of the lockfile within the major of engines', () => {
    const manifest = '{"devEngines":{"packageManager":{"name":"pnpm","version":"^11.0.0"}}}';
    const env =
      'importers:\n\n  .:\n    packageManagerDependencies:\n      pnpm:\n        specifier: ^11.0.0\n        version: 11.28.6\n';
    const lock = `---\nlockfileVersion: '9.0'\n\n${env}\npackages: {}\n\n---\nlockfileVersion: '9.0'\n`;
    expect(managerOf({ 'package.json': manifest, 'pnpm-lock.yaml': lock })?.version).toBe('11.28.6');
    const yarn = { 'package.json': '{"engines":{"yarn":"4.x"}}', 'yarn.lock': '__metadata:\n  version: 9\n' };
    expect(managerOf(yarn)?.version).toBe('4.14');
  });

  it('reads the release that is checked in, and Volta', () => {
    const yarnrc = 'nodeLinker: node-modules\nyarnPath: .yarn/releases/yarn-3.6.4.cjs\n';
    const files = { 'package.json': '{}', 'yarn.lock': '__metadata:\n  version: 6\n', '.yarnrc.yml': yarnrc };
    expect(managerOf(files)).toMatchObject({ id: 'yarn-berry', version: '3.6.4' });
    expect(managerOf({ 'package.json': '{"volta":{"yarn":"1.22.10"}}', 'yarn.lock': '' })?.version).toBe('1.22.10');
  });

  it('takes the version from engines where the lockfile names the manager', () => {
    const files = { 'package.json': '{"engines":{"pnpm":"^10.4.0"}}', 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" };
    expect(managerOf(files)).toMatchObject({ id: 'pnpm', version: '10' });
  });
});

describe('workspaces', () => {
  const npm = { 'package.json': '{"workspaces":{"packages":["./apps/*/","!apps/old"]}}', 'package-lock.json': '{}' };

  it('knows members by glob, with exclusions', () => {
    const files = { ...npm, 'apps/till/package.json': '{}', 'apps/old/package.json': '{}', 'tools/package.json': '{}' };
    expect(managerOf(files, 'apps/till')).toMatchObject({ root: '.', lockfile: 'package-lock.json' });
    expect(managerOf(files, 'apps/old')).toMatchObject({ root: 'apps/old', lockfile: null });
    expect(managerOf(files, 'tools')).toMatchObject({ root: 'tools', lockfile: null });
  });

  it('are built from the folder that holds whatever they link to', () => {
    const files = {
      'shop/till/package.json': '{"dependencies":{"coin":"file:../../mint/coin"}}',
      'shop/bell/package.json': '{"dependencies":{"gong":"file:./gong"}}',
      'shop/bell/gong/package.json': '{}',
      'mint/coin/package.json': '{}',
    };
    expect(managerOf(files, 'shop/till')).toMatchObject({ root: 'shop/till', context: '.' });
    expect(managerOf(files, 'shop/bell')).not.toHaveProperty('context');
  });

  it('takes a folder name with glob characters literally, and no glob that climbs out', () => {
    const inner = {
      'a[b]/package.json': '{"workspaces":["x/*","../*"]}',
      'a[b]/x/y/package.json': '{}',
      'z/package.json': '{}',
    };
    expect(managerOf(inner, 'a[b]/x/y')?.root).toBe('a[b]');
    expect(managerOf(inner, 'z')?.root).toBe('z');
  });
});
