import { dirname, join, type RelPath, ROOT, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { entriesOf, isObject, stringOf, stringsOf } from '../node/json-shape.ts';
import { condaFile, pipfileDependencies, type Setup, setupCfg, setupPy } from './other-manifests.ts';
import { type Dependency, type Pyproject, pyprojectAt, pyprojectOf } from './pyproject.ts';
import { normalised, type Requirements, readRequirements, requirementsFile } from './requirements.ts';

/** The tools that install a Python project's dependencies. */
export type PythonManager = 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'pip' | 'conda';

/** What the manifests of one component say together. */
export interface PythonProject {
  readonly manager: PythonManager;
  /** The file that shows the manager, and why it does. */
  readonly shownBy: { readonly file: RelPath; readonly because: string; readonly isLock: boolean };
  readonly lockfile: RelPath | null;
  /** Lockfiles of other managers beside the one in use. */
  readonly otherLocks: readonly RelPath[];
  /** The folder in which the install runs: a workspace's root, else the component's. */
  readonly root: RelPath;
  /** What the install reads where there is no lockfile. */
  readonly source: 'lock' | 'requirements' | 'pyproject' | 'setup';
  readonly requirements: Requirements | undefined;
  readonly pyproject: Pyproject | undefined;
  readonly setup: Setup | undefined;
  readonly dependencies: ReadonlyMap<string, Dependency>;
  readonly development: ReadonlyMap<string, Dependency>;
  /** Everything that the lockfile installs, by name. */
  readonly locked: ReadonlySet<string>;
}

const LOCKS: readonly (readonly [string, PythonManager])[] = [
  ['uv.lock', 'uv'],
  ['poetry.lock', 'poetry'],
  ['pdm.lock', 'pdm'],
  ['Pipfile.lock', 'pipenv'],
];

/** The root of the uv workspace that the component belongs to. Source: https://docs.astral.sh/uv/concepts/projects/workspaces/ */
function workspaceRoot(scope: Scope): RelPath | undefined {
  for (let at = scope.dir; at !== ROOT; ) {
    at = dirname(at);
    const members = stringsOf(
      pyprojectAt(scope, join(at, 'pyproject.toml'))?.doc.get('tool', 'uv', 'workspace', 'members'),
    );
    const inside = relativeTo(scope.dir, at);
    const pattern = (glob: string) =>
      new RegExp(
        `^${glob
          .replace(/[.+^${}()|[\]\\]/g, '\\$&')
          .replace(/\*\*/g, '.+')
          .replace(/(?<!\.)\*/g, '[^/]+')}$`,
      );
    if (members.some((glob) => pattern(glob.replace(/^\.\//, '').replace(/\/$/, '')).test(inside))) return at;
  }
  return undefined;
}

function managerOf(
  scope: Scope,
  pyproject: Pyproject | undefined,
  setup: Setup | undefined,
): Pick<PythonProject, 'manager' | 'shownBy' | 'lockfile' | 'root' | 'source'> | undefined {
  const uvRoot = workspaceRoot(scope);
  const dirs = uvRoot === undefined ? [scope.dir] : [scope.dir, uvRoot];
  for (const dir of dirs) {
    for (const [name, manager] of LOCKS) {
      const path = join(dir, name);
      if (!scope.project.has(path) || (manager === 'poetry' && pyproject === undefined)) continue;
      const shownBy = { file: path, because: `${name} is the lockfile of ${manager}`, isLock: true };
      return { manager, shownBy, lockfile: path, root: dir, source: 'lock' };
    }
  }
  const own = { lockfile: null, root: scope.dir } as const;
  const show = (manager: PythonManager, file: RelPath, because: string, source: PythonProject['source']) =>
    ({ ...own, manager, shownBy: { file, because, isLock: false }, source }) as const;
  const pipfile = scope.at('Pipfile');
  if (scope.project.has(pipfile)) return show('pipenv', pipfile, 'there is a Pipfile', 'lock');
  if (pyproject?.kind === 'poetry')
    return show('poetry', pyproject.path, '[tool.poetry] describes the project', 'lock');
  const requirements = requirementsFile(scope);
  if (pyproject?.kind === 'project' && requirements === undefined) {
    if (uvRoot !== undefined || pyproject.tools.has('uv'))
      return show('uv', pyproject.path, '[tool.uv] is there', 'lock');
    if (pyproject.tools.has('pdm')) return show('pdm', pyproject.path, '[tool.pdm] is there', 'lock');
  }
  if (requirements !== undefined) return show('pip', requirements, 'there is a requirements file', 'requirements');
  if (pyproject?.kind === 'project' && (pyproject.dependencies.length > 0 || setup === undefined))
    return show('pip', pyproject.path, 'pyproject.toml names the dependencies', 'pyproject');
  if (setup !== undefined) return show('pip', setup.path, 'setuptools describes the project', 'setup');
  const conda = condaFile(scope);
  return conda === undefined ? undefined : show('conda', conda, 'there is a conda environment', 'lock');
}

function lockedNames(scope: Scope, lockfile: RelPath | null): ReadonlySet<string> {
  if (lockfile === null) return new Set();
  if (lockfile.endsWith('Pipfile.lock')) {
    return new Set([...entriesOf(scope.doc(lockfile, 'json')?.get('default')).keys()].map(normalised));
  }
  const packages = scope.doc(lockfile, 'toml')?.get('package');
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

function read(scope: Scope): PythonProject | undefined {
  const pyproject = pyprojectOf(scope);
  const setup = setupPy(scope) ?? setupCfg(scope);
  const found = managerOf(scope, pyproject, setup);
  if (found === undefined) return undefined;
  const file = requirementsFile(scope) ?? dynamicFile(scope, pyproject);
  const requirements = file && readRequirements(scope, file);
  const asked = (requirements?.entries ?? []).map(({ pinned: _, ...one }) => one);
  const others = LOCKS.map(([name]) => join(found.root, name)).filter(
    (path) => scope.project.has(path) && path !== found.lockfile,
  );
  return {
    ...found,
    source: found.source === 'pyproject' && requirements !== undefined ? 'requirements' : found.source,
    otherLocks: others,
    requirements,
    pyproject,
    setup,
    dependencies: byName([
      ...(pyproject?.dependencies ?? []),
      ...(setup?.dependencies ?? []),
      ...pipfileDependencies(scope, 'packages'),
      ...asked,
    ]),
    development: byName([...(pyproject?.development ?? []), ...pipfileDependencies(scope, 'dev-packages')]),
    locked: lockedNames(scope, found.lockfile),
  };
}

/** What the manifests of a component say; `undefined` where there are none. */
export const pythonProject = perComponent(read);

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
