import { nodeInstallFiles } from '../../../src/detectors/runtime/node-install-files.ts';
import { nodeLocalFolders } from '../../../src/detectors/runtime/node-local-folders.ts';
import { run } from '../run-detector.ts';

const filesOf = (files: Readonly<Record<string, string>>, dir = '.') =>
  run(nodeInstallFiles, files, dir).facts['runtime.installFiles'];
const said = (files: Readonly<Record<string, string>>) =>
  run(nodeInstallFiles, files).diagnostics.map(
    ({ severity, at, detail }) => `${severity} ${at?.file}:${at?.line} ${detail}`,
  );
const scripts = (entries: Readonly<Record<string, string>>) => JSON.stringify({ scripts: entries }, null, 1);

describe('manifests, locks and settings', () => {
  it('are those of a single package', () => {
    const files = { 'package.json': '{}', 'package-lock.json': '{}', '.npmrc': 'engine-strict=true\n', 'ring.js': '' };
    expect(filesOf(files)).toEqual(['.npmrc', 'package-lock.json', 'package.json']);
  });

  const workspace = {
    'package.json': '{}',
    'pnpm-workspace.yaml': 'packages:\n  - "apps/**"\n',
    'pnpm-lock.yaml': '',
    '.pnpmfile.cjs': '',
    'apps/till/package.json': '{"name":"till","dependencies":{"coin":"workspace:*"}}',
    'apps/deep/coin/package.json': '{"name":"coin"}',
    'apps/deep/bell/package.json': '{"name":"bell"}',
    'other/package.json': '{}',
  };

  it('are those of the slice alone, seen from a member of a workspace', () => {
    expect(filesOf(workspace, 'apps/till')).toEqual([
      ...['.pnpmfile.cjs', 'apps/deep/coin/package.json', 'apps/till/package.json'],
      ...['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'],
    ]);
  });

  it('are those of the whole workspace, seen from its root', () => {
    expect(filesOf(workspace)).toEqual([
      ...['.pnpmfile.cjs', 'apps/deep/bell/package.json', 'apps/deep/coin/package.json', 'apps/till/package.json'],
      ...['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'],
    ]);
  });

  it.each([
    ['bun@1.3.14', 'bun.lock', ['apps/bell/package.json', 'apps/till/package.json', 'bun.lock', 'package.json']],
    ['bun@1.4.0', 'bun.lock', ['apps/till/package.json', 'bun.lock', 'package.json']],
    ['yarn@3.8.7', 'yarn.lock', ['apps/bell/package.json', 'apps/till/package.json', 'package.json', 'yarn.lock']],
    ['yarn@4.17.1', 'yarn.lock', ['apps/till/package.json', 'package.json', 'yarn.lock']],
  ] as const)('are all of them for %s only where it cannot install less', (packageManager, lock, wanted) => {
    const files = {
      'package.json': JSON.stringify({ packageManager, workspaces: ['apps/*'] }),
      [lock]: lock === 'yarn.lock' ? '__metadata:\n  version: 8\n' : '{}',
      'apps/till/package.json': '{"name":"till"}',
      'apps/bell/package.json': '{"name":"bell"}',
    };
    expect(filesOf(files, 'apps/till')).toEqual(wanted);
  });

  it('are those of Bun’s slice where only its lockfile tells the version, with what the root depends on', () => {
    const files = {
      'package.json': '{"workspaces":["apps/*"],"devDependencies":{"rope":"workspace:*"}}',
      'bun.lock': '{"lockfileVersion":2}',
      'apps/till/package.json': '{"name":"till"}',
      'apps/bell/package.json': '{"name":"bell"}',
      'apps/rope/package.json': '{"name":"rope"}',
    };
    const slice = ['apps/rope/package.json', 'apps/till/package.json', 'bun.lock', 'package.json'];
    expect(filesOf(files, 'apps/till')).toEqual(slice);
    const older = { ...files, 'bun.lock': '{"lockfileVersion":1}' };
    expect(filesOf(older, 'apps/till')).toEqual(['apps/bell/package.json', ...slice]);
  });

  it('are of the chosen package manager only', () => {
    const files = {
      'package.json': '{"packageManager":"yarn@4.6.0"}',
      'yarn.lock': '__metadata:\n  version: 8\n',
      'package-lock.json': '{}',
      'bunfig.toml': '',
      '.yarnrc.yml': 'nodeLinker: pnp\n',
      '.yarn/releases/yarn-4.6.0.cjs': '',
      '.yarn/plugins/@yarnpkg/plugin-x.cjs': '',
      '.yarn/patches/koa-npm-2.patch': '',
      '.yarn/install-state.gz': '',
    };
    expect(filesOf(files)).toEqual([
      ...['.yarn/patches', '.yarn/plugins', '.yarn/releases', '.yarnrc.yml', 'package.json', 'yarn.lock'],
    ]);
  });

  it('say why, with the file', () => {
    const { claims } = run(nodeInstallFiles, { 'package.json': '{}', 'bun.lock': '{}', 'bunfig.toml': '' });
    expect(claims.map(({ file, because }) => `${file}: ${because}`)).toEqual([
      'package.json: it names the dependencies',
      'bun.lock: it locks the dependencies',
      'bunfig.toml: the package manager reads bunfig.toml',
    ]);
  });
});

