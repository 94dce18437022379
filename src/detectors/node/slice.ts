import semver from 'semver';
import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { componentManifest } from '../javascript/component-manifest.ts';
import { innerSlice } from '../javascript/inner-slice.ts';
import { servedPackages } from '../javascript/served-packages.ts';
import { readLockfile } from './lockfile.ts';
import { type PackageJson, readPackageJson } from './package-json.ts';
import { managerSources } from './package-manager.ts';
import { hintedVersion } from './package-manager-version.ts';
import { isLinked } from './rush.ts';
import { findWorkspace, type NodeWorkspace } from './workspaces.ts';

/** The packages of a monorepo that one of them is made of. */
export interface Slice {
  readonly workspace: NodeWorkspace;
  /** What the component depends on inside the workspace, each after what it depends on itself; the component comes last. */
  readonly packages: readonly PackageJson[];
  /** Those of them that are needed at run time. */
  readonly production: ReadonlySet<RelPath>;
}

type Group = 'dependencies' | 'optionalDependencies' | 'devDependencies';

const RUN: readonly Group[] = ['dependencies', 'optionalDependencies'];

/** The package of the workspace that a dependency is a link to. */
type Resolve = (manifest: PackageJson, name: string) => PackageJson | undefined;

/** Puts what `manifest` depends on inside the workspace before it, each package once. */
function visit(
  manifest: PackageJson,
  resolve: Resolve,
  groups: readonly Group[],
  found: Map<RelPath, PackageJson>,
  open: Set<RelPath>,
): void {
  if (found.has(manifest.dir) || open.has(manifest.dir)) return;
  open.add(manifest.dir);
  const names = groups.flatMap((group) => [...manifest[group].keys()]).sort();
  for (const name of names) {
    const member = resolve(manifest, name);
    if (member !== undefined) visit(member, resolve, groups, found, open);
  }
  found.set(manifest.dir, manifest);
}

function membersOf(scope: Scope, dirs: readonly RelPath[]): ReadonlyMap<string, PackageJson> {
  const members = new Map<string, PackageJson>();
  for (const dir of dirs) {
    const manifest = readPackageJson(scope, join(dir, 'package.json'));
    if (manifest?.name !== undefined) members.set(manifest.name, manifest);
  }
  return members;
}

/** The slice of a component that is a package of a workspace; `undefined` for a single package and for the root itself. */
export function sliceOf(scope: Scope): Slice | undefined {
  const manifest = componentManifest(scope);
  const workspace = findWorkspace(scope);
  const inner = innerSlice(scope);
  if (manifest !== undefined && inner !== undefined) {
    const packages = inner.parts.map(({ dir, project }) => ({ ...manifest, dir, name: project?.name ?? dir }));
    return { workspace, packages, production: new Set() };
  }
  if (manifest === undefined || workspace.declaredIn === null || workspace.root === scope.dir) return undefined;
  const members = membersOf(scope, workspace.members);
  const { rush } = workspace;
  function resolve(from: PackageJson, name: string): PackageJson | undefined {
    const member = members.get(name);
    return member === undefined || rush === undefined || isLinked(rush, from, member) ? member : undefined;
  }
  const all = new Map<RelPath, PackageJson>();
  // What the server hands out of another package is built before it, and is there when it runs.
  const served = servedPackages(scope).flatMap(({ dir }) => readPackageJson(scope, join(dir, 'package.json')) ?? []);
  for (const one of served) visit(one, resolve, [...RUN, 'devDependencies'], all, new Set());
  visit(manifest, resolve, [...RUN, 'devDependencies'], all, new Set());
  const production = new Map<RelPath, PackageJson>();
  visit(manifest, resolve, RUN, production, new Set());
  return {
    workspace,
    packages: [...all.values()],
    production: new Set([...production.keys(), ...served.map(({ dir }) => dir)]),
  };
}

/** The packages that the root of a workspace needs at run time, without itself; none for any other component. */
function neededByRoot(scope: Scope, manifest: PackageJson): readonly PackageJson[] {
  const { root, members } = findWorkspace(scope);
  if (root !== scope.dir || members.length === 0) return [];
  const found = new Map<RelPath, PackageJson>();
  const byName = membersOf(scope, members);
  visit(manifest, (_, name) => byName.get(name), RUN, found, new Set());
  found.delete(manifest.dir);
  return [...found.values()];
}

/** The manifests of what a component is made of at run time, its own included. */
export function runManifests(scope: Scope, own: PackageJson): readonly PackageJson[] {
  const slice = sliceOf(scope);
  if (slice !== undefined && slice.production.size > 0)
    return slice.packages.filter(({ dir }) => slice.production.has(dir));
  return [own, ...neededByRoot(scope, own)];
}

/** Bun 1.4, which alone writes and reads the second version of bun.lock. */
function isBunWithSlices(scope: Scope, root: RelPath, stated: string | null): boolean {
  if (stated !== null && semver.valid(stated) !== null) return semver.gte(stated, '1.4.0');
  return readLockfile(scope, join(root, 'bun.lock'))?.format === '2';
}

/** The folders of the packages that the root of a workspace depends on: an install misses them, whatever it is for. */
function foldersOfRoot(scope: Scope, { root, members }: NodeWorkspace): readonly RelPath[] {
  const manifest = readPackageJson(scope, join(root, 'package.json'));
  if (manifest === undefined) return [];
  const byName = membersOf(scope, members);
  const found = new Map<RelPath, PackageJson>();
  visit(manifest, (_, name) => byName.get(name), [...RUN, 'devDependencies'], found, new Set());
  return [...found.keys()];
}

/**
 * True when the package manager installs a slice from the manifests of its packages alone, with the lockfile of the whole
 * workspace. Tried with npm 11, pnpm 10, yarn 1.22, yarn 4.17 (`workspaces focus`) and bun: before 1.4 a frozen install of
 * bun refuses, and `focus` is a plugin before yarn 4.
 */
function installsSlices(scope: Scope, root: RelPath): boolean {
  const [source] = managerSources(scope);
  if (source?.id === 'bun') return isBunWithSlices(scope, root, source.version);
  if (source?.id !== 'yarn-berry') return true;
  const version = source.version ?? hintedVersion(scope, root, 'yarn-berry', null) ?? '4';
  return Number.parseInt(version, 10) >= 4;
}

/** The folders whose manifests an install of the component needs: the root's, and those of its slice or of all packages. */
export function installedFolders(scope: Scope): readonly RelPath[] {
  const slice = sliceOf(scope);
  const { root, members, rush } = slice?.workspace ?? findWorkspace(scope);
  // Rush reads the manifest of every project, and none beside rush.json.
  if (rush !== undefined) return members;
  if (slice === undefined || !installsSlices(scope, root)) return [root, ...members];
  const ofRoot = foldersOfRoot(scope, slice.workspace);
  const installed = new Set(members);
  if (innerSlice(scope) !== undefined) {
    const inner = slice.packages.map(({ dir }) => dir).filter((dir) => installed.has(dir));
    return [...new Set([root, ...ofRoot, ...inner])];
  }
  return [...new Set([root, ...ofRoot, ...slice.packages.map(({ dir }) => dir)])];
}
