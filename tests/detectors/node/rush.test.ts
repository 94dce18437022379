import type { Facts, Language } from '../../../src/core/model/facts.ts';
import { nodeBuild } from '../../../src/detectors/application/node-build.ts';
import { nodeInstallFiles } from '../../../src/detectors/runtime/node-install-files.ts';
import { nodeInstallTraits } from '../../../src/detectors/runtime/node-install-traits.ts';
import { nodeLockfile } from '../../../src/detectors/runtime/node-lockfile.ts';
import { nodePackageManager } from '../../../src/detectors/runtime/node-package-manager.ts';
import { nodeVersion } from '../../../src/detectors/runtime/node-version.ts';
import { nodeWorkspace } from '../../../src/detectors/runtime/node-workspace.ts';
import { nodeInstaller } from '../../../src/detectors/system/node-installer.ts';
import { run } from '../run-detector.ts';

const json = (value: unknown) => JSON.stringify(value, null, 1);

const RUSH = {
  rushVersion: '5.140.1',
  pnpmVersion: '9.15.9',
  nodeSupportedVersionRange: '>=20.9.0 <21.0.0',
  projects: [
    { packageName: '@mill/wheel', projectFolder: 'works/wheel' },
    { packageName: '@mill/cog', projectFolder: 'parts/cog', subspaceName: 'iron' },
    { packageName: '@mill/sack', projectFolder: 'parts/sack' },
  ],
};
const CONFIG = 'common/config/rush';

/** A repository in which a server needs one of two libraries; `more` replaces files. */
function mill(more: Readonly<Record<string, string>> = {}, rush: Readonly<Record<string, unknown>> = {}) {
  return {
    'rush.json': `/* The mill. */\n${json({ ...RUSH, ...rush })}`,
    [`${CONFIG}/pnpm-config.json`]: json({ useWorkspaces: true }),
    [`${CONFIG}/pnpm-lock.yaml`]: LOCK,
    'common/scripts/install-run-rush.js': '',
    'works/wheel/package.json': json({
      name: '@mill/wheel',
      scripts: { build: 'tsc', start: 'node out/wheel.js' },
      dependencies: { '@mill/cog': 'workspace:*', koa: '^3.0.0' },
    }),
    'parts/cog/package.json': json({ name: '@mill/cog', version: '1.2.0', scripts: { build: 'tsc' } }),
    'parts/sack/package.json': json({ name: '@mill/sack', scripts: { build: '' } }),
    ...more,
  };
}

const LOCK = `lockfileVersion: '9.0'

importers:

  .: {}

  ../../parts/cog: {}

  ../../parts/sack: {}

  ../../works/wheel:
    dependencies:
      '@mill/cog':
        specifier: workspace:*
        version: link:../../parts/cog
      koa:
        specifier: ^3.0.0
        version: 3.0.1
`;

const DIR = 'works/wheel';
const slice = (files: Readonly<Record<string, string>>) =>
  run(nodeWorkspace, files, DIR).facts['runtime.workspace']?.packages.map(({ dir }) => dir);
const build = (files: Readonly<Record<string, string>>) => run(nodeBuild, files, DIR).facts['app.build'];
const install = (files: Readonly<Record<string, string>>) =>
  run(nodeInstallTraits, files, DIR).facts['runtime.install'];
const files = (tree: Readonly<Record<string, string>>) =>
  run(nodeInstallFiles, tree, DIR).facts['runtime.installFiles'];
const said = (tree: Readonly<Record<string, string>>) =>
  run(nodeLockfile, tree, DIR).diagnostics.map(({ code, at, detail }) => `${code} ${at?.file} ${detail}`);

describe('a project of Rush', () => {
  it('is installed by the Rush that rush.json pins, with its lockfile', () => {
    const { claims, facts } = run(nodePackageManager, mill(), DIR);
    expect(facts['runtime.packageManager']).toEqual({
      id: 'rush',
      version: '5.140.1',
      lockfile: `${CONFIG}/pnpm-lock.yaml`,
      root: '.',
    });
    expect(claims[0]).toMatchObject({ file: 'rush.json', line: 3, confidence: 'pinned' });
  });

  it('runs on the Node.js that Rush supports', () => {
    const { claims, facts } = run(nodeVersion, mill(), DIR);
    expect(facts['runtime.version']?.resolved).toBe('20');
    expect(claims[0]).toMatchObject({ file: 'rush.json', line: 5 });
  });

  it('is one only where rush.json lists it', () => {
    const files = { ...mill(), 'tools/saw/package.json': '{"name":"saw"}', 'tools/saw/package-lock.json': '{}' };
    expect(run(nodePackageManager, files, 'tools/saw').facts['runtime.packageManager']?.id).toBe('npm');
  });

  it('lies in a folder of the repository that the whole project holds', () => {
    const below = Object.fromEntries(Object.entries(mill()).map(([path, text]) => [`mill/${path}`, text]));
    const { facts } = run(nodePackageManager, below, `mill/${DIR}`);
    expect(facts['runtime.packageManager']).toMatchObject({ root: 'mill', lockfile: `mill/${CONFIG}/pnpm-lock.yaml` });
  });
});

