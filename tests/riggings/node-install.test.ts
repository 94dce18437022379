import { installPlan } from '../../rigging-templates/_shared/views/node-install.ts';
import type { Component } from '../../src/core/model/app-model.ts';
import type { Facts, InstallTraits } from '../../src/core/model/facts.ts';
import { relPath } from '../../src/core/model/paths.ts';

const FOCUS = { name: '@a/b', dir: 'apps/b', folders: ['libs/c', 'apps/b'] };

const TRAITS: InstallTraits = { production: true, development: true, scripts: [], env: {}, local: [], program: null };

function planOf(
  id: string,
  version: string | null,
  traits: Partial<InstallTraits> = {},
  facts: Partial<Facts> = {},
  nodeMajor = 24,
) {
  const manager = { id, version, lockfile: relPath('lock'), root: relPath('.') };
  const all = { 'runtime.packageManager': manager, 'runtime.install': { ...TRAITS, ...traits }, ...facts };
  const component = { name: 'b', dir: relPath('apps/b'), facts: all } as unknown as Component;
  const plan = installPlan(component, nodeMajor);
  if (plan === null) throw new Error('no plan');
  return plan;
}

describe('an installation for production', () => {
  it.each([
    ['pnpm', '7', 'pnpm install --frozen-lockfile --prod --ignore-scripts --config.modules-cache-max-age=0'],
    ['pnpm', '7.33.7', 'pnpm install --frozen-lockfile --prod --ignore-scripts --config.modules-cache-max-age=0'],
    ['pnpm', '8.15.5', 'pnpm install --frozen-lockfile --prod --ignore-scripts --config.modules-cache-max-age=0'],
    ['pnpm', '8.15.6', 'pnpm prune --prod --ignore-scripts'],
    ['pnpm', '8', 'pnpm prune --prod --ignore-scripts'],
    ['pnpm', null, 'pnpm prune --prod --ignore-scripts'],
    ['yarn-berry', '2.4.2', 'npm pkg delete devDependencies && yarn install --no-immutable --skip-builds'],
    ['yarn-berry', '3', 'npm pkg delete devDependencies && yarn install --no-immutable --mode=skip-build'],
    ['yarn-berry', '4.18.1', 'yarn workspaces focus --production'],
    ['bun', '1.3.0', 'rm -rf node_modules && bun install --frozen-lockfile --production'],
  ])('%s %s is pruned by: %s', (id, version, command) => {
    expect(planOf(id, version).prune).toBe(command);
  });

  it.each([
    [
      '10.1.0',
      'pnpm install --frozen-lockfile --prod --ignore-scripts --config.modules-cache-max-age=0 --filter=@a/b...',
    ],
    [
      '11.0.0',
      'pnpm_config_modules_cache_max_age=0 pnpm install --frozen-lockfile --prod --ignore-scripts --filter=@a/b...',
    ],
  ])('keeps nothing of pnpm %s that the package does not need', (version, command) => {
    expect(planOf('pnpm', version).focusPrune?.(FOCUS)).toBe(command);
  });

  it('brings the npm that the project names, and the Yarn that its scripts call', () => {
    expect(planOf('npm', null).setup).toBeNull();
    expect(planOf('npm', '11').setup).toBe('npm install --global npm@11');
    const program = relPath('.yarn/releases/yarn-4.9.1.cjs');
    const held = planOf('yarn-berry', '4.9.1', { program });
    expect([held.setup, held.all]).toEqual([null, 'node .yarn/releases/yarn-4.9.1.cjs install --immutable']);
    expect(planOf('yarn-berry', '4.9.1', { program }, {}, 26).setup).toBe('npm install --global yarn@1.22.22');
    const lost = planOf('yarn-berry', '4.9.1', { missingProgram: true });
    expect(lost.setup).toBe('npm install --global --force @yarnpkg/cli-dist@4.9.1');
    expect(lost.env).toMatchObject({ YARN_IGNORE_PATH: '1' });
  });

  it('takes what a fact says instead of a version that cannot run', () => {
    expect(planOf('pnpm', '6', {}, { 'system.installer': '7' }).setup).toBe('npm install --global pnpm@7');
  });

  it('does not run scripts of the project again, whose tools are gone', () => {
    const scripts = ['prepare', 'postinstall'];
    expect(planOf('npm', null).focusPrune?.(FOCUS)).toBe('npm ci --omit=dev --no-audit --no-fund --workspace=apps/b');
    expect(planOf('npm', null, { scripts }).focusPrune).toBeNull();
    expect(planOf('bun', null, { scripts }).prune).toContain('--ignore-scripts');
    expect(planOf('yarn-berry', '4', { scripts }).focusPrune?.(FOCUS)).toBe(
      'npm pkg delete scripts.prepare scripts.postinstall && yarn workspaces focus @a/b --production',
    );
  });

  it('uses the plugin of Yarn 3, and its whole installation where nothing is for development', () => {
    expect(planOf('yarn-berry', '3.8.7', { focus: true }).production).toBe('yarn workspaces focus --production');
    expect(planOf('yarn-berry', '3.8.7').production).toBeNull();
    expect(planOf('yarn-berry', '3.8.7', { development: false }).production).toBe('yarn install --immutable');
  });

  it('cuts a workspace of Yarn 3 to the slice, whatever its folders are called', () => {
    const folders = ["libs/it's", 'apps/b'];
    expect(planOf('yarn-berry', '3').focusPrune?.({ ...FOCUS, folders })).toContain(
      `npm pkg set --json 'workspaces=["libs/it'\\''s","apps/b"]'`,
    );
  });

  it('takes downloads that the repository holds from there', () => {
    const facts = { 'runtime.installFiles': ['.yarn/cache/'] };
    expect(planOf('yarn-berry', '4', {}, facts).env.YARN_ENABLE_GLOBAL_CACHE).toBe('false');
    expect(planOf('yarn-berry', '4').env.YARN_ENABLE_GLOBAL_CACHE).toBe('true');
  });
});