describe('registry credentials', () => {
  it.each([
    ['.npmrc', '//npm.example.org/:_authToken=npm_s3cr3t\n', '{}'],
    ['.npmrc', 'registry=x\n_auth = dXNlcjpwYXNz\n', '{}'],
    ['.yarnrc.yml', 'npmScopes:\n  ours:\n    npmAuthToken: s3cr3t\n', '{"packageManager":"yarn@4.1.0"}'],
    ['.npmrc', 'registry=https://smith:s3cr3t@npm.example.org/\n', '{}'],
    ['.npmrc', '//npm.example.org/:keyfile=certs/s3cr3t.pem\n', '{}'],
    ['.npmrc', 'key="-----BEGIN s3cr3t-----"\n', '{}'],
    ['bunfig.toml', '[install.scopes]\nours = { token = "s3cr3t", url = "x" }\n', '{"packageManager":"bun@1.2.0"}'],
  ])('in %s keep it out of the build: %j', (name, text, manifest) => {
    const files = { 'package.json': manifest, [name]: text };
    expect(filesOf(files)).toEqual(['package.json']);
    const [first, ...more] = said(files);
    expect(first).toMatch(
      new RegExp(
        `^warning ${name.replace('.', '\\.')}:\\d holds|^warning .*${name.replace('.', '\\.')} holds a registry credential`,
      ),
    );
    expect(more).toEqual([]);
    expect(JSON.stringify(run(nodeInstallFiles, files))).not.toMatch(/s3cr3t|dXNl/);
  });

  it('that come from the environment leave the file in', () => {
    const files = { 'package.json': '{}', '.npmrc': '# mine\n//npm.example.org/:_authToken=${SHOP_TOKEN}\n' };
    expect(filesOf(files)).toEqual(['.npmrc', 'package.json']);
    expect(said(files)).toEqual([
      'info .npmrc:2 the install reads the registry credential SHOP_TOKEN from the environment',
    ]);
  });

  it.each([
    ['.npmrc', '//npm.example.org/:_password=${SHOP_WORD}\n//npm.example.org/:username=shop\n', 'SHOP_WORD'],
    ['.npmrc', '//npm.example.org/:_auth=${SHOP_AUTH}\nalways-auth=true\n', 'SHOP_AUTH'],
    ['.npmrc', '//npm.example.org/:_authToken=${SHOP_TOKEN?}\n', 'SHOP_TOKEN'],
    ['.npmrc', 'registry=https://shop:${SHOP_WORD}@npm.example.org/\n', 'SHOP_WORD'],
    ['bunfig.toml', '[install.scopes]\n"@shop" = { username = "a", password = "$SHOP_WORD" }\n', 'SHOP_WORD'],
  ])('of %s are read by their variable: %j', (name, text, variable) => {
    const manifest = name === 'bunfig.toml' ? '{"packageManager":"bun@1.2.0"}' : '{}';
    expect(said({ 'package.json': manifest, [name]: text })).toEqual([
      `info ${name}:${text.split('\n').findIndex((line) => line.includes(variable)) + 1} the install reads the registry credential ${variable} from the environment`,
    ]);
  });

  it.each([
    ['npm', '.npmrc', 'cafile=certs/our-ca.pem\n'],
    ['npm', '.npmrc', '//npm.example.org/:certfile = "certs/our-ca.pem"\n'],
    ['pnpm', '.npmrc', 'pnpmfile=certs/our-ca.pem\n'],
    ['pnpm', 'pnpm-workspace.yaml', 'pnpmfile: certs/our-ca.pem\n'],
    ['yarn', '.yarnrc', 'yarn-path "./certs/our-ca.pem"\n'],
    ['yarn-berry', '.yarnrc.yml', 'httpsCaFilePath: ./certs/our-ca.pem\n'],
    ['yarn-berry', '.yarnrc.yml', 'yarnPath: certs/our-ca.pem\n'],
    ['bun', 'bunfig.toml', '[install]\ncafile = "certs/our-ca.pem"\n'],
  ])('of %s in %s come with the file that %j names', (id, name, text) => {
    const version =
      { npm: 'npm@11.1.0', pnpm: 'pnpm@10.1.0', yarn: 'yarn@1.22.22', bun: 'bun@1.3.0' }[id] ?? 'yarn@4.1.0';
    const files = {
      'package.json': `{"packageManager":"${version}"}`,
      [name]: text,
      'certs/our-ca.pem': '',
      'certs/b.pem': '',
    };
    expect(filesOf(files)).toEqual([...[name, 'certs/our-ca.pem', 'package.json']].sort());
  });

  it('that are commented out do not count', () => {
    expect(said({ 'package.json': '{}', '.npmrc': '; //x/:_authToken=abc\nalways-auth=true\n' })).toEqual([]);
  });
});

