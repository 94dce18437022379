import type { Facts, Language } from '../../../src/core/model/facts.ts';
import { relPath } from '../../../src/core/model/paths.ts';
import { nodePackages } from '../../../src/detectors/system/node-packages.ts';
import { run } from '../run-detector.ts';

interface Entry {
  readonly version: string;
  readonly [key: string]: unknown;
}

/** A package-lock with these packages, and a package.json that asks for `dependencies`. */
function project(manifest: object, locked: Readonly<Record<string, Entry>>): Record<string, string> {
  const packages: Record<string, unknown> = { '': manifest };
  for (const [name, entry] of Object.entries(locked)) packages[`node_modules/${name}`] = entry;
  return {
    'package.json': JSON.stringify(manifest, null, 1),
    'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages }, null, 1),
  };
}

function known(lockfile: string | null = 'package-lock.json', more: Partial<Facts> = {}): Partial<Facts> {
  return {
    'runtime.language': 'node' as Language,
    'runtime.packageManager': {
      id: 'npm',
      version: null,
      lockfile: lockfile === null ? null : relPath(lockfile),
      root: relPath('.'),
    },
    ...more,
  };
}

const packagesOf = (files: Readonly<Record<string, string>>, facts = known(), dir = '.') => {
  const found = run(nodePackages, files, dir, facts).facts['system.packages'] ?? [];
  const names = (stage: string) =>
    found
      .filter((one) => one.stage === stage)
      .map(({ name }) => name)
      .sort();
  return { build: names('build'), run: names('run') };
};
const TOOLS = ['g++', 'make', 'python3'];
const one = (name: string, version: string, spec = version) =>
  project({ dependencies: { [name]: spec } }, { [name]: { version } });

describe('the table', () => {
  it.each([
    ['bcrypt', '5.1.1', TOOLS, []],
    ['bcrypt', '6.0.0', [], []],
    ['argon2', '0.31.2', TOOLS, []],
    ['argon2', '0.43.0', [], []],
    ['better-sqlite3', '12.2.0', TOOLS, []],
    ['better-sqlite3', '13.2.0', TOOLS, []],
    ['sharp', '0.34.1', [], []],
    ['fluent-ffmpeg', '2.1.3', [], ['ffmpeg']],
    ['pg-native', '3.5.2', [...TOOLS, 'libpq-dev'].sort(), ['libpq5']],
    ['@prisma/client', '6.7.0', ['ca-certificates', 'openssl'], ['openssl']],
    ['@prisma/client', '7.1.0', [], []],
    ['puppeteer', '24.8.0', [], ['chromium', 'fonts-liberation']],
    ['puppeteer-core', '24.8.0', [], []],
  ])('%s %s', (name, version, build, atRun) => {
    expect(packagesOf(one(name, version))).toEqual({ build, run: atRun });
  });

  it('takes the locked version, not the range', () => {
    expect(packagesOf(one('bcrypt', '6.0.0', '>=5'))).toEqual({ build: [], run: [] });
  });

  it('needs no ffmpeg beside one that is a package', () => {
    const files = project(
      { dependencies: { 'fluent-ffmpeg': '2' } },
      { 'fluent-ffmpeg': { version: '2.1.3' }, 'ffmpeg-static': { version: '5.2.0' } },
    );
    expect(packagesOf(files)).toEqual({ build: [], run: [] });
  });

  it('says which browser is used', () => {
    const { diagnostics } = run(nodePackages, one('puppeteer', '24.8.0'), '.', known());
    expect(diagnostics).toMatchObject([{ code: 'DRK1108', severity: 'info', at: { file: 'package.json', line: 3 } }]);
  });
});

