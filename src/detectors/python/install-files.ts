import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isObject } from '../node/json-shape.ts';
import type { PythonProject } from './project.ts';

/** The files that a manager reads beside its lockfile, by their names in the folder where it runs. */
const READ_BY: Readonly<Record<PythonProject['manager'], readonly string[]>> = {
  uv: ['pyproject.toml', 'uv.toml', '.python-version'],
  poetry: ['pyproject.toml', 'poetry.toml'],
  pdm: ['pyproject.toml', 'pdm.toml'],
  pipenv: ['Pipfile'],
  pip: ['pyproject.toml'],
  conda: [],
};

/** The members of a uv workspace: each manifest must be there, or the lockfile counts as stale. */
function workspaceManifests(scope: Scope, { root, manager }: PythonProject): readonly RelPath[] {
  if (manager !== 'uv') return [];
  const named = scope.project.named('pyproject.toml').filter((path) => root === '.' || path.startsWith(`${root}/`));
  const top = scope.doc(join(root, 'pyproject.toml'), 'toml');
  return isObject(top?.get('tool', 'uv', 'workspace')) ? named : [];
}

/** The file that the install reads where no lockfile decides; `undefined` where the project itself is installed. */
export function sourceFile({ manager, source, shownBy, requirements, pyproject }: PythonProject): RelPath | undefined {
  if (manager === 'conda') return shownBy.file;
  if (source === 'setup') return undefined;
  return source === 'requirements' ? requirements?.path : pyproject?.path;
}

/** The files that the install of a component reads, each once. */
export function installFiles(scope: Scope, project: PythonProject): readonly RelPath[] {
  const { manager, source, lockfile, root, requirements } = project;
  const listed = requirements !== undefined && (source === 'requirements' || manager === 'conda');
  const own = source === 'requirements' || source === 'setup' ? [] : READ_BY[manager].map((name) => join(root, name));
  const paths = [
    ...(listed ? requirements.files : []),
    ...(manager === 'conda' ? [project.shownBy.file] : []),
    ...(lockfile === null ? [] : [lockfile]),
    ...own,
    ...(root === scope.dir || source === 'requirements' ? [] : [scope.at('pyproject.toml')]),
    ...workspaceManifests(scope, project),
  ];
  return paths.filter((path, index) => scope.project.has(path) && paths.indexOf(path) === index);
}
