import type { Component } from '../../../src/core/model/app-model.ts';
import { join, type RelPath, relativeTo } from '../../../src/core/model/paths.ts';
import { shellWord } from '../../../src/core/render/escape.ts';
import type { FocusInput, InstallInput, InstallPlan } from './node-install-plan.ts';
import { pnpm } from './node-install-pnpm.ts';
import { rush } from './node-install-rush.ts';
import { berry, yarn } from './node-install-yarn.ts';

function npm({ manager, scripts }: InstallInput): InstallPlan {
  const flags = '--no-audit --no-fund';
  const install = manager.lockfile === null ? 'npm install' : 'npm ci';
  const omit = manager.lockfile === null ? 'npm install --omit=dev' : 'npm ci --omit=dev';
  const focus = ({ dir }: FocusInput): string => `${omit} ${flags} --workspace=${shellWord(dir)}`;
  return {
    // Where the project says which npm, the image's own may be refused.
    setup: manager.version === null ? null : `npm install --global npm@${manager.version}`,
    binaryFrom: null,
    env: {},
    cache: '/root/.npm',
    all: `${install} ${flags}`,
    production: `${omit} ${flags}`,
    prune: `npm prune --omit=dev ${flags}`,
    focus,
    // A new installation would run the project's own scripts again, without the tools that they call.
    focusPrune: scripts.length > 0 ? null : focus,
  };
}

function bun({ manager, nodeMajor, scripts }: InstallInput): InstallPlan {
  const frozen = manager.lockfile === null ? '' : ' --frozen-lockfile';
  const install = `bun install${frozen} --production`;
  // Bun cannot prune. The project's own scripts would miss their tools; without any, those of trusted packages run.
  const again = `rm -rf node_modules && ${install}${scripts.length > 0 ? ' --ignore-scripts' : ''}`;
  return {
    setup: null,
    binaryFrom: nodeMajor === null ? null : `oven/bun:${manager.version ?? '1'}-slim`,
    env: {},
    cache: '/root/.bun/install/cache',
    all: `bun install${frozen}`,
    production: install,
    prune: again,
    focus: ({ name }) => `${install} --filter ${shellWord(name)}`,
    focusPrune: ({ name }) => `${again} --filter ${shellWord(name)}`,
  };
}

const PLANS: Readonly<Record<string, (input: InstallInput) => InstallPlan>> = {
  npm,
  pnpm,
  yarn,
  'yarn-berry': berry,
  bun,
};

/** The install plan of a component; an unknown package manager is treated as npm, which every Node image has. */
export function installPlan(component: Component, nodeMajor: number | null): InstallPlan | null {
  const { facts } = component;
  const stated = facts['runtime.packageManager'];
  if (stated === undefined) return null;
  const manager = { ...stated, version: facts['system.installer'] ?? stated.version };
  const traits = facts['runtime.install'];
  const cache: RelPath = join(manager.root, '.yarn/cache');
  const input: InstallInput = {
    manager,
    nodeMajor,
    yarnPath:
      traits?.program === undefined || traits.program === null ? null : relativeTo(traits.program, manager.root),
    ignorePath: traits?.missingProgram === true,
    offline: (facts['runtime.installFiles'] ?? []).some((path) => path.startsWith(`${cache}/`)),
    focusPlugin: traits?.focus === true,
    members: traits?.members === true,
    development: traits?.development !== false,
    scripts: traits?.scripts ?? [],
  };
  if (traits?.rush !== undefined) return rush(input, traits.rush);
  return (PLANS[manager.id] ?? npm)(input);
}