describe('install scripts', () => {
  it('bring the files that they name, and what those import', () => {
    const files = {
      'package.json': scripts({ postinstall: 'node ./tools/seed && node tools/other.mjs --x', start: 'node ring.js' }),
      'tools/seed.js': "const { a } = require('./lib/a');\n",
      'tools/lib/a.js': '',
      'tools/other.mjs': "import './more.mjs';\n",
      'tools/more.mjs': '',
      'tools/unused.js': '',
      'ring.js': '',
    };
    expect(filesOf(files)).toEqual([
      'package.json',
      'tools/lib/a.js',
      'tools/more.mjs',
      'tools/other.mjs',
      'tools/seed.js',
    ]);
    const claim = run(nodeInstallFiles, files).claims.find(({ because }) => because.includes('postinstall'));
    expect(claim).toMatchObject({ file: 'package.json', line: 3 });
  });

  it('are followed through other scripts, without going round', () => {
    const manifest = scripts({ prepare: 'npm run gen', gen: 'prisma generate && npm run gen' });
    const files = { 'package.json': manifest, 'prisma/schema.prisma': '', 'prisma/migrations/1/m.sql': '' };
    expect(filesOf(files)).toEqual(['package.json', 'prisma/migrations/1/m.sql', 'prisma/schema.prisma']);
  });

  it('bring the schema of prisma only when one of them needs it', () => {
    expect(filesOf({ 'package.json': scripts({ build: 'prisma generate' }), 'prisma/schema.prisma': '' })).toEqual([
      'package.json',
    ]);
    const moved = { scripts: { postinstall: 'prisma generate' }, prisma: { schema: './db/main.prisma' } };
    expect(filesOf({ 'package.json': JSON.stringify(moved), 'db/main.prisma': '' })).toEqual([
      'db/main.prisma',
      'package.json',
    ]);
  });

  it('are told when they compile a package of a workspace', () => {
    const root = JSON.stringify({ name: 'fleet', workspaces: ['boats/*'] });
    const boat = scripts({ prepare: 'npm run build', build: 'tsc -p .' });
    expect(said({ 'package.json': root, 'boats/a/package.json': boat })).toEqual([
      'warning boats/a/package.json:3 the prepare script runs tsc, which needs source files that are not there yet when dependencies are installed',
    ]);
  });

  it('wait for the build where they compile the component itself', () => {
    expect(said({ 'package.json': scripts({ prepare: 'npm run build', build: 'tsc -p .' }) })).toEqual([]);
  });

  it('that name paths outside of the project bring nothing', () => {
    expect(filesOf({ 'package.json': scripts({ postinstall: 'node ../../etc/passwd /etc/passwd' }) })).toEqual([
      'package.json',
    ]);
  });
});

