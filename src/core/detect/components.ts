import { basename, byPath, dirname, isWithin, type RelPath, ROOT } from '../model/paths.ts';
import type { FileTree } from '../workspace/file-tree.ts';

/** Folders that hold examples, tests or prose; a manifest in them is no deployable unless there is nothing else. */
const ASIDE = new Set([
  'example',
  'examples',
  'sample',
  'samples',
  'demo',
  'demos',
  'fixture',
  'fixtures',
  '__fixtures__',
  'testdata',
  'test',
  'tests',
  '__tests__',
  'spec',
  'e2e',
  'benchmark',
  'benchmarks',
  'docs',
  'doc',
  'template',
  'templates',
]);

/** A folder that may be a component, with the folders of the candidates below it. */
export interface Candidate {
  readonly dir: RelPath;
  readonly nested: readonly RelPath[];
}

function isAside(dir: RelPath): boolean {
  return dir !== ROOT && dir.split('/').some((segment) => ASIDE.has(segment.toLowerCase()));
}

/** True for documents that stand beside applications (`apps/docs` beside `apps/web`): a site that is deployed like them. */
function isBesideOthers(dir: RelPath, found: readonly RelPath[]): boolean {
  const parent = dirname(dir);
  if (!/^docs?$/i.test(basename(dir)) || parent === ROOT || isAside(parent) || found.includes(parent)) return false;
  return found.some((other) => other !== dir && dirname(other) === parent && !isAside(other));
}

/**
 * The folders that may be components: the root, every folder with a file that some detector declares as a mark,
 * and those in `folders`, which a detector found by what is in them. Ordered by path, the root first.
 */
export function candidates(
  tree: FileTree,
  marks: readonly string[],
  folders: readonly RelPath[] = [],
): readonly Candidate[] {
  const found = [...new Set([...tree.named(...marks).map(dirname), ...folders])].sort(byPath);
  const deployable = found.filter((dir) => !isAside(dir) || isBesideOthers(dir, found));
  const dirs = deployable.length > 0 ? deployable : found;
  const all = dirs.includes(ROOT) ? dirs : [ROOT, ...dirs];
  const marked = [...new Set([...all, ...found])];
  return all.map((dir) => ({
    dir,
    nested: marked.filter((other) => other !== dir && isWithin(other, dir)).sort(byPath),
  }));
}

/** The text after the scope of a package name: `web` of `@shop/web`. */
export function unscoped(name: string): string {
  return name.startsWith('@') ? basename(name) : name;
}
