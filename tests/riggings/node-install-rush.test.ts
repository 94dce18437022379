import { rush } from '../../rigging-templates/_shared/views/node-install-rush.ts';
import { relPath } from '../../src/core/model/paths.ts';
import type { RushInstall } from '../../src/core/model/rush-install.ts';

const TRAITS: RushInstall = { project: '@mill/wheel', manager: 'pnpm', filters: true, folders: ['common/temp'] };

function planOf(traits: Partial<RushInstall> = {}, version: string | null = '5.140.1') {
  const manager = { id: 'rush', version, lockfile: relPath('lock'), root: relPath('.') };
  const plain = { nodeMajor: 22, yarnPath: null, offline: false, focusPlugin: false, development: true, scripts: [] };
  return rush({ manager, ...plain }, { ...TRAITS, ...traits });
}

describe('an installation by Rush', () => {
  it('is of one project where Rush can do that', () => {
    expect(planOf().setup).toBe('npm install --global @microsoft/rush@5.140.1');
    expect(planOf().slice).toBe('rush install --to @mill/wheel');
    expect(planOf({ filters: false }).slice).toBe('rush install');
  });

  it('keeps what pnpm downloads, whose store Rush would put into the layer', () => {
    const { cache, env } = planOf();
    expect(env).toEqual({ CI: 'true', RUSH_PNPM_STORE_PATH: cache });
    expect(planOf({ manager: 'yarn' }).env).toEqual({ CI: 'true' });
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
    ]);
  });

  it('quotes what rush.json says', () => {
    expect(planOf({ project: 'a; rm -rf /' }).slice).toBe("rush install --to 'a; rm -rf /'");
  });
});
