import { join, type RelPath } from '../../core/model/paths.ts';
import type { FileTree } from '../../core/workspace/file-tree.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { readPackageJson } from './package-json.ts';
import { findWorkspace, type NodeWorkspace } from './workspaces.ts';

/** The names that packages of a workspace depend on in production, by the workspace's root. */
const cache = new WeakMap<FileTree, Map<RelPath, ReadonlySet<string>>>();

function neededNames(scope: Scope, { root, members }: NodeWorkspace): ReadonlySet<string> {
  const known = cache.get(scope.project) ?? new Map<RelPath, ReadonlySet<string>>();
  cache.set(scope.project, known);
  const names = known.get(root) ?? new Set(members.flatMap((dir) => namesOf(scope, dir)));
  known.set(root, names);
  return names;
}

function namesOf(scope: Scope, dir: RelPath): readonly string[] {
  const manifest = readPackageJson(scope, join(dir, 'package.json'));
  return manifest === undefined ? [] : [...manifest.dependencies.keys(), ...manifest.optionalDependencies.keys()];
}

/** True for a package of a workspace that another one of it depends on in production. */
export function isNeededBySibling(scope: Scope): boolean {
  const workspace = findWorkspace(scope);
  const name = workspace.root === scope.dir ? undefined : readPackageJson(scope)?.name;
  return name !== undefined && neededNames(scope, workspace).has(name);
}
