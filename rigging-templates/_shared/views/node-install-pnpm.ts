import { shellWord } from '../../../src/core/render/escape.ts';
import type { InstallInput, InstallPlan } from './node-install-plan.ts';

/** A part of a version that is not stated is the newest one. */
function parts(version: string | null): readonly number[] {
  const numbers = (version ?? '10').split('.').map((part) => Number.parseInt(part, 10));
  return [0, 1, 2].map((index) => numbers[index] ?? Number.POSITIVE_INFINITY);
}

function isBefore(version: readonly number[], other: readonly number[]): boolean {
  const at = version.findIndex((part, index) => part !== other[index]);
  return at >= 0 && (version[at] ?? 0) < (other[at] ?? 0);
}

/** pnpm 6 to 12. Tried with each: frozen installs, pruning, and of a monorepo the packages of one slice. */
export function pnpm({ manager }: InstallInput): InstallPlan {
  const numbers = parts(manager.version);
  const [major = 10] = numbers;
  const install = `pnpm install ${manager.lockfile === null ? '--no-frozen-lockfile' : '--frozen-lockfile'}`;
  // What is no longer needed stays in the virtual store for a week, unless pnpm is told to keep nothing.
  const [keepsNothing, flag] =
    major >= 11 ? ['pnpm_config_modules_cache_max_age=0 ', ''] : ['', ' --config.modules-cache-max-age=0'];
  const byInstall = `${keepsNothing}${install} --prod --ignore-scripts${flag}`;
  return {
    setup: `npm install --global pnpm@${manager.version ?? '10'}`,
    binaryFrom: null,
    // Without CI, pnpm asks before it replaces node_modules, and nobody is there to answer.
    // From 11 on pnpm would bring the pnpm that devEngines asks for: the one of this image is meant, whatever the lockfile says of it.
    env: { CI: 'true', ...(major >= 11 ? { pnpm_config_pm_on_fail: 'ignore' } : {}) },
    cache: major < 7 ? '/root/.pnpm-store' : '/root/.local/share/pnpm/store',
    all: install,
    production: `${install} --prod`,
    // `prune` learned to leave scripts alone with 8.15.6.
    prune: isBefore(numbers, [8, 15, 6]) ? byInstall : 'pnpm prune --prod --ignore-scripts',
    focus: ({ name }) => `${install} --prod --filter=${shellWord(`${name}...`)}`,
    focusPrune: ({ name }) => `${byInstall} --filter=${shellWord(`${name}...`)}`,
  };
}
