import type { Confidence } from '../../core/model/evidence.ts';
import { basename, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isObject, stringOf } from './json-shape.ts';
import { isBerryLock, LOCKFILES } from './lockfile.ts';
import { fileIn } from './node-folder.ts';
import { type PackageJson, readPackageJson } from './package-json.ts';
import { idOf, isPackageManager, versionOf } from './package-manager-version.ts';
import { type RushRepository, rushLockfile } from './rush.ts';
import { findWorkspace, type NodeWorkspace } from './workspaces.ts';

/** One place that shows which package manager a project uses. */
export interface ManagerSource {
  readonly id: string;
  /** As far as this place says it. */
  readonly version: string | null;
  readonly file: RelPath | null;
  readonly line: number | null;
  readonly confidence: Confidence;
  readonly because: string;
}

/** A lockfile that lies in the workspace root. */
export interface FoundLockfile {
  readonly path: RelPath;
  readonly manager: string;
}

/** The lockfiles of a workspace, in the order in which they count. */
export function lockfilesOf(scope: Scope, { root: dir, rush }: NodeWorkspace): readonly FoundLockfile[] {
  if (rush !== undefined) {
    const path = rushLockfile(scope, rush, scope.dir);
    return path === undefined ? [] : [{ path, manager: 'rush' }];
  }
  const found: FoundLockfile[] = [];
  for (const { name, manager } of LOCKFILES) {
    const path = fileIn(scope, dir, name);
    if (path === undefined) continue;
    const settings = fileIn(scope, dir, '.yarnrc.yml', '.yarnrc.yaml') !== undefined;
    const berry = manager === 'yarn' && (settings || isBerryLock(scope.text(path)?.text ?? ''));
    found.push({ path, manager: berry ? 'yarn-berry' : manager });
  }
  return found;
}

/** `pnpm@10.1.0+sha512.…`; the hash is for corepack only. Source: https://nodejs.org/api/packages.html#packagemanager */
function fromField(manifest: PackageJson): ManagerSource | undefined {
  const [name = '', version] = (manifest.packageManager ?? '').replace(/\+.*$/, '').split('@');
  const id = idOf(name, version);
  if (!isPackageManager(id)) return undefined;
  const line = manifest.lineOf('packageManager');
  const because = `the packageManager field names ${name}`;
  return { id, version: versionOf(id, version), file: manifest.path, line, confidence: 'pinned', because };
}

function fromDevEngines(manifest: PackageJson): ManagerSource | undefined {
  const value = manifest.get('devEngines', 'packageManager');
  const entry: unknown = Array.isArray(value) ? value[0] : value;
  const name = isObject(entry) ? stringOf(entry.name) : undefined;
  if (!isObject(entry) || name === undefined) return undefined;
  const text = stringOf(entry.version);
  const id = idOf(name, text);
  if (!isPackageManager(id)) return undefined;
  const line = manifest.lineOf('devEngines', 'packageManager');
  const because = `devEngines names ${name}`;
  return { id, version: versionOf(id, text), file: manifest.path, line, confidence: 'manifest', because };
}

/** npm minds what `engines` says of itself only where it is told to. Source: https://docs.npmjs.com/cli/v11/using-npm/config#engine-strict */
function isStrict(scope: Scope, dir: RelPath): boolean {
  return /^\s*engine-strict\s*=\s*true/m.test(scope.text(join(dir, '.npmrc'))?.text ?? '');
}

function fromEngines(scope: Scope, manifest: PackageJson): ManagerSource | undefined {
  const strict = manifest.engines.has('npm') && isStrict(scope, manifest.dir) ? ['npm'] : [];
  for (const name of ['pnpm', 'bun', 'yarn', ...strict]) {
    const text = manifest.engines.get(name);
    // `"yarn": "please use pnpm"` is a way to forbid yarn.
    if (text === undefined || (versionOf(name, text) === null && !/^[\^~>=v\d*]/.test(text))) continue;
    const id = idOf(name, text);
    const because = `engines names ${name}`;
    const line = manifest.lineOf('engines', name);
    return { id, version: versionOf(id, text), file: manifest.path, line, confidence: 'convention', because };
  }
  return undefined;
}

/** rush.json pins Rush, which pins the package manager that it installs with. */
function fromRush({ doc, version, manager, managerVersion }: RushRepository): ManagerSource {
  const because = `rush.json pins Rush, which installs with ${manager} ${managerVersion ?? ''}`.trim();
  const line = doc.lineOf('rushVersion');
  return { id: 'rush', version: version ?? null, file: doc.path, line, confidence: 'pinned', because };
}

/**
 * Every place that shows the package manager, in the order in which they count: the `packageManager` field,
 * `devEngines`, lockfiles, `engines`, npm. The component's own manifest counts before the workspace root's.
 */
export function managerSources(scope: Scope): readonly ManagerSource[] {
  const workspace = findWorkspace(scope);
  const { root, rush } = workspace;
  if (rush !== undefined) return [fromRush(rush)];
  const manifests = [...new Set([scope.dir, root])]
    .map((dir) => readPackageJson(scope, join(dir, 'package.json')))
    .filter((manifest) => manifest !== undefined);
  const locks = lockfilesOf(scope, workspace).map(
    ({ path, manager }, index): ManagerSource => ({
      id: manager,
      version: null,
      file: path,
      line: null,
      confidence: index === 0 ? 'config' : 'convention',
      because: `${basename(path)} is the lockfile of ${manager}`,
    }),
  );
  const sources = [
    ...manifests.map(fromField),
    ...manifests.map(fromDevEngines),
    ...locks,
    ...manifests.map((manifest) => fromEngines(scope, manifest)),
  ].filter((source) => source !== undefined);
  if (sources.length > 0) return sources;
  const because = 'nothing names a package manager';
  return [{ id: 'npm', version: null, file: null, line: null, confidence: 'guess', because }];
}