describe('the slice of a project of Rush', () => {
  it('is what it links to', () => {
    expect(slice(mill())).toEqual(['parts/cog', DIR]);
  });

  it.each([
    ['a version that the project satisfies', '^1.0.0', {}, ['parts/cog', DIR]],
    ['another version', '^2.0.0', {}, [DIR]],
    ['a decoupled dependency', '^1.0.0', { decoupledLocalDependencies: ['@mill/cog'] }, [DIR]],
    ['a decoupled dependency by its first name', '^1.0.0', { cyclicDependencyProjects: ['@mill/cog'] }, [DIR]],
  ])('with %s', (_title, spec, more, wanted) => {
    const [wheel, ...rest] = RUSH.projects;
    const manifest = json({ name: '@mill/wheel', dependencies: { '@mill/cog': spec } });
    expect(slice(mill({ [`${DIR}/package.json`]: manifest }, { projects: [{ ...wheel, ...more }, ...rest] }))).toEqual(
      wanted,
    );
  });
});

describe('the build of a project of Rush', () => {
  const wheel = (scripts: Readonly<Record<string, string>>) => ({
    [`${DIR}/package.json`]: json({ name: '@mill/wheel', scripts, dependencies: { '@mill/cog': 'workspace:*' } }),
  });
  const idle = { 'parts/cog/package.json': json({ name: '@mill/cog', scripts: { build: '' } }) };
  const phased = json({ commands: [{ commandKind: 'phased', name: 'build', phases: ['_phase:compile'] }] });

  it.each([
    ['its own and that of its libraries', mill(), ['rush', 'build', '--to', '@mill/wheel']],
    [
      'that of its libraries alone',
      mill(wheel({ start: 'node wheel.js' })),
      ['rush', 'build', '--to-except', '@mill/wheel'],
    ],
    [
      'its phases',
      mill({ ...idle, ...wheel({ '_phase:compile': 'tsc' }), [`${CONFIG}/command-line.json`]: phased }),
      ['rush', 'build', '--to', '@mill/wheel'],
    ],
    ['nothing', mill({ ...idle, ...wheel({ build: ' ' }) }), undefined],
  ])('is %s', (_title, files, wanted) => {
    expect(build(files)).toEqual(wanted);
  });

  it('runs its tests with rushx', () => {
    const files = mill(wheel({ test: 'node --test' }));
    const known = run(nodePackageManager, files, DIR).facts;
    expect(run(nodeBuild, files, DIR, known).facts['app.test']).toEqual(['rushx', 'test']);
  });
});

