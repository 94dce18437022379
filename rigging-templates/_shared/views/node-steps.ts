import { type Component, contextOf } from '../../../src/core/model/app-model.ts';
import type { Command } from '../../../src/core/model/facts.ts';
import { type RelPath, relativeTo } from '../../../src/core/model/paths.ts';
import { shellLine } from '../../../src/core/render/escape.ts';
import { WORKDIR } from './container.ts';
import { copyLines } from './copy-groups.ts';

function shellText(command: Command): string {
  return typeof command === 'string' ? command : shellLine(command);
}

/** One command of the build stage, in the folder where it runs. */
export interface BuildRun {
  readonly workdir: string;
  readonly command: string;
  /** True for the build of the component itself, not of a package that it needs. */
  readonly isOwn?: boolean;
}

/** True for a component without a manifest of its own, whose commands run in the workspace's root. */
export function isInner({ dir, facts }: Component): boolean {
  return facts['runtime.workspace']?.packages.some((one) => one.dir === dir && one.inner === true) === true;
}

/** The build scripts of the packages that the component needs, in their order, then its own. */
export function buildRuns(component: Component, workdir: string): readonly BuildRun[] {
  const { facts } = component;
  const manager = facts['runtime.packageManager']?.id ?? 'npm';
  const program = manager === 'yarn-berry' ? 'yarn' : manager;
  const others = (facts['runtime.workspace']?.packages ?? []).filter(
    ({ dir, build, task, command }) => (build || task !== undefined || command !== undefined) && dir !== component.dir,
  );
  const own = facts['app.build'];
  // What pnpm copied when it installed is copied anew, so that the next package finds what was built.
  const isCopied = (facts['runtime.install']?.injected ?? []).length > 0;
  const sync = isCopied ? ' --config.sync-injected-deps-after-scripts=build' : '';
  // A library that only another library's tests need is not built: nothing of it reaches the image.
  const runs = others.map(({ dir, build, task, command }) => {
    const folder = inImage(component, dir);
    if (build) return { workdir: folder, command: `${program}${sync} run build` };
    const words = shellLine(programLine(manager, command ?? task ?? []));
    return { workdir: command === undefined ? WORKDIR : folder, command: words };
  });
  const place = isInner(component) ? WORKDIR : workdir;
  const all = own === undefined ? runs : [...runs, { workdir: place, command: shellText(own), isOwn: true }];
  return all.length === 0 ? [] : [...all, ...withoutModules(component)];
}

/** Logs and times of a build, which Rush writes into each project. */
export const RUSH_LEFTOVERS = ['.rush', 'rush-logs'];

/** The last stage takes whole libraries from the build, but their dependencies from where only those of production are. */
function withoutModules(component: Component): readonly BuildRun[] {
  const packages = component.facts['runtime.workspace']?.packages ?? [];
  const rush = component.facts['runtime.install']?.rush;
  // `rush deploy` after the build takes the component as well, and follows the links that are in node_modules.
  const isWhole = rush?.writes === true;
  const taken = packages.filter(({ dir, development }) => !development && (isWhole || dir !== component.dir));
  if (taken.length === 0 || component.facts['app.kind'] === 'static') return [];
  const context = contextOf(component);
  const left = [...(isWhole ? [] : ['node_modules']), ...(rush === undefined ? [] : RUSH_LEFTOVERS)];
  const folders = taken.flatMap(({ dir }) => left.map((name) => `${relativeTo(dir, context)}/${name}`));
  return [{ workdir: WORKDIR, command: shellLine(['rm', '-rf', ...folders]) }];
}

/** Programs of the image itself. */
const OF_IMAGE = /^(node|npm|npx|pnpm|yarn|bun|sh|bash|make)$/;

/** How the package manager runs an installed program. */
function programLine(manager: string, words: readonly string[]): readonly string[] {
  if (OF_IMAGE.test(words[0] ?? '')) return words;
  if (manager === 'pnpm') return ['pnpm', 'exec', ...words];
  if (manager === 'yarn' || manager === 'yarn-berry') return ['yarn', 'run', ...words];
  return manager === 'bun' ? ['bun', 'x', ...words] : ['npx', '--no-install', ...words];
}

/** The folder in the image of a folder of the project. */
export function inImage(component: Component, dir: RelPath): string {
  const context = contextOf(component);
  const folder = relativeTo(dir, context);
  return folder === '.' ? WORKDIR : `${WORKDIR}/${folder}`;
}

/** The files that the install needs, without the trailing slash that marks folders. */
export function manifestLines(component: Component, context: RelPath): readonly (readonly string[])[] {
  const files = component.facts['runtime.installFiles'] ?? [];
  const folders = new Set(files.filter((path) => path.endsWith('/')).map((path) => path.slice(0, -1)));
  const isCovered = (path: string): boolean => [...folders].some((folder) => path.startsWith(`${folder}/`));
  return copyLines(
    files.map((path) => path.replace(/\/$/, '')).filter((path) => !isCovered(path)),
    context,
    (path) => folders.has(path),
  );
}

/** What the build stage copies: everything, or of a monorepo the shared files and the packages of the slice. */
export function sourceLines(component: Component, context: RelPath): readonly (readonly string[])[] {
  const slice = component.facts['runtime.workspace'];
  const root = component.facts['runtime.packageManager']?.root ?? component.dir;
  // Folders beside the component's own are there already, where the install took them.
  if (slice === undefined) return root === context ? [['.', '.']] : copyLines([root], context, () => true);
  const shared = slice.shared.length === 0 ? [] : copyLines(slice.shared, context, () => false);
  return [
    ...shared,
    ...copyLines(
      slice.packages.map(({ dir }) => dir),
      context,
      () => true,
    ),
  ];
}
