import type { PackageManager } from '../../../src/core/model/facts.ts';
import { shellWord } from '../../../src/core/render/escape.ts';

/** How one package manager is set up and run inside a build stage. */
export interface InstallPlan {
  /** A RUN line that provides the package manager itself; `null` where the base image has it. */
  readonly setup: string | null;
  /** An image whose binary is copied instead: `oven/bun:1.2-slim`. */
  readonly binaryFrom: string | null;
  /** Environment of the install stages, in the order of the names. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the package manager keeps downloads between builds. */
  readonly cache: string;
  /** Installs everything, exactly as locked. */
  readonly all: string;
  /** Installs what the slice of a monorepo needs, where only its manifests are there; {@link all} unless told otherwise. */
  readonly slice?: string;
  /** Installs production dependencies only, into an empty folder; `null` where only {@link prune} can. */
  readonly production: string;
  /** Turns an installation of everything into one of production dependencies, without running scripts again. */
  readonly prune: string;
  /**
   * Leaves, of a monorepo's installation, what one package and the packages that it depends on need in production;
   * `null` where {@link production} and {@link prune} have to do.
   */
  readonly focus: ((name: string, dir: string) => string) | null;
}

/** What decides on the plan. */
export interface InstallInput {
  readonly manager: PackageManager;
  /** Major of Node in the base image; `null` for Bun. */
  readonly nodeMajor: number | null;
  /** Path of a Yarn release that the repository itself holds. */
  readonly yarnPath: string | null;
}

/** The first Node major whose official image has neither corepack nor Yarn (https://github.com/nodejs/docker-node). */
const FIRST_WITHOUT_YARN = 25;

const NPM_CACHE = '/root/.npm';

function npm({ manager }: InstallInput): InstallPlan {
  const flags = '--no-audit --no-fund';
  const install = manager.lockfile === null ? 'npm install' : 'npm ci';
  const omit = manager.lockfile === null ? 'npm install --omit=dev' : 'npm ci --omit=dev';
  return {
    setup:
      manager.version !== null && /^\d+\.\d+\.\d+/.test(manager.version)
        ? `npm install --global npm@${manager.version}`
        : null,
    binaryFrom: null,
    env: {},
    cache: NPM_CACHE,
    all: `${install} ${flags}`,
    production: `${omit} ${flags}`,
    prune: `npm prune --omit=dev ${flags}`,
    focus: (_name, dir) => `${omit} ${flags} --workspace=${shellWord(dir)}`,
  };
}

function pnpm({ manager }: InstallInput): InstallPlan {
  const frozen = manager.lockfile === null ? '--no-frozen-lockfile' : '--frozen-lockfile';
  return {
    setup: `npm install --global pnpm@${manager.version ?? '10'}`,
    binaryFrom: null,
    // Without CI, pnpm asks before it replaces node_modules, and nobody is there to answer.
    env: { CI: 'true' },
    cache: '/root/.local/share/pnpm/store',
    all: `pnpm install ${frozen}`,
    production: `pnpm install ${frozen} --prod`,
    prune: 'pnpm prune --prod --ignore-scripts',
    focus: (name) => `pnpm install ${frozen} --prod --filter=${shellWord(`${name}...`)}`,
  };
}

function yarn({ manager, nodeMajor }: InstallInput): InstallPlan {
  const frozen = manager.lockfile === null ? '' : ' --frozen-lockfile';
  const needsSetup = nodeMajor !== null && nodeMajor >= FIRST_WITHOUT_YARN;
  return {
    setup: needsSetup ? `npm install --global yarn@${manager.version ?? '1.22.22'}` : null,
    binaryFrom: null,
    env: {},
    cache: '/usr/local/share/.cache/yarn',
    all: `yarn install${frozen} --non-interactive --production=false`,
    production: `yarn install${frozen} --non-interactive --production`,
    prune: `yarn install${frozen} --non-interactive --production --ignore-scripts --prefer-offline`,
    // Yarn 1 cannot install for one package of a workspace.
    focus: null,
  };
}

function berry({ manager, yarnPath }: InstallInput): InstallPlan {
  const program = yarnPath === null ? 'yarn' : `node ${yarnPath}`;
  const immutable = manager.lockfile === null ? '' : ' --immutable';
  // The image has a Yarn 1 up to Node 24, so that the new one must replace its link.
  const setup = yarnPath === null ? `npm install --global --force @yarnpkg/cli-dist@${manager.version ?? '4'}` : null;
  return {
    setup,
    binaryFrom: null,
    // node_modules instead of Plug'n'Play: the same locked packages, and `node` starts the application without a loader.
    env: { YARN_ENABLE_GLOBAL_CACHE: 'true', YARN_ENABLE_TELEMETRY: 'false', YARN_NODE_LINKER: 'node-modules' },
    cache: '/root/.yarn/berry/cache',
    all: `${program} install${immutable}`,
    production: `${program} workspaces focus --production`,
    prune: `${program} workspaces focus --production`,
    // An immutable install wants every package of the workspace; `focus` keeps to the lockfile and needs no more than the slice.
    ...(Number.parseInt(manager.version ?? '4', 10) >= 4 ? { slice: `${program} workspaces focus --all` } : {}),
    focus: (name) => `${program} workspaces focus ${shellWord(name)} --production`,
  };
}

function bun({ manager, nodeMajor }: InstallInput): InstallPlan {
  const frozen = manager.lockfile === null ? '' : ' --frozen-lockfile';
  return {
    setup: null,
    binaryFrom: nodeMajor === null ? null : `oven/bun:${manager.version ?? '1'}-slim`,
    env: {},
    cache: '/root/.bun/install/cache',
    all: `bun install${frozen}`,
    production: `bun install${frozen} --production`,
    prune: `rm -rf node_modules && bun install${frozen} --production --ignore-scripts`,
    focus: (name) => `rm -rf node_modules && bun install${frozen} --production --filter ${shellWord(name)}`,
  };
}

const PLANS: Readonly<Record<string, (input: InstallInput) => InstallPlan>> = {
  npm,
  pnpm,
  yarn,
  'yarn-berry': berry,
  bun,
};

/** The install plan of a package manager; an unknown one is treated as npm, which every Node image has. */
export function installPlan(input: InstallInput): InstallPlan {
  return (PLANS[input.manager.id] ?? npm)(input);
}