const localOf = (files: Readonly<Record<string, string>>, dir = '.') =>
  run(nodeLocalFolders, files, dir).facts['runtime.installFiles'];
const localSaid = (files: Readonly<Record<string, string>>, dir = '.') =>
  run(nodeLocalFolders, files, dir).diagnostics.map(({ at, detail }) => `${at?.file}:${at?.line} ${detail}`);

describe('local dependencies', () => {
  it('bring those of the folders that they name, but not what is for their development', () => {
    const files = {
      'app/package.json': '{"dependencies":{"a":"file:../a"}}',
      'a/package.json': '{"dependencies":{"b":"file:../b"},"devDependencies":{"c":"file:../c"}}',
      'b/package.json': '{"optionalDependencies":{"a":"file:../a"}}',
      'c/package.json': '{}',
    };
    expect(localOf(files, 'app')).toEqual(['a', 'b']);
  });

  it.each([
    [
      '{"dependencies":{\n"a":"file:../a"}}',
      ['app/package.json:2 "a" is linked to, and the install of npm leaves out what a/package.json depends on'],
    ],
    [
      '{"packageManager":"pnpm@10.1.0","dependencies":{\n"a":"link:../a"}}',
      ['app/package.json:2 "a" is linked to, and the install of pnpm leaves out what a/package.json depends on'],
    ],
    ['{"packageManager":"pnpm@10.1.0","dependencies":{"a":"file:../a"}}', []],
    ['{"packageManager":"yarn@4.1.0","dependencies":{"a":"portal:../a"}}', []],
  ])('of %s are told when nobody installs theirs', (manifest, wanted) => {
    const files = { 'app/package.json': manifest, 'a/package.json': '{"dependencies":{"ms":"2"}}' };
    expect(localSaid(files, 'app')).toEqual(wanted);
    expect(localSaid({ ...files, 'app/.npmrc': 'install-links=true\n' }, 'app')).toEqual([]);
  });
});

describe('patches and local dependencies', () => {
  it('bring their folders', () => {
    const manifest = {
      dependencies: { gong: 'file:./vendor/gong', horn: 'link:vendor/horn' },
      devDependencies: { tar: 'file:vendor/t.tgz' },
    };
    const files = {
      'package.json': JSON.stringify(manifest),
      'patches/koa+2.0.0.patch': '',
      'vendor/gong/package.json': '{}',
      'vendor/horn/i.js': '',
      'vendor/t.tgz': '',
    };
    expect(filesOf(files)).toEqual(['package.json', 'patches']);
    expect(localOf(files)).toEqual(['vendor/gong', 'vendor/horn', 'vendor/t.tgz']);
  });

  it('bring the very files that patchedDependencies names', () => {
    const manifest = JSON.stringify({
      pnpm: { patchedDependencies: { 'koa@2': 'fixes/koa.patch', 'x@1': '../out.patch' } },
    });
    expect(
      filesOf({ 'package.json': manifest, 'fixes/koa.patch': '', 'fixes/b.patch': '', 'pnpm-lock.yaml': '' }),
    ).toEqual(['fixes/koa.patch', 'package.json', 'pnpm-lock.yaml']);
  });

  it('outside of the project are told', () => {
    expect(localSaid({ 'package.json': '{"dependencies":{\n"gong":"file:../gong"}}' })).toEqual([
      'package.json:2 "gong" is installed from file:../gong, which is not in the project',
    ]);
  });
});
