import { insideRoot, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DEPENDENCY_GROUPS, type PackageJson } from './package-json.ts';

/** A dependency that is a folder or an archive of the project itself. */
export interface LocalDependency {
  readonly name: string;
  readonly spec: string;
  readonly line: number | null;
  /** `undefined` when it lies outside of the project or is not there. */
  readonly path: RelPath | undefined;
}

/** The `file:`, `link:` and `portal:` dependencies. Source: https://docs.npmjs.com/cli/v11/configuring-npm/package-json#local-paths */
export function localDependencies(scope: Scope, manifest: PackageJson): readonly LocalDependency[] {
  const found: LocalDependency[] = [];
  for (const group of DEPENDENCY_GROUPS) {
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
