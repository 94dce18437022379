import { dirname, insideRoot, type RelPath } from '../../core/model/paths.ts';
import type { FileTree } from '../../core/workspace/file-tree.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { moduleAt } from './module-graph.ts';
import { resolveImport } from './resolve-import.ts';
import { typescriptSettings } from './ts-settings.ts';

/** What the sources of a folder need from elsewhere. */
export interface FolderImports {
  /** The names of packages. */
  readonly packages: ReadonlySet<string>;
  /** Files and folders of the repository outside of the folder; what an alias names may be there only after a build. */
  readonly paths: ReadonlySet<RelPath>;
}

/** Files that a build leaves out. */
const TESTS =
  /\.(spec|test|stories|cy|e2e|d)\.[cm]?[jt]sx?$|(^|\/)(__tests__|__mocks__|test|tests|e2e|node_modules|cypress)\//;

const MODULE = /\.[cm]?[jt]sx?$/;

/** Sources that hold scripts or import others, and that no parser here reads: what they quote is taken for a reference. */
const OTHERS = /\.(vue|svelte|astro|mdx|s[ac]ss|less|css)$/;

/** The package of a module specifier; `undefined` for a path, an alias of the package itself, or a module of Node. */
function packageOf(source: string): string | undefined {
  if (/^[./#]|^node:|^[a-z]+:/.test(source)) return undefined;
  const name = source
    .split('/')
    .slice(0, source.startsWith('@') ? 2 : 1)
    .join('/');
  return /^(@[\w.-]+\/)?[\w.-]+$/.test(name) ? name : undefined;
}

/** Where an alias of tsconfig.json leads, whether anything is there yet or not. */
function aliasTarget(scope: Scope, source: string): RelPath | undefined {
  const settings = typescriptSettings(scope);
  for (const [alias, targets] of settings?.aliases ?? []) {
    const stem = alias.replace(/\/?\*$/, '');
    const target = targets[0]?.replace(/\/?\*$/, '');
    if (stem === '' || target === undefined || (source !== stem && !source.startsWith(`${stem}/`))) continue;
    return insideRoot(`${settings?.aliasBase ?? '.'}/${target}`);
  }
  return undefined;
}

function referencesIn(scope: Scope, path: RelPath): readonly string[] {
  if (MODULE.test(path)) return (moduleAt(scope, path)?.imports ?? []).map(({ source }) => source);
  return [...(scope.text(path)?.text ?? '').matchAll(/['"]~?([^'"\n\s]+)['"]/g)].map(([, source = '']) => source);
}

/** The imports of the folder's sources, those of types included, since a compiler reads them as well. */
function importsOf(scope: Scope, dir: RelPath): FolderImports {
  const packages = new Set<string>();
  const paths = new Set<RelPath>();
  const within = scope.project.within(dir, []);
  for (const path of within.files) {
    if (TESTS.test(path) || !(MODULE.test(path) || OTHERS.test(path))) continue;
    for (const source of referencesIn(scope, path)) {
      const relative = source.startsWith('.') ? insideRoot(`${dirname(path)}/${source}`) : undefined;
      const target = resolveImport(scope, path, source) ?? aliasTarget(scope, source) ?? relative;
      const name = target === undefined ? packageOf(source) : undefined;
      if (name !== undefined) packages.add(name);
      if (target !== undefined && !within.has(target) && !target.startsWith(`${dir}/`)) paths.add(target);
    }
  }
  return { packages, paths };
}

const cache = new WeakMap<FileTree, Map<RelPath, FolderImports>>();

/** What a folder imports, as the component sees it whose aliases count. */
export function folderImports(scope: Scope, dir: RelPath): FolderImports {
  const known = cache.get(scope.tree) ?? new Map<RelPath, FolderImports>();
  cache.set(scope.tree, known);
  const found = known.get(dir) ?? importsOf(scope, dir);
  known.set(dir, found);
  return found;
}
