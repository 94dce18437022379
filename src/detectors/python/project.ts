import { dirname, insideRoot, isWithin, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { entriesOf, isObject, stringOf } from '../node/json-shape.ts';
import { condaEnvironment } from './conda.ts';
import { type FoundManager, LOCKS, managerOf } from './manager.ts';
import { pipfileDependencies, type Setup, setupCfg, setupPy } from './other-manifests.ts';
import { type Dependency, type Pyproject, pyprojectOf } from './pyproject.ts';
import { normalised, type Requirements, readRequirements, requirementsFile } from './requirements.ts';

/** What the manifests of one component say together. */
export interface PythonProject extends FoundManager {
  /** Lockfiles of other managers beside the one in use. */
  readonly otherLocks: readonly RelPath[];
  readonly requirements: Requirements | undefined;
  readonly pyproject: Pyproject | undefined;
  readonly setup: Setup | undefined;
  readonly dependencies: ReadonlyMap<string, Dependency>;
  readonly development: ReadonlyMap<string, Dependency>;
  /** Everything that the lockfile installs, by name. */
  readonly locked: ReadonlySet<string>;
}

function lockedNames(scope: Scope, lockfile: RelPath | null): ReadonlySet<string> {
  if (lockfile === null) return new Set();
  if (lockfile.endsWith('Pipfile.lock')) {
    return new Set([...entriesOf(scope.doc(lockfile, 'json')?.get('default')).keys()].map(normalised));
  }
  const packages = scope.doc(lockfile, /\.ya?ml$/.test(lockfile) ? 'yaml' : 'toml')?.get('package');
  const names = Array.isArray(packages) ? packages.map((one) => (isObject(one) ? stringOf(one.name) : undefined)) : [];
  return new Set(names.filter((name) => name !== undefined).map(normalised));
}

function byName(list: readonly Dependency[]): ReadonlyMap<string, Dependency> {
  return new Map([...list].reverse().map((one) => [one.name, one]));
}

/** The files of setuptools' dynamic dependencies. Source: https://setuptools.pypa.io/en/latest/userguide/pyproject_config.html */
function dynamicFile(scope: Scope, pyproject: Pyproject | undefined): RelPath | undefined {
  const value = pyproject?.doc.get('tool', 'setuptools', 'dynamic', 'dependencies', 'file');
  const name = stringOf(Array.isArray(value) ? (value[0] as unknown) : value);
  const path = name === undefined || name.includes('..') || name.startsWith('/') ? undefined : scope.at(name);
  return path !== undefined && scope.project.has(path) ? path : undefined;
}

/** The folder that holds the component and every folder that its requirements reach, so that one build context has all. */
function installRoot(scope: Scope, { local }: Requirements): RelPath {
  let root = scope.dir;
  for (const { path } of local) {
    const isThere = scope.project.hasFolder(path);
    while (isThere && !isWithin(path, root)) root = dirname(root);
  }
  return root;
}

function read(scope: Scope): PythonProject | undefined {
  const pyproject = pyprojectOf(scope);
  const setup = setupPy(scope) ?? setupCfg(scope);
  const found = managerOf(scope, pyproject, setup);
  if (found === undefined) return undefined;
  const [included] = found.manager === 'conda' ? (condaEnvironment(scope)?.includes ?? []) : [];
  const listed = included === undefined ? undefined : insideRoot(`${scope.dir}/${included}`);
  const file = found.manager === 'conda' ? listed : (requirementsFile(scope) ?? dynamicFile(scope, pyproject));
  const requirements = file && readRequirements(scope, file);
  const asked = (requirements?.entries ?? []).map(({ pinned: _, ...one }) => one);
  const others = LOCKS.map(([name]) => join(found.root, name)).filter(
    (path) => scope.project.has(path) && path !== found.lockfile,
  );
  return {
    ...found,
    root: found.manager === 'pip' && requirements !== undefined ? installRoot(scope, requirements) : found.root,
    source: found.source === 'pyproject' && requirements !== undefined ? 'requirements' : found.source,
    otherLocks: others,
    requirements,
    pyproject,
    setup,
    dependencies: byName([
      ...(pyproject?.dependencies ?? []),
      ...(setup?.dependencies ?? []),
      ...pipfileDependencies(scope, 'packages'),
      ...(found.manager === 'conda' ? (condaEnvironment(scope)?.dependencies ?? []) : []),
      ...asked,
    ]),
    development: byName([...(pyproject?.development ?? []), ...pipfileDependencies(scope, 'dev-packages')]),
    locked: lockedNames(scope, found.lockfile),
  };
}

/** What the manifests of a component say; `undefined` where there are none. */
export const pythonProject = perComponent(read);

/** True when the files of the install themselves decide on the version of Python, as a conda environment may. */
export function namesPython(scope: Scope, { lockfile }: PythonProject): boolean {
  return lockfile !== null || condaEnvironment(scope)?.python !== undefined;
}

/** True when a package is asked for or locked, so that the image has it. */
export function has(project: PythonProject | undefined, ...names: readonly string[]): boolean {
  return names.some((name) => project?.dependencies.has(name) === true || project?.locked.has(name) === true);
}

/** The place that names a dependency, else the manifest as a whole. */
export function placeOf(
  project: PythonProject,
  name: string,
): { readonly file: RelPath; readonly line: number | null } {
  const found = project.dependencies.get(name);
  return found === undefined ? { file: project.shownBy.file, line: null } : { file: found.file, line: found.line };
}