describe('the installation of a project of Rush', () => {
  it('reads the manifests of all projects, and the folders of Rush', () => {
    const tree = mill({ 'package.json': '{}', 'common/autoinstallers/plugins/package.json': '{}' });
    expect(files(tree)).toEqual([
      ...['common/autoinstallers', 'common/config', `${CONFIG}/pnpm-lock.yaml`, 'common/scripts'],
      ...['parts/cog/package.json', 'parts/sack/package.json', 'rush.json', 'works/wheel/package.json'],
    ]);
  });

  it('takes the credential that its registry settings name as a secret', () => {
    const tree = mill({ [`${CONFIG}/.npmrc`]: '//mill.example/:_authToken=${MILL_TOKEN}\n' });
    expect(install(tree)?.secrets).toEqual(['MILL_TOKEN']);
    expect(files(tree)).toContain('common/config');
  });

  it('keeps a credential itself out, and the settings for publishing with it', () => {
    const tree = mill({
      [`${CONFIG}/.npmrc`]: '//mill.example/:_authToken=s3cr3t\n',
      [`${CONFIG}/.npmrc-publish`]: '//mill.example/:_authToken=s3cr3t\n',
    });
    expect(install(tree)?.secrets).toBeUndefined();
    expect(files(tree)?.filter((path) => path.startsWith('common/config'))).toEqual([
      `${CONFIG}/pnpm-config.json`,
      `${CONFIG}/pnpm-lock.yaml`,
    ]);
    expect(run(nodeInstallFiles, tree, DIR).diagnostics).toMatchObject([{ severity: 'warning', at: { line: 1 } }]);
  });

  it('is of one project with workspaces of pnpm only', () => {
    const one = { project: '@mill/wheel', manager: 'pnpm', filters: true, folders: ['common/temp'] };
    expect(install(mill())?.rush).toEqual(one);
    const older = mill({ [`${CONFIG}/pnpm-config.json`]: '{}' });
    expect(install(older)?.rush).toEqual({ ...one, filters: false });
    const inRush = mill({ [`${CONFIG}/pnpm-config.json`]: '{}' }, { pnpmOptions: { useWorkspaces: true } });
    expect(install(inRush)?.rush).toEqual(one);
    const yarn = mill({}, { pnpmVersion: undefined, yarnVersion: '1.22.22' });
    expect(install(yarn)?.rush).toEqual({ ...one, manager: 'yarn', filters: false });
  });

  it('fails with a pnpm that cannot download on the chosen Node.js', () => {
    const known = (version: string): Partial<Facts> => ({
      ...run(nodePackageManager, mill(), DIR).facts,
      'runtime.language': 'node' as Language,
      'runtime.version': { raw: version, resolved: version },
    });
    const old = mill({}, { pnpmVersion: '6.35.1' });
    const { diagnostics, claims } = run(nodeInstaller, old, DIR, known('20'));
    expect(diagnostics).toMatchObject([
      { severity: 'warning', detail: 'pnpm 6.35.1 of rush.json cannot download on Node 20', at: { line: 4 } },
    ]);
    expect(claims).toEqual([]);
    expect(run(nodeInstaller, old, DIR, known('18')).diagnostics).toEqual([]);
    expect(run(nodeInstaller, mill(), DIR, known('20')).diagnostics).toEqual([]);
  });

  it('leads to a build in which Prisma writes its client', () => {
    const manifest = json({ name: '@mill/wheel', dependencies: { '@prisma/client': '6.19.0' } });
    expect(install(mill({ [`${DIR}/package.json`]: manifest }))?.rush?.writes).toBe(true);
  });

  it('follows subspaces', () => {
    const linked = LOCK.replaceAll('../../', '../../../').replace('workspace:*', 'link:../../parts/cog');
    const tree = mill({
      [`${CONFIG}/subspaces.json`]: json({ subspacesEnabled: true, subspaceNames: ['default', 'iron'] }),
      'common/config/subspaces/default/pnpm-lock.yaml': linked.replace('  ../../../parts/cog: {}\n', ''),
      'common/config/subspaces/iron/pnpm-lock.yaml': '',
    });
    expect(run(nodePackageManager, tree, DIR).facts['runtime.packageManager']?.lockfile).toBe(
      'common/config/subspaces/default/pnpm-lock.yaml',
    );
    expect(said(tree)).toEqual([]);
    expect(install(tree)?.rush?.folders).toEqual(['common/temp/default', 'common/temp/iron']);
  });

  it('takes no folder from a subspace that leads elsewhere, and no version that is none', () => {
    const [wheel, ...rest] = RUSH.projects;
    const projects = [{ ...wheel, subspaceName: '../../../../etc' }, ...rest];
    const tree = mill({ [`${CONFIG}/subspaces.json`]: json({ subspacesEnabled: true }) }, { projects });
    expect(install(tree)?.rush?.folders).toEqual(['common/temp/default', 'common/temp/iron']);
    const odd = mill({}, { rushVersion: '5.140.1 && curl mill.example' });
    expect(run(nodePackageManager, odd, DIR).facts['runtime.packageManager']?.version).toBeNull();
  });

  it('is deployed by the scenario that names it', () => {
    const scenario = (...names: readonly string[]) => json({ deploymentProjectNames: names });
    const tree = mill({
      [`${CONFIG}/deploy-other.json`]: scenario('@mill/sack'),
      [`${CONFIG}/deploy-wheels.json`]: scenario('@mill/sack', '@mill/wheel'),
    });
    expect(install(tree)?.rush?.scenario).toBe('wheels');
    const later = json({ deploymentProjectNames: ['@mill/wheel'], linkCreation: 'script' });
    expect(install(mill({ [`${CONFIG}/deploy-late.json`]: later }))?.rush).not.toHaveProperty('scenario');
    expect(install(mill({ [`${CONFIG}/deploy.json`]: scenario('@mill/wheel') }))?.rush?.scenario).toBeNull();
  });
});

describe('the lockfile of Rush', () => {
  const wheel = (koa: string) => ({
    [`${DIR}/package.json`]: json({ name: '@mill/wheel', dependencies: { '@mill/cog': 'workspace:*', koa } }),
  });

  it('is compared with the projects, whose folders it names from where Rush installs', () => {
    expect(said(mill())).toEqual([]);
    expect(said(mill(wheel('^2.0.0')))).toEqual([
      `DRK1101 ${DIR}/package.json ${CONFIG}/pnpm-lock.yaml does not match ${DIR}/package.json: "koa" is asked for as ^2.0.0 but locked as ^3.0.0`,
    ]);
  });

  it.each([
    ['an override', { [`${CONFIG}/pnpm-config.json`]: json({ useWorkspaces: true, globalOverrides: { koa: '3' } }) }],
    ['a preferred version', { [`${CONFIG}/common-versions.json`]: json({ preferredVersions: { koa: '3.0.1' } }) }],
    ['a hook', { [`${CONFIG}/.pnpmfile.cjs`]: '' }],
    ['manifests of its own', { [`${CONFIG}/pnpm-config.json`]: '{}' }],
  ])('is left alone where Rush has %s', (_title, more) => {
    expect(said(mill({ ...wheel('^2.0.0'), ...more }))).toEqual([]);
  });

  it('is missed where it is not committed', () => {
    const { [`${CONFIG}/pnpm-lock.yaml`]: _, ...rest } = mill();
    expect(said(rest)).toEqual(['DRK1102 rush.json there is no lockfile of pnpm that Rush could install from']);
  });
});
