import type { Component } from '../../../src/core/model/app-model.ts';
import { type RelPath, relativeTo } from '../../../src/core/model/paths.ts';
import type { View, ViewInput } from '../../../src/core/model/rigging.ts';
import { packagesFor, pinned } from './apt.ts';
import { type InstallPlan, installPlan } from './node-install.ts';
import { buildRuns, inImage, manifestLines, sourceLines } from './node-steps.ts';

/** The stages before the last one, for a component that Node or Bun builds. */
export interface BuildStages {
  /** The base image of these stages. */
  readonly image: string;
  /** The build context, relative to the project root. */
  readonly context: RelPath;
  /** The component's folder in the image. */
  readonly workdir: string;
  readonly isBuilt: boolean;
  readonly view: View;
}

/** Where the dependencies of the last stage come from. */
type Production =
  /** There are none, or the build bundles them. */
  | 'none'
  /** A stage that installs nothing else. */
  | 'installed'
  /** The stage of all dependencies, pruned: its scripts ran once, and native modules were compiled once. */
  | 'pruned'
  /** All dependencies, because the start command is a development tool. */
  | 'all';

function nodeMajor(component: Component): number | null {
  if (component.facts['runtime.language'] !== 'node') return null;
  return Number.parseInt(component.facts['runtime.version']?.resolved ?? '', 10) || null;
}

function productionOf(component: Component, needsAll: boolean): Production {
  const wanted = component.facts['system.dependencies'] ?? 'production';
  const traits = component.facts['runtime.install'];
  if (wanted === 'all') return 'all';
  if (wanted === 'none' || traits?.production !== true) return 'none';
  return needsAll ? 'pruned' : 'installed';
}

function planOf(component: Component, context: RelPath): InstallPlan | null {
  const manager = component.facts['runtime.packageManager'];
  if (manager === undefined) return null;
  const program = component.facts['runtime.install']?.program ?? null;
  return installPlan({
    manager,
    nodeMajor: nodeMajor(component),
    yarnPath: program === null ? null : relativeTo(program, context),
  });
}

/**
 * Modules that compile take the headers of the image's own Node instead of downloading them.
 * Source: https://github.com/nodejs/node-gyp#command-options
 */
function compilerEnv(component: Component): Readonly<Record<string, string>> {
  const compiles = packagesFor(component, 'build').includes('g++');
  return compiles && component.facts['runtime.language'] === 'node' ? { npm_config_nodedir: '/usr/local' } : {};
}

/** Plans the stages that install dependencies and build. */
export function buildStages(input: ViewInput): BuildStages {
  const { component } = input;
  const { facts } = component;
  const context = facts['runtime.packageManager']?.root ?? component.dir;
  const workdir = inImage(component, component.dir);
  const image = facts['system.buildImage'] ?? 'node:24-trixie-slim';
  const traits = facts['runtime.install'];
  const slice = facts['runtime.workspace'];
  const runs = buildRuns(component, workdir);
  const runsScripts = (traits?.scripts.length ?? 0) > 0;
  // Install scripts of the project may write files beside the sources.
  const isBuilt = runs.length > 0 || runsScripts;
  const hasPackages = traits === undefined || traits.production || traits.development;
  const needsAll = hasPackages && (isBuilt || facts['system.dependencies'] === 'all');
  const production = productionOf(component, needsAll);
  const plan = needsAll || production !== 'none' ? planOf(component, context) : null;
  const focus =
    plan === null || slice === undefined
      ? undefined
      : plan.focus?.(nameOf(component), relativeTo(component.dir, context));
  const prune = production === 'pruned' ? (focus ?? plan?.prune ?? null) : null;
  const installProduction = focus ?? plan?.production ?? null;
  const buildPackages = pinned(packagesFor(component, 'build'), image, input.data.debian);
  const secrets = (facts['app.env'] ?? []).filter(({ scope }) => scope === 'build-secret').map(({ name }) => name);
  return {
    image,
    context,
    workdir,
    isBuilt,
    view: {
      buildImage: image,
      hasDeps: plan !== null,
      setup: plan?.setup ?? null,
      binaryFrom: plan?.binaryFrom ?? null,
      installEnv: Object.entries({ ...plan?.env, ...compilerEnv(component), ...traits?.env }).map(([name, value]) => ({
        name,
        value,
      })),
      buildPackages: plan === null && !isBuilt ? [] : buildPackages,
      manifests: plan === null ? [] : manifestLines(component, context),
      cache: plan?.cache ?? '',
      install:
        plan === null
          ? null
          : production === 'installed'
            ? installProduction
            : slice === undefined
              ? plan.all
              : (plan.slice ?? plan.all),
      prune,
      hasBuild: isBuilt,
      builds: runs.map((run) => ({ ...run })),
      sources: sourceLines(component, context),
      buildFrom: plan === null ? 'base' : 'deps',
      buildSecrets: secrets,
      installSecrets: traits?.secrets ?? [],
      modulesFrom: production === 'none' ? null : production === 'pruned' ? 'production-deps' : 'deps',
    },
  };
}

/** The component's package name in its workspace. */
function nameOf(component: Component): string {
  const packages = component.facts['runtime.workspace']?.packages ?? [];
  return packages.find(({ dir }) => dir === component.dir)?.name ?? component.name;
}
