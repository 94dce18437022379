import { join, type RelPath } from '../../core/model/paths.ts';
import type { FileTree } from '../../core/workspace/file-tree.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { localDependencies } from './local-dependencies.ts';
import { readPackageJson } from './package-json.ts';
import { findWorkspace, type NodeWorkspace } from './workspaces.ts';

/** What is installed for production. */
const RUN = ['dependencies', 'optionalDependencies'] as const;

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

/** The folders that some manifest of the project installs from by their path, for production. */
const linked = new WeakMap<FileTree, ReadonlySet<RelPath>>();

function linkedFolders(scope: Scope): ReadonlySet<RelPath> {
  const known = linked.get(scope.project);
  if (known !== undefined) return known;
  const found = new Set<RelPath>();
  for (const path of scope.project.named('package.json')) {
    const manifest = readPackageJson(scope, path);
    const local = manifest === undefined ? [] : localDependencies(scope, manifest, RUN);
    for (const one of local) if (one.path !== undefined && one.path !== manifest?.dir) found.add(one.path);
  }
  linked.set(scope.project, found);
  return found;
}

/** True for a package that another one of the project depends on in production: one of its workspace, or by its path. */
export function isNeededBySibling(scope: Scope): boolean {
  if (linkedFolders(scope).has(scope.dir)) return true;
  const workspace = findWorkspace(scope);
  const name = workspace.root === scope.dir ? undefined : readPackageJson(scope)?.name;
  return name !== undefined && neededNames(scope, workspace).has(name);
}
