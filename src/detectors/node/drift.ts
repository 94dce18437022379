import semver from 'semver';
import { insideRoot, join, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { askedOf, bare, type Drift } from './asked.ts';
import { settingsDrift } from './drift-settings.ts';
import { peerDrift, yarnOneDrift } from './drift-yarn.ts';
import { entriesOf } from './json-shape.ts';
import type { Lockfile } from './lockfile.ts';
import { fileIn } from './node-folder.ts';
import { type PackageJson, readPackageJson } from './package-json.ts';
import { rushRecords } from './rush-lockfile.ts';
import type { NodeWorkspace } from './workspaces.ts';

/** Names whose locked specifier is not the manifest's, on purpose: overrides and resolutions. */
function overridden(scope: Scope, root: RelPath): ReadonlySet<string> {
  const manifest = readPackageJson(scope, join(root, 'package.json'));
  const settings = fileIn(scope, root, 'pnpm-workspace.yaml');
  const places = [
    manifest?.get('overrides'),
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

/** True for hooks that rewrite manifests and settings: a .pnpmfile of the project, or one that pnpm installs first. */
function hasHooks(scope: Scope, root: RelPath): boolean {
  if (fileIn(scope, root, '.pnpmfile.cjs', '.pnpmfile.mjs', 'pnpmfile.js') !== undefined) return true;
  const settings = fileIn(scope, root, 'pnpm-workspace.yaml');
  const first = entriesOf(settings && scope.doc(settings, 'yaml')?.get('configDependencies'));
  return [...first.keys()].some((name) => /^(@[^/]+\/)?pnpm-plugin-|^@pnpm\/plugin-/.test(name));
}

/** The folders whose manifests a lockfile records: those of the workspace, and for npm those that it links to. */
function recorded(scope: Scope, { root, members }: NodeWorkspace, lock: Lockfile): readonly RelPath[] {
  const linked = lock.manager === 'npm' ? [...(lock.importers?.keys() ?? [])] : [];
  const folders = linked.flatMap((dir) => insideRoot(`${root}/${dir}`) ?? []);
  return [...new Set([root, ...members, ...folders.filter((dir) => scope.project.has(join(dir, 'package.json')))])];
}

/**
 * Compares every manifest of a workspace with what the lockfile recorded of it, in the order of the folders, then the
 * settings of the workspace.
 * Formats that record nothing (package-lock of version 1, bun.lockb) and hooks that rewrite manifests give no drift.
 */
export function findDrift(scope: Scope, workspace: NodeWorkspace, lock: Lockfile): readonly Drift[] {
  const { root, rush } = workspace;
  const records = rush && rushRecords(scope, rush, scope.dir);
  if (rush === undefined ? hasHooks(scope, root) : records === undefined) return [];
  const skip = records?.overridden ?? overridden(scope, root);
  const folders = records === undefined ? recorded(scope, workspace, lock) : [...records.folders.keys()];
  const manifests = folders
    .map((dir) => readPackageJson(scope, join(dir, 'package.json')))
    .filter((manifest) => manifest !== undefined);
  const own = new Set(manifests.flatMap(({ name }) => name ?? []));
  const drifts = manifests.flatMap((manifest) => {
    if (lock.manager === 'yarn') return yarnOneDrift(lock, manifest, skip, own);
    if (lock.importers === null) return [];
    const dir = records?.folders.get(manifest.dir) ?? relativeTo(manifest.dir, root);
    const peers = lock.peers === undefined ? [] : peerDrift(manifest, lock.peers.get(dir) ?? new Map());
    return [...driftOf(lock, manifest, lock.importers.get(dir) ?? new Map(), skip), ...peers];
  });
  // Rush has settings of its own.
  return rush === undefined ? [...drifts, ...settingsDrift(scope, root, lock)] : drifts;
}
