import semver from 'semver';
import { insideRoot, join, type RelPath } from '../../core/model/paths.ts';
import type { Doc, Scope, TextFile } from '../../core/workspace/scope.ts';
import { isObject, stringOf, stringsOf } from './json-shape.ts';
import { LOCKFILES } from './lockfile.ts';
import { fileIn, foldersUp } from './node-folder.ts';
import type { PackageJson } from './package-json.ts';

/** One entry of the `projects` of rush.json. */
export interface RushProject {
  readonly name: string;
  readonly dir: RelPath;
  readonly subspace: string;
  /** Projects of the repository that it takes from the registry all the same. */
  readonly decoupled: readonly string[];
}

/** A repository that Rush installs and builds. */
export interface RushRepository {
  readonly root: RelPath;
  readonly doc: Doc;
  /** The version of Rush that rush.json pins; `undefined` where that is none. */
  readonly version: string | undefined;
  /** The package manager that Rush installs with, and its version as written. */
  readonly manager: 'npm' | 'pnpm' | 'yarn';
  readonly managerVersion: string | undefined;
  /** True when it installs one project with what that depends on (`--to`): with workspaces of pnpm only. */
  readonly filters: boolean;
  readonly subspaces: boolean;
  readonly projects: ReadonlyMap<RelPath, RushProject>;
}

/** The folder of Rush's settings, below the root. */
export const RUSH_CONFIG = 'common/config/rush';

const cache = new WeakMap<TextFile, RushRepository>();

function settingsDoc(scope: Scope, root: RelPath, name: string): Doc | undefined {
  const path = fileIn(scope, root, `${RUSH_CONFIG}/${name}`);
  return path && scope.doc(path, 'json');
}

/** A name of a subspace, which is one of folders too. */
const SUBSPACE = /^[\w-]+$/;

function projectsOf(doc: Doc, root: RelPath): readonly RushProject[] {
  const listed = doc.get('projects');
  return (Array.isArray(listed) ? (listed as readonly unknown[]) : []).flatMap((one) => {
    const name = isObject(one) ? stringOf(one.packageName) : undefined;
    const folder = isObject(one) ? stringOf(one.projectFolder) : undefined;
    const dir = folder === undefined ? undefined : insideRoot(`${root}/${folder}`);
    if (!isObject(one) || name === undefined || dir === undefined) return [];
    // Before 5.76 the list had the second name.
    const decoupled = [...stringsOf(one.decoupledLocalDependencies), ...stringsOf(one.cyclicDependencyProjects)];
    const subspace = stringOf(one.subspaceName) ?? '';
    return [{ name, dir, subspace: SUBSPACE.test(subspace) ? subspace : 'default', decoupled }];
  });
}

function read(scope: Scope, root: RelPath, doc: Doc): RushRepository {
  const manager = (['pnpm', 'npm', 'yarn'] as const).find((name) => doc.get(`${name}Version`) !== undefined) ?? 'npm';
  const subspaces = settingsDoc(scope, root, 'subspaces.json')?.get('subspacesEnabled') === true;
  // Before 5.79 the setting stood in rush.json.
  const workspaces =
    settingsDoc(scope, root, 'pnpm-config.json')?.get('useWorkspaces') ?? doc.get('pnpmOptions', 'useWorkspaces');
  return {
    root,
    doc,
    version: semver.valid(stringOf(doc.get('rushVersion'))) ?? undefined,
    manager,
    managerVersion: stringOf(doc.get(`${manager}Version`)),
    filters: manager === 'pnpm' && (subspaces || workspaces === true),
    subspaces,
    projects: new Map(projectsOf(doc, root).map((project) => [project.dir, project])),
  };
}

/**
 * The repository of Rush that lists the component. Rush installs into common/temp, outside of the workspaces that npm,
 * yarn and pnpm know. Source: https://rushjs.io/pages/configs/rush_json/
 */
export function rushRepository(scope: Scope): RushRepository | undefined {
  for (const root of foldersUp(scope.dir)) {
    const path = fileIn(scope, root, 'rush.json');
    const text = path && scope.text(path);
    if (path === undefined || text === undefined) continue;
    const doc = cache.has(text) ? undefined : scope.doc(path, 'json');
    const known = cache.get(text) ?? (doc && read(scope, root, doc));
    if (known !== undefined) cache.set(text, known);
    if (known?.projects.has(scope.dir)) return known;
  }
  return undefined;
}

/** Where the lockfile and the registry settings of a project lie. Source: https://rushjs.io/pages/advanced/subspaces/ */
export function rushSettings({ root, subspaces, projects }: RushRepository, dir: RelPath): RelPath {
  const subspace = projects.get(dir)?.subspace ?? 'default';
  return join(root, subspaces ? `common/config/subspaces/${subspace}` : RUSH_CONFIG);
}

/** Where Rush installs a project: what the lockfile records of it is relative to this folder. */
export function rushInstallation({ root, subspaces, projects }: RushRepository, dir: RelPath): RelPath {
  const subspace = projects.get(dir)?.subspace ?? 'default';
  return join(root, subspaces ? `common/temp/${subspace}` : 'common/temp');
}

/** The lockfile of a project. */
export function rushLockfile(scope: Scope, rush: RushRepository, dir: RelPath): RelPath | undefined {
  const names = LOCKFILES.filter(({ manager }) => manager === rush.manager).map(({ name }) => name);
  return fileIn(scope, rushSettings(rush, dir), ...names);
}

/**
 * True when Rush links a dependency to the project of that name instead of taking it from the registry.
 * Source: https://rushjs.io/pages/configs/rush_json/ (decoupledLocalDependencies)
 */
export function isLinked(rush: RushRepository, manifest: PackageJson, other: PackageJson): boolean {
  const name = other.name ?? '';
  if (rush.projects.get(manifest.dir)?.decoupled.includes(name) === true) return false;
  const { dependencies, optionalDependencies, devDependencies } = manifest;
  const spec = dependencies.get(name) ?? optionalDependencies.get(name) ?? devDependencies.get(name) ?? '';
  return spec.startsWith('workspace:') || semver.satisfies(other.version ?? '', spec);
}