describe('the tree as locked', () => {
  it('counts what dependencies need, with the line of the lockfile', () => {
    const files = project(
      { dependencies: { gallery: '1' } },
      {
        gallery: { version: '1.0.0', dependencies: { 'fluent-ffmpeg': '2' } },
        'fluent-ffmpeg': { version: '2.1.3' },
      },
    );
    expect(packagesOf(files)).toEqual({ build: [], run: ['ffmpeg'] });
    expect(run(nodePackages, files, '.', known()).claims[0]).toMatchObject({
      file: 'package-lock.json',
      line: 12,
      because: 'fluent-ffmpeg needs it',
    });
  });

  it('keeps development dependencies out of the run-time image', () => {
    const files = project(
      { devDependencies: { puppeteer: '24', sqlite3: '5' } },
      { puppeteer: { version: '24.8.0' }, sqlite3: { version: '5.1.7' } },
    );
    expect(packagesOf(files)).toEqual({ build: TOOLS, run: [] });
  });

  it('follows the packages of the workspace', () => {
    const files = {
      ...project(
        { workspaces: ['apps/*', 'lib/*'] },
        { gm: { version: '1.25.1' }, 'simple-git': { version: '3.27.0' } },
      ),
      'apps/till/package.json': '{"name":"till","dependencies":{"@m/pictures":"*"}}',
      'apps/bell/package.json': '{"name":"bell","dependencies":{"simple-git":"3"}}',
      'lib/pictures/package.json': '{"name":"@m/pictures","dependencies":{"gm":"1"}}',
    };
    expect(packagesOf(files, known(), 'apps/till')).toEqual({ build: [], run: ['graphicsmagick'] });
    expect(packagesOf(files, known(), 'apps/bell')).toEqual({ build: [], run: ['ca-certificates', 'git'] });
  });

  it('falls back to the manifest without a lockfile', () => {
    expect(packagesOf({ 'package.json': '{"dependencies":{"bcrypt":"^5.0.1"}}' }, known(null))).toEqual({
      build: TOOLS,
      run: [],
    });
    expect(packagesOf({ 'package.json': '{"dependencies":{"bcrypt":"^6.0.0"}}' }, known(null))).toEqual({
      build: [],
      run: [],
    });
  });
});

describe('modules outside of the table', () => {
  it('compile when they bind to Node.js and have no way to a prebuilt binary', () => {
    const files = project(
      { dependencies: { gauge: '1' } },
      { gauge: { version: '1.0.0', hasInstallScript: true, dependencies: { nan: '^2' } }, nan: { version: '2.22.0' } },
    );
    expect(packagesOf(files)).toEqual({ build: TOOLS, run: [] });
  });

  it.each([
    [{ hasInstallScript: true, dependencies: { 'node-addon-api': '8', 'node-gyp-build': '4' } }],
    [{ hasInstallScript: true, dependencies: { nan: '2', 'prebuild-install': '7' } }],
    [{ optional: true, hasInstallScript: true, dependencies: { nan: '2' } }],
    [{ dependencies: { 'node-addon-api': '8' } }],
  ])('do not with %j', (entry) => {
    expect(packagesOf(project({ dependencies: { gauge: '1' } }, { gauge: { version: '1.0.0', ...entry } }))).toEqual({
      build: [],
      run: [],
    });
  });

  it('are optional in yarn.lock when only optional dependencies name them', () => {
    const lock =
      '# yarn lockfile v1\n\n\nssh2@^1:\n  version "1.16.0"\n  optionalDependencies:\n    cpu-features "~0.0.10"\n\ncpu-features@~0.0.10:\n  version "0.0.10"\n  dependencies:\n    nan "^2"\n';
    const files = { 'package.json': '{"dependencies":{"ssh2":"^1"}}', 'yarn.lock': lock };
    expect(packagesOf(files, known('yarn.lock'))).toEqual({ build: [], run: [] });
    const strict = { ...files, 'yarn.lock': lock.replace('optionalDependencies', 'dependencies') };
    expect(packagesOf(strict, known('yarn.lock'))).toEqual({ build: TOOLS, run: [] });
  });
});

describe('git dependencies', () => {
  it.each([
    [
      project(
        { dependencies: { horn: 'git+https://git.example.org/horn.git' } },
        { horn: { version: '1.0.0', resolved: 'git+ssh://git@git.example.org/horn.git#abc' } },
      ),
      'package-lock.json',
    ],
    [{ 'package.json': '{"dependencies":{"horn":"github:shop/horn"}}' }, null],
    [{ 'package.json': '{"dependencies":{"horn":"shop/horn#v2"}}' }, null],
  ])('need git at build time %#', (files, lockfile) => {
    expect(packagesOf(files as Record<string, string>, known(lockfile))).toEqual({
      build: ['ca-certificates', 'git'],
      run: [],
    });
  });
});

describe('other components', () => {
  it('static ones need nothing at run time', () => {
    const files = one('fluent-ffmpeg', '2.1.3');
    expect(packagesOf(files, known('package-lock.json', { 'app.kind': 'static' }))).toEqual({ build: [], run: [] });
  });

  it('of another language are not spoken of', () => {
    expect(
      packagesOf(one('bcrypt', '5.0.0'), known('package-lock.json', { 'runtime.language': 'php' as Language })),
    ).toEqual({ build: [], run: [] });
  });
});
