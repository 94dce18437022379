import semver from 'semver';
import { join, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { entriesOf } from './json-shape.ts';
import type { Lockfile } from './lockfile.ts';
import { fileIn } from './node-folder.ts';
import { type PackageJson, readPackageJson } from './package-json.ts';
import type { NodeWorkspace } from './workspaces.ts';

/** One dependency that the lockfile does not hold as the manifest asks for it. */
export interface Drift {
  readonly manifest: RelPath;
  readonly name: string;
  /** The line in the manifest; `null` where only the lockfile still has it. */
  readonly line: number | null;
  /** `undefined` when the manifest no longer asks for it. */
  readonly wanted: string | undefined;
  /** `undefined` when the lockfile has nothing of it. */
  readonly locked: string | undefined;
}

const GROUPS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

interface Asked {
  readonly spec: string;
  readonly line: () => number | null;
}

function askedOf(manifest: PackageJson): ReadonlyMap<string, Asked> {
  const asked = new Map<string, Asked>();
  for (const group of [...GROUPS].reverse()) {
    for (const [name, spec] of manifest[group]) asked.set(name, { spec, line: () => manifest.lineOf(group, name) });
  }
  return asked;
}

/** Names whose locked specifier is not the manifest's, on purpose: overrides and resolutions. */
function overridden(scope: Scope, root: RelPath): ReadonlySet<string> {
  const manifest = readPackageJson(scope, join(root, 'package.json'));
  const settings = fileIn(scope, root, 'pnpm-workspace.yaml');
  const places = [
    manifest?.get('resolutions'),
    manifest?.get('pnpm', 'overrides'),
    settings && scope.doc(settings, 'yaml')?.get('overrides'),
  ];
  const names = new Set<string>();
  for (const key of places.flatMap((place) => [...entriesOf(place).keys()])) {
    // `name`, `name@^1`, `parent>name`, `**/name`, each with or without a scope.
    const name = /(@[^/@]+\/[^/@]+|[^/@]+)(?:@[^/]*)?$/.exec(key.slice(key.lastIndexOf('>') + 1))?.[1];
    if (name !== undefined) names.add(name);
  }
  return names;
}

function bare(spec: string): string {
  return spec.replace(/^npm:(?!.*@)/, '').trim();
}

/** npm installs from a stale record as long as what it locked still satisfies the manifest. */
function npmAccepts(lock: Lockfile, name: string, wanted: string): boolean {
  if (semver.validRange(wanted) === null) return false;
  return lock.packages.some((found) => found.name === name && semver.satisfies(found.version, wanted));
}

function driftOf(
  lock: Lockfile,
  manifest: PackageJson,
  record: ReadonlyMap<string, string>,
  skip: ReadonlySet<string>,
): readonly Drift[] {
  const drifts: Drift[] = [];
  const asked = askedOf(manifest);
  for (const [name, { spec, line }] of asked) {
    const locked = record.get(name);
    if (skip.has(name) || (locked !== undefined && bare(locked) === bare(spec))) continue;
    if (lock.manager === 'npm' && locked !== undefined && npmAccepts(lock, name, spec)) continue;
    drifts.push({ manifest: manifest.path, name, line: line(), wanted: spec, locked });
  }
  // npm and yarn 1 put up with what nobody asks for any more.
  for (const [name, locked] of lock.manager === 'npm' ? [] : record) {
    if (asked.has(name) || manifest.peerDependencies.has(name) || skip.has(name)) continue;
    drifts.push({ manifest: manifest.path, name, line: null, wanted: undefined, locked });
  }
  return drifts;
}

/** yarn 1 records no manifest: it must be able to answer every `name@specifier` but those of the workspace itself. */
function yarnOneDrift(
  lock: Lockfile,
  manifest: PackageJson,
  skip: ReadonlySet<string>,
  own: ReadonlySet<string>,
): readonly Drift[] {
  const drifts: Drift[] = [];
  for (const [name, { spec, line }] of askedOf(manifest)) {
    if (skip.has(name) || own.has(name) || /^(link|file|workspace):|^\.{0,2}\//.test(spec)) continue;
    if (lock.descriptors.has(`${name}@${spec}`)) continue;
    const known = [...lock.descriptors].find((descriptor) => descriptor.startsWith(`${name}@`));
    drifts.push({ manifest: manifest.path, name, line: line(), wanted: spec, locked: known?.slice(name.length + 1) });
  }
  return drifts;
}

/**
 * Compares every manifest of a workspace with what the lockfile recorded of it, in the order of the folders.
 * Formats that record nothing (package-lock of version 1, bun.lockb) and hooks that rewrite manifests give no drift.
 */
export function findDrift(scope: Scope, workspace: NodeWorkspace, lock: Lockfile): readonly Drift[] {
  if (fileIn(scope, workspace.root, '.pnpmfile.cjs', '.pnpmfile.mjs', 'pnpmfile.js') !== undefined) return [];
  const skip = overridden(scope, workspace.root);
  const manifests = [workspace.root, ...workspace.members]
    .map((dir) => readPackageJson(scope, join(dir, 'package.json')))
    .filter((manifest) => manifest !== undefined);
  const own = new Set(manifests.flatMap(({ name }) => name ?? []));
  return manifests.flatMap((manifest) => {
    if (lock.manager === 'yarn') return yarnOneDrift(lock, manifest, skip, own);
    if (lock.importers === null) return [];
    const record = lock.importers.get(relativeTo(manifest.dir, workspace.root));
    return driftOf(lock, manifest, record ?? new Map(), skip);
  });
}
