import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import { isWithin, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { shown } from '../node/version-source.ts';
import { indexSecrets } from '../python/index-secrets.ts';
import { installFiles, sourceFile } from '../python/install-files.ts';
import { localSources } from '../python/local-sources.ts';
import { canonical } from '../python/module-index.ts';
import { modulesOf } from '../python/modules.ts';
import { namesPython, type PythonProject, pythonProject } from '../python/project.ts';
import { PYTHON_TRIGGER } from '../python/python-component.ts';
import { scmVersion } from '../python/scm-version.ts';
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

/** Folders of path dependencies: installed from the tree, so they must be there first. */
function* localPaths(scope: Scope, project: PythonProject): Iterable<Item> {
  for (const { path, written, file, line } of localSources(scope, project)) {
    if (path === scope.dir) continue;
    if (path === undefined || !isWithin(path, project.root) || !scope.project.hasFolder(path)) {
      const detail = `${file} installs ${path ?? shown(written)}, which is not in the project`;
      const hint = 'Run derrick in a folder that holds both, or publish the package.';
      yield { diagnostic: { code: 'DRK1108', severity: 'warning', detail, at: { file, line }, hint } };
      continue;
    }
    const because = 'it is installed from this path';
    yield { field: 'runtime.installFiles', value: [`${path}/`], file, line, confidence: 'config', because };
  }
}

/** Folders outside of the component that the environment links to. */
function linkedFolders(scope: Scope, project: PythonProject): readonly RelPath[] {
  return localSources(scope, project).flatMap(({ path, editable }) =>
    editable && path !== undefined && !isWithin(path, scope.dir) && scope.project.hasFolder(path) ? [path] : [],
  );
}

/** Credentials of package indexes: those of the environment are secrets of the build, those in a file are told. */
function* credentials(scope: Scope, project: PythonProject): Iterable<Item> {
  for (const { variables, file, line } of indexSecrets(scope, project)) {
    const name = relativeTo(file, scope.dir);
    const open = variables.length === 0;
    const detail = open
      ? `${name} holds the credential of a package index`
      : `the install reads the credential of a package index from ${variables.join(' and ')}`;
    const hint = open
      ? 'Take it out, name a variable of the environment in its place, and hand that to the build as a secret.'
      : `Hand it to the build: ${variables.map((one) => `--secret id=${one},env=${one}`).join(' ')}.`;
    const severity = open ? 'warning' : 'info';
    yield { diagnostic: { code: 'DRK1108', severity, detail, at: { file, line }, hint } };
  }
}

function* told(scope: Scope, project: PythonProject, installs: boolean): Iterable<Item> {
  yield* localPaths(scope, project);
  yield* credentials(scope, project);
  const version = installs ? scmVersion(project) : undefined;
  if (version === undefined) return;
  const [[variable = '', value = ''] = []] = Object.entries(version.env);
  const detail = `${version.plugin} reads the version from git, which is not in the build context; ${variable} says ${value}`;
  const hint = `Set ${variable} in the Dockerfile to the version that the package should show.`;
  const at = { file: version.file, line: version.line };
  yield { diagnostic: { code: 'DRK1108', severity: 'info', detail, at, hint } };
}

function* detect(scope: Scope): Iterable<Item> {
  const project = pythonProject(scope);
  if (project === undefined) return;
  const { manager, lockfile, requirements, pyproject, setup } = project;
  const plan = pythonStart(scope);
  const isSelf = requirements?.local.some(({ path }) => path === scope.dir) === true;
  const needed = plan?.installsProject === true || readsOwnVersion(scope, pyproject?.name ?? setup?.name);
  const installs = project.source === 'setup' || isSelf || needed;
  const from = sourceFile(project);
  const version = installs ? scmVersion(project) : undefined;
  yield {
    field: 'runtime.install',
    value: {
      production: project.dependencies.size > 0 || lockfile !== null,
      development: project.development.size > 0,
      scripts: [],
      local: linkedFolders(scope, project),
      env: version?.env ?? {},
      program: null,
      ...(from === undefined ? {} : { from }),
      ...(plan?.added == null ? {} : { added: [plan.added] }),
      ...(installs ? { project: true } : {}),
      ...(isSelf ? { editable: true } : {}),
      ...(requirements?.hashed === true ? { hashed: true } : {}),
      ...(manager === 'conda' && !namesPython(scope, project) ? { runtime: DATA.python.default } : {}),
    },
    file: project.shownBy.file,
    line: null,
    confidence: 'manifest',
    because: installs
      ? `${manager} installs the dependencies and the project itself`
      : `${manager} installs the dependencies`,
  };
  for (const path of installFiles(scope, project)) {
    const because = path === lockfile ? 'it locks the dependencies' : 'the install reads it';
    yield { field: 'runtime.installFiles', value: [path], file: path, line: null, confidence: 'config', because };
  }
  yield* told(scope, project, installs);
}

/** How the dependencies of a Python component are installed, and what must be there before. */
export const pythonInstall = defineDetector({
  id: 'python-install',
  layer: 'runtime',
  languages: ['python'],
  title: 'How the dependencies of a Python component are installed',
  docs: 'https://pip.pypa.io/en/stable/cli/pip_install/',
  when: PYTHON_TRIGGER,
  detect,
});
