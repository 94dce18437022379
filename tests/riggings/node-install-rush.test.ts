import { nodeChecks } from '../../rigging-templates/_shared/views/node-checks.ts';
import { rush } from '../../rigging-templates/_shared/views/node-install-rush.ts';
import { view } from '../../rigging-templates/image-node/view.ts';
import type { Component } from '../../src/core/model/app-model.ts';
import type { Facts, InstallTraits } from '../../src/core/model/facts.ts';
import { relPath } from '../../src/core/model/paths.ts';
import type { ViewInput } from '../../src/core/model/rigging.ts';
import type { RushInstall } from '../../src/core/model/rush-install.ts';

const TRAITS: RushInstall = { project: '@mill/wheel', manager: 'pnpm', filters: true, folders: ['common/temp'] };

const INSTALL: InstallTraits = { production: true, development: true, scripts: [], env: {}, local: [], program: null };

function planOf(traits: Partial<RushInstall> = {}, version: string | null = '5.140.1') {
  const manager = { id: 'rush', version, lockfile: relPath('lock'), root: relPath('.') };
  const plain = {
    nodeMajor: 22,
    yarnPath: null,
    ignorePath: false,
    offline: false,
    focusPlugin: false,
    development: true,
    scripts: [],
  };
  return rush({ manager, ...plain }, { ...TRAITS, ...traits });
}

describe('an installation by Rush', () => {
  it('is of one project where Rush can do that', () => {
    expect(planOf().setup).toBe('npm install --global @microsoft/rush@5.140.1');
    expect(planOf().slice).toBe('rush install --to @mill/wheel');
    expect(planOf({ filters: false }).slice).toBe('rush install');
  });

  it('keeps what pnpm downloads, whose store Rush would put into the layer', () => {
    const { cache, env, imageEnv } = planOf();
    expect(imageEnv).toEqual({ RUSH_PNPM_STORE_PATH: cache });
    expect([env, planOf({ manager: 'yarn' }).env]).toEqual([{ CI: 'true' }, { CI: 'true' }]);
    expect(planOf({ manager: 'yarn' }).imageEnv).toBeUndefined();
  });

  it.each([
    [undefined, ' --scenario image', true],
    [null, '', false],
    ['wheels', ' --scenario wheels', false],
  ])('is deployed by the scenario %s', (scenario, named, isMade) => {
    const made = 'rush init-deploy --project @mill/wheel --scenario image';
    expect(planOf(scenario === undefined ? {} : { scenario }).prune.split(' \\\n    && ')).toEqual([
      'mkdir /prod',
      ...(isMade ? [made] : []),
      `rush deploy --project @mill/wheel${named} --target-folder /prod`,
      'rm /prod/*-metadata.json',
    ]);
  });

  it('takes what Prisma has written beside the packages', () => {
    expect(planOf({ writes: true }).prune).toMatch(
      / && find common\/temp -name \.prisma -exec cp -r --parents \{\} \/prod ';'$/,
    );
  });

  it('quotes what rush.json says', () => {
    expect(planOf({ project: 'a; rm -rf /' }).slice).toBe("rush install --to 'a; rm -rf /'");
  });
});

describe('the image of a project of Rush', () => {
  const packages = [
    { dir: 'parts/cog', name: '@mill/cog', build: false, development: false },
    { dir: 'works/wheel', name: '@mill/wheel', build: false, development: false },
  ];

  /** The component with what detection says of it. */
  function wheel(traits: Partial<RushInstall>, more: Partial<Facts> = {}): Component {
    const facts = {
      'runtime.language': 'node',
      'runtime.packageManager': { id: 'rush', version: '5.140.1', lockfile: relPath('lock'), root: relPath('.') },
      'runtime.install': { ...INSTALL, rush: { ...TRAITS, ...traits } },
      'runtime.workspace': { root: relPath('.'), packages, shared: [] },
      'app.build': ['rush', 'build', '--to', '@mill/wheel'],
      'app.files': ['out/'],
      ...more,
    };
    return { name: 'wheel', dir: relPath('works/wheel'), facts, decisions: [] } as unknown as Component;
  }

  function viewOf(component: Component) {
    const model = { schema: 1, name: 'mill', components: [component] };
    return view({ model, component, components: [component], options: {}, data: {} } as unknown as ViewInput);
  }

  it('takes packages from what is deployed, and libraries from the build', () => {
    expect(viewOf(wheel({}))).toMatchObject({
      pruneFrom: 'deps',
      packageModules: [['/prod', './']],
      packageFiles: [['/app/parts/cog', './parts/cog']],
      builds: [
        { workdir: '/app/works/wheel', command: 'rush build --to @mill/wheel' },
        { workdir: '/app', command: 'rm -rf parts/cog/node_modules parts/cog/.rush parts/cog/rush-logs' },
      ],
    });
  });

  it('takes both from what is deployed after a build that writes into packages', () => {
    const { builds, ...said } = viewOf(wheel({ writes: true }));
    expect(said).toMatchObject({ pruneFrom: 'build', packageModules: [['/prod', './']], packageFiles: [] });
    expect(JSON.stringify(builds)).not.toContain('node_modules');
    expect(said.ignoredOutput).toContain('**/.gitignore');
  });

  it('takes everything from where Rush installed it, for a start that needs a tool', () => {
    const component = wheel({ folders: ['common/temp/iron'] }, { 'system.dependencies': 'all' });
    expect(viewOf(component)).toMatchObject({
      modulesFrom: 'deps',
      packageModules: [
        ['/app/common/temp/iron/node_modules', './common/temp/iron/node_modules'],
        ['/app/parts/cog', './parts/cog'],
        ['/app/works/wheel', './works/wheel'],
      ],
    });
  });

  it('is checked after its libraries are built, with the store of the machine that does it', () => {
    const { install, test } = nodeChecks(wheel({}, { 'app.test': ['rushx', 'test'] }), {});
    expect(test?.lines).toEqual(['rush build --to-except @mill/wheel', 'rushx test']);
    expect(install?.env).toEqual({ CI: 'true' });
    expect(install?.lines.at(-1)).toBe('rush install');
  });
});
