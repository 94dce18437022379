import { shellWord } from '../../../src/core/render/escape.ts';
import type { FocusInput, InstallInput, InstallPlan } from './node-install-plan.ts';

/** The first Node major whose official image has neither corepack nor Yarn (https://github.com/nodejs/docker-node). */
const FIRST_WITHOUT_YARN = 25;

function lacksYarn(nodeMajor: number | null): boolean {
  return nodeMajor !== null && nodeMajor >= FIRST_WITHOUT_YARN;
}

/** Yarn 1. */
export function yarn({ manager, nodeMajor }: InstallInput): InstallPlan {
  const frozen = manager.lockfile === null ? '' : ' --frozen-lockfile';
  const install = `yarn install${frozen} --non-interactive`;
  return {
    setup: lacksYarn(nodeMajor) ? `npm install --global yarn@${manager.version ?? '1.22.22'}` : null,
    binaryFrom: null,
    env: {},
    cache: '/usr/local/share/.cache/yarn',
    all: `${install} --production=false`,
    production: `${install} --production`,
    prune: `${install} --production --ignore-scripts --prefer-offline`,
    // Yarn 1 cannot install for one package of a workspace.
    focus: null,
    focusPrune: null,
  };
}

/** A command before another that takes the project's own install scripts away: their tools are not there in production. */
export function withoutScripts(scripts: readonly string[]): string {
  const names = scripts.map((name) => `scripts.${name}`);
  return names.length === 0 ? '' : `npm pkg delete ${names.join(' ')} && `;
}

/** How Yarn 4, or an earlier one with the plugin for workspaces, installs for production. */
function focused(program: string, { scripts, members }: InstallInput): Partial<InstallPlan> {
  const whole = `${program} workspaces focus${members ? ' --all' : ''} --production`;
  const one = ({ name }: FocusInput): string => `${program} workspaces focus ${shellWord(name)} --production`;
  return {
    production: whole,
    prune: `${withoutScripts(scripts)}${whole}`,
    focus: one,
    focusPrune: (input) => `${withoutScripts(scripts)}${one(input)}`,
  };
}

/** How Yarn 2 and 3 do by themselves: what is not for production leaves the manifests, then the lockfile and node_modules. */
function cut(
  program: string,
  major: number,
  install: string | null,
): Pick<InstallPlan, 'production' | 'prune' | 'focus' | 'focusPrune'> {
  const again = `${program} install --no-immutable ${major < 3 ? '--skip-builds' : '--mode=skip-build'}`;
  function focusPrune({ folders }: FocusInput): string {
    const kept = shellWord(`workspaces=${JSON.stringify(folders)}`);
    const all = '--workspaces --include-workspace-root';
    return [`npm pkg set --json ${kept}`, `npm pkg delete devDependencies ${all}`, again].join(' \\\n    && ');
  }
  return {
    production: install,
    prune: `npm pkg delete devDependencies && ${again}`,
    focus: null,
    focusPrune,
  };
}

/** Yarn 2 to 4, with the linker for node_modules. Tried with 2.4, 3.8 and 4.18. */
export function berry(input: InstallInput): InstallPlan {
  const { manager, nodeMajor, yarnPath, ignorePath, offline, focusPlugin, development } = input;
  const major = Number.parseInt(manager.version ?? '4', 10);
  const program = yarnPath === null ? 'yarn' : `node ${yarnPath}`;
  const install = `${program} install${manager.lockfile === null ? '' : ' --immutable'}`;
  const production = {
    ...cut(program, major, development ? null : install),
    ...(major >= 4 || focusPlugin ? focused(program, input) : {}),
  };
  // Scripts say `yarn`: any Yarn hands over to the release in the repository, but from Node 25 on the image has none.
  const handsOver = lacksYarn(nodeMajor) ? 'npm install --global yarn@1.22.22' : null;
  return {
    // The image has a Yarn 1 up to Node 24, so that the new one must replace its link.
    setup: yarnPath === null ? `npm install --global --force @yarnpkg/cli-dist@${manager.version ?? '4'}` : handsOver,
    binaryFrom: null,
    env: {
      // Downloads that the repository holds are used from there.
      YARN_ENABLE_GLOBAL_CACHE: offline ? 'false' : 'true',
      YARN_ENABLE_TELEMETRY: 'false',
      ...(ignorePath ? { YARN_IGNORE_PATH: '1' } : {}),
      // node_modules instead of Plug'n'Play: the same locked packages, and `node` starts the application without a loader.
      YARN_NODE_LINKER: 'node-modules',
    },
    cache: '/root/.yarn/berry/cache',
    all: install,
    // An immutable install wants every package of the workspace; `focus` keeps to the lockfile and needs no more than the slice.
    ...(major >= 4 ? { slice: `${program} workspaces focus --all` } : {}),
    ...production,
  };
}
