import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import { basename, join, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isObject, stringOf } from '../node/json-shape.ts';
import { besideNode, isHelper } from '../python/main-language.ts';
import { canonical } from '../python/module-index.ts';
import { modulesOf } from '../python/modules.ts';
import { type PythonProject, pythonProject } from '../python/project.ts';
import { PYTHON_TRIGGER } from '../python/python-component.ts';
import { pythonStart } from '../python/start-plan.ts';

type Item = Claim<'runtime'> | Notice;

/** True when the code asks for its own version, which only an installed package has. */
function readsOwnVersion(scope: Scope, name: string | undefined): boolean {
  if (name === undefined) return false;
  return modulesOf(scope).some((module) =>
    module.calls.some(({ expr }) => {
      const [first] = expr.args;
      const isOwn =
        (first?.kind === 'text' && first.value === name) || (first?.kind === 'name' && first.path === '__name__');
      return isOwn && /^importlib(\.|_)metadata\.(version|metadata)$/.test(canonical(module, expr.callee));
    }),
  );
}

/** The members of a uv workspace: each manifest must be there, or the lockfile counts as stale. */
function workspaceManifests(scope: Scope, { root, manager }: PythonProject): readonly RelPath[] {
  if (manager !== 'uv') return [];
  const named = scope.project.named('pyproject.toml').filter((path) => root === '.' || path.startsWith(`${root}/`));
  const top = scope.doc(join(root, 'pyproject.toml'), 'toml');
  return isObject(top?.get('tool', 'uv', 'workspace')) ? named : [];
}

/** Folders of path dependencies: installed from the tree, so they must be there first. */
function* localPaths(scope: Scope, project: PythonProject): Iterable<Item> {
  for (const { path, file, line } of project.requirements?.local ?? []) {
    if (path === scope.dir) continue;
    if (!scope.project.hasFolder(path)) {
      const detail = `${file} installs ${path}, which is not in the project`;
      const hint = 'Run derrick in a folder that holds both, or publish the package.';
      yield { diagnostic: { code: 'DRK1108', severity: 'warning', detail, at: { file, line }, hint } };
      continue;
    }
    yield {
      field: 'runtime.installFiles',
      value: [`${path}/`],
      file,
      line,
      confidence: 'config',
      because: 'it is installed from this path',
    };
  }
  const sources = project.pyproject?.doc.get('tool', 'uv', 'sources');
  for (const [name, value] of Object.entries(isObject(sources) ? sources : {})) {
    const text = isObject(value) ? stringOf(value.path) : undefined;
    if (text === undefined || text.includes('..') || text.startsWith('/')) continue;
    const path = scope.at(text);
    const line = project.pyproject?.doc.lineOf('tool', 'uv', 'sources', name) ?? null;
    if (scope.project.hasFolder(path))
      yield {
        field: 'runtime.installFiles',
        value: [`${path}/`],
        file: scope.at('pyproject.toml'),
        line,
        confidence: 'config',
        because: `${name} is installed from this path`,
      };
  }
}

function* detect(scope: Scope): Iterable<Item> {
  const project = pythonProject(scope);
  if (project === undefined || isHelper(scope)) return;
  const { manager, lockfile, root, requirements, pyproject, setup, source } = project;
  const plan = pythonStart(scope);
  const own = pyproject?.name ?? setup?.name;
  const isSelf = requirements?.local.some(({ path }) => path === scope.dir) === true;
  const installs = plan?.installsProject === true || source === 'setup' || isSelf || readsOwnVersion(scope, own);
  const from = source === 'requirements' ? requirements?.path : source === 'setup' ? setup?.path : pyproject?.path;
  yield {
    field: 'runtime.install',
    value: {
      production: project.dependencies.size > 0 || lockfile !== null,
      development: project.development.size > 0,
      scripts: [],
      local: [],
      env: requirements?.hashed === true ? { PIP_REQUIRE_HASHES: '1' } : {},
      program: null,
      ...(from === undefined ? {} : { from }),
      ...(plan?.added == null ? {} : { added: [plan.added] }),
      ...(installs ? { project: true } : {}),
    },
    file: project.shownBy.file,
    line: null,
    confidence: besideNode(scope, 'manifest'),
    because: installs
      ? `${manager} installs the dependencies and the project itself`
      : `${manager} installs the dependencies`,
  };
  const manifests = [
    ...(requirements !== undefined && source === 'requirements' ? requirements.files : []),
    ...(lockfile === null ? [] : [lockfile]),
    ...(source === 'requirements' ? [] : ['pyproject.toml', 'Pipfile'].map((name) => join(root, name))),
    ...(manager === 'uv' ? ['uv.toml', '.python-version'].map((name) => join(root, name)) : []),
    ...(manager === 'poetry' ? [join(root, 'poetry.toml')] : []),
    ...(root === scope.dir || source === 'requirements' ? [] : [scope.at('pyproject.toml')]),
    ...workspaceManifests(scope, project),
  ].filter((path, index, all) => scope.project.has(path) && all.indexOf(path) === index);
  for (const path of manifests) {
    if (basename(path) === 'Pipfile' && manager !== 'pipenv') continue;
    if (basename(path) === 'pyproject.toml' && manager === 'pipenv') continue;
    const because = path === lockfile ? 'it locks the dependencies' : 'the install reads it';
    yield { field: 'runtime.installFiles', value: [path], file: path, line: null, confidence: 'config', because };
  }
  yield* localPaths(scope, project);
  const index =
    requirements &&
    scope
      .text(requirements.path)
      ?.text.split('\n')
      .findIndex((line) => /^(-i|--index-url|--extra-index-url)[\s=]+\S*:\/\/[^\s/]*@/.test(line));
  if (requirements !== undefined && index !== undefined && index >= 0) {
    const detail = `${relativeTo(requirements.path, scope.dir)} holds the credential of a package index`;
    const hint = 'Take it out, and hand it to the build as a secret: --secret id=netrc,src=$HOME/.netrc.';
    yield {
      diagnostic: {
        code: 'DRK1108',
        severity: 'warning',
        detail,
        at: { file: requirements.path, line: index + 1 },
        hint,
      },
    };
  }
}

/** How the dependencies of a Python component are installed, and what must be there before. */
export const pythonInstall = defineDetector({
  id: 'python-install',
  layer: 'runtime',
  title: 'How the dependencies of a Python component are installed',
  docs: 'https://pip.pypa.io/en/stable/cli/pip_install/',
  when: PYTHON_TRIGGER,
  detect,
});
