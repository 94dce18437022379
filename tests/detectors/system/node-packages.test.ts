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

describe('a dependency of a dependency, in every kind of lockfile', () => {
  const manifest = JSON.stringify({ dependencies: { wa: '^1.0.0' }, devDependencies: { shots: '^1.0.0' } });
  const locks: Readonly<Record<string, readonly [id: string, text: string]>> = {
    'package-lock.json': [
      'npm',
      JSON.stringify({
        lockfileVersion: 3,
        packages: {
          '': JSON.parse(manifest),
          'node_modules/wa': { version: '1.0.0', dependencies: { puppeteer: '^24.0.0', 'fluent-ffmpeg': '2' } },
          'node_modules/puppeteer': { version: '24.8.0', hasInstallScript: true },
          'node_modules/fluent-ffmpeg': { version: '2.1.3' },
          'node_modules/shots': { version: '1.0.0', dev: true, dependencies: { gm: '1' } },
          'node_modules/gm': { version: '1.25.0', dev: true },
        },
      }),
    ],
    'yarn.lock': [
      'yarn',
      '# yarn lockfile v1\n\nwa@^1.0.0:\n  version "1.0.0"\n  dependencies:\n    puppeteer "^24.0.0"\n    fluent-ffmpeg "2"\n\npuppeteer@^24.0.0:\n  version "24.8.0"\n\nfluent-ffmpeg@2:\n  version "2.1.3"\n\nshots@^1.0.0:\n  version "1.0.0"\n  dependencies:\n    gm "1"\n\ngm@1:\n  version "1.25.0"\n',
    ],
    'pnpm-lock.yaml': [
      'pnpm',
      "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      wa:\n        specifier: ^1.0.0\n        version: 1.0.0\n    devDependencies:\n      shots:\n        specifier: ^1.0.0\n        version: 1.0.0\n\npackages:\n\n  wa@1.0.0:\n    resolution: {integrity: x}\n\n  puppeteer@24.8.0:\n    resolution: {integrity: x}\n    hasBin: true\n\n  fluent-ffmpeg@2.1.3:\n    resolution: {integrity: x}\n\n  shots@1.0.0:\n    resolution: {integrity: x}\n\n  gm@1.25.0:\n    resolution: {integrity: x}\n\nsnapshots:\n\n  wa@1.0.0:\n    dependencies:\n      fluent-ffmpeg: 2.1.3\n      puppeteer: 24.8.0\n\n  puppeteer@24.8.0: {}\n\n  fluent-ffmpeg@2.1.3: {}\n\n  shots@1.0.0:\n    dependencies:\n      gm: 1.25.0\n\n  gm@1.25.0: {}\n",
    ],
    'bun.lock': [
      'bun',
      JSON.stringify({
        lockfileVersion: 1,
        workspaces: { '': { name: 'a', ...JSON.parse(manifest) } },
        packages: {
          wa: ['wa@1.0.0', '', { dependencies: { puppeteer: '^24.0.0', 'fluent-ffmpeg': '2' } }, 'x'],
          puppeteer: ['puppeteer@24.8.0', '', {}, 'x'],
          'fluent-ffmpeg': ['fluent-ffmpeg@2.1.3', '', {}, 'x'],
          shots: ['shots@1.0.0', '', { dependencies: { gm: '1' } }, 'x'],
          gm: ['gm@1.25.0', '', {}, 'x'],
        },
      }),
    ],
  };
  const berry =
    '__metadata:\n  version: 8\n\n"wa@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "wa@npm:1.0.0"\n  dependencies:\n    puppeteer: "npm:^24.0.0"\n    fluent-ffmpeg: "npm:2"\n  linkType: hard\n\n"puppeteer@npm:^24.0.0":\n  version: 24.8.0\n  resolution: "puppeteer@npm:24.8.0"\n  linkType: hard\n\n"fluent-ffmpeg@npm:2":\n  version: 2.1.3\n  resolution: "fluent-ffmpeg@npm:2.1.3"\n  linkType: hard\n\n"shots@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "shots@npm:1.0.0"\n  dependencies:\n    gm: "npm:1"\n  linkType: hard\n\n"gm@npm:1":\n  version: 1.25.0\n  resolution: "gm@npm:1.25.0"\n  linkType: hard\n';
  const cases = [...Object.entries(locks), ['yarn.lock', ['yarn-berry', berry]] as const];

  it.each(cases)('%s of %j', (file, [id, text]) => {
    const manager = { id, version: null, lockfile: relPath(file), root: relPath('.') };
    const files = { 'package.json': manifest, [file]: text };
    // What only development needs is not in the image that runs.
    expect(packagesOf(files, known(null, { 'runtime.packageManager': manager })).run).toEqual([
      'chromium',
      'ffmpeg',
      'fonts-liberation',
    ]);
  });
});
