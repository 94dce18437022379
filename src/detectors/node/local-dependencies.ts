import { insideRoot, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DEPENDENCY_GROUPS, type DependencyGroup, type PackageJson, readPackageJson } from './package-json.ts';

/** A dependency that is a folder or an archive of the project itself. */
export interface LocalDependency {
  readonly name: string;
  readonly spec: string;
  readonly line: number | null;
  /** `undefined` when it lies outside of the project or is not there. */
  readonly path: RelPath | undefined;
}

/** The `file:`, `link:` and `portal:` dependencies. Source: https://docs.npmjs.com/cli/v11/configuring-npm/package-json#local-paths */
export function localDependencies(
  scope: Scope,
  manifest: PackageJson,
  groups: readonly DependencyGroup[] = DEPENDENCY_GROUPS,
): readonly LocalDependency[] {
  const found: LocalDependency[] = [];
  for (const group of groups) {
    for (const [name, spec] of manifest[group]) {
      const target = /^(?:file:|link:|portal:)(?:\/\/)?(.+)$/.exec(spec)?.[1] ?? /^\.{1,2}\/.+$/.exec(spec)?.[0];
      if (target === undefined) continue;
      const path = target.startsWith('/') ? undefined : insideRoot(`${manifest.dir}/${target}`);
      const there = path !== undefined && (scope.project.has(path) || scope.project.hasFolder(path));
      found.push({ name, spec, line: manifest.lineOf(group, name), path: there ? path : undefined });
    }
  }
  return found;
}

/** A local dependency, with the manifest that names it. */
export interface NamedDependency extends LocalDependency {
  readonly manifest: PackageJson;
}

/** What an installed folder brings along: its dependencies for development stay out. */
const BROUGHT: readonly DependencyGroup[] = ['dependencies', 'optionalDependencies'];

/** The local dependencies of some manifests, and those of the folders that they name, each folder once. */
export function localClosure(
  scope: Scope,
  manifests: readonly PackageJson[],
  groups: readonly DependencyGroup[] = DEPENDENCY_GROUPS,
): readonly NamedDependency[] {
  const found: NamedDependency[] = [];
  const seen = new Set<RelPath>(manifests.map(({ dir }) => dir));
  const queue = manifests.map((manifest) => ({ manifest, of: groups }));
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { manifest, of } = next;
    for (const dependency of localDependencies(scope, manifest, of)) {
      found.push({ ...dependency, manifest });
      const { path } = dependency;
      if (path === undefined || seen.has(path)) continue;
      seen.add(path);
      const inner = readPackageJson(scope, join(path, 'package.json'));
      if (inner !== undefined) queue.push({ manifest: inner, of: BROUGHT });
    }
  }
  return found;
}
