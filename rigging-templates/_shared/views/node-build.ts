import { type Component, contextOf } from '../../../src/core/model/app-model.ts';
import type { RelPath } from '../../../src/core/model/paths.ts';
import type { View, ViewInput } from '../../../src/core/model/rigging.ts';
import { packagesFor, pinned } from './apt.ts';
import { buildCaches } from './build-caches.ts';
import { buildSecretsOf } from './build-secrets.ts';
import { homeOf, WORKDIR } from './container.ts';
import { focusOf } from './node-focus.ts';
import { installPlan } from './node-install.ts';
import { withoutScripts } from './node-install-yarn.ts';
import { buildRuns, inImage, isInner, manifestLines, sourceLines } from './node-steps.ts';

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

function productionOf(component: Component, needsAll: boolean, canInstall: boolean): Production {
  const wanted = component.facts['system.dependencies'] ?? 'production';
  const traits = component.facts['runtime.install'];
  if (wanted === 'all') return 'all';
  if (wanted === 'none' || traits?.production !== true) return 'none';
  return needsAll || !canInstall ? 'pruned' : 'installed';
}

/**
 * Modules that compile take the headers of the image's own Node instead of downloading them.
 * Source: https://github.com/nodejs/node-gyp#command-options
 */
function compilerEnv(component: Component): Readonly<Record<string, string>> {
  const compiles = packagesFor(component, 'build').includes('g++');
  return compiles && component.facts['runtime.language'] === 'node' ? { npm_config_nodedir: '/usr/local' } : {};
}

/** Yarn refuses to run anything while a variable that its settings name is missing; a build needs no credential. */
function unsetSecrets(component: Component): string {
  const isYarn = component.facts['runtime.packageManager']?.id.startsWith('yarn') === true;
  const names = isYarn ? (component.facts['runtime.install']?.secrets ?? []) : [];
  return names.map((name) => `export ${name}=; `).join('');
}

/** Plans the stages that install dependencies and build. */
export function buildStages(input: ViewInput): BuildStages {
  const { component } = input;
  const { facts } = component;
  const context = contextOf(component);
  const root = facts['runtime.packageManager']?.root ?? component.dir;
  const installDir = root === context ? null : inImage(component, root);
  const workdir = inImage(component, homeOf(component));
  const image = facts['system.buildImage'] ?? 'node:24-trixie-slim';
  const traits = facts['runtime.install'];
  const slice = facts['runtime.workspace'];
  const runs = buildRuns(component, workdir);
  const runsScripts = (traits?.scripts.length ?? 0) > 0;
  // Install scripts of the project may write files beside the sources.
  const isBuilt = runs.length > 0 || runsScripts;
  const hasPackages = traits === undefined || traits.production || traits.development || traits.rush !== undefined;
  const needsAll = hasPackages && (isBuilt || facts['system.dependencies'] === 'all');
  const wanted = installPlan(component, nodeMajor(component));
  const production = productionOf(component, needsAll, wanted?.production !== null);
  const plan = needsAll || production !== 'none' ? wanted : null;
  // A package manager knows nothing of a folder without a manifest.
  const focus = slice === undefined || isInner(component) ? null : focusOf(component, root);
  const prune = production !== 'pruned' || plan === null ? null : ((focus && plan.focusPrune?.(focus)) ?? plan.prune);
  const installProduction = (focus && plan?.focus?.(focus)) ?? plan?.production ?? null;
  const buildPackages = pinned(packagesFor(component, 'build'), image, input.data.debian);
  // pnpm runs no install script of Prisma's client unless it is told to: then only the build generates it.
  const isGenerated =
    runs.length > 0 &&
    (traits?.rush?.writes === true ||
      (facts['runtime.packageManager']?.id === 'pnpm' &&
        runs.some(({ command }) => /\bprisma generate\b/.test(command))));
  // So does what an install script writes into installed packages, where the build runs it.
  const isDeferred = (traits?.deferred ?? []).some((name) => runs.some(({ command }) => command.includes(name)));
  const isLate = isGenerated || isDeferred || (isBuilt && (traits?.injected ?? []).length > 0);
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
      installEnv: Object.entries({ ...plan?.env, ...plan?.imageEnv, ...compilerEnv(component), ...traits?.env }).map(
        ([name, value]) => ({
          name,
          value,
        }),
      ),
      buildPackages: plan === null && !isBuilt ? [] : buildPackages,
      manifests: plan === null ? [] : manifestLines(component, context),
      cache: plan?.cache ?? '',
      install:
        plan === null
          ? null
          : production === 'installed'
            ? installProduction
            : `${withoutScripts(traits?.deferred ?? [])}${slice === undefined ? plan.all : (plan.slice ?? plan.all)}`,
      prune,
      pruneFrom: isLate ? 'build' : 'deps',
      pruneDir: isLate ? (installDir ?? WORKDIR) : null,
      installDir,
      hasBuild: isBuilt,
      builds: runs.map(({ workdir: dir, command, isOwn }) => ({
        workdir: dir,
        command: `${unsetSecrets(component)}${command}`,
        caches: isOwn ? buildCaches(input, dir) : [],
      })),
      buildEnv: Object.entries(facts['app.buildEnv'] ?? {}).map(([name, value]) => ({ name, value })),
      sources: sourceLines(component, context),
      buildFrom: plan === null ? 'base' : 'deps',
      buildSecrets: buildSecretsOf(component),
      installSecrets: traits?.secrets ?? [],
      installSsh: traits?.ssh === true,
      modulesFrom: production === 'none' ? null : production === 'pruned' ? 'production-deps' : 'deps',
    },
  };
}
