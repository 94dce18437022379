import { dirname, insideRoot, join, type RelPath, ROOT } from '../../core/model/paths.ts';
import type { FileTree } from '../../core/workspace/file-tree.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { moduleIndex } from '../javascript/module-index.ts';
import { entriesOf, stringOf } from './json-shape.ts';
import { fileIn, foldersUp, loneEntry } from './node-folder.ts';
import { findDependency, readPackageJson } from './package-json.ts';

/** A project that a tool's own file declares: one package.json above it may be the only one of all of them. */
export interface InnerProject {
  readonly name: string;
  readonly dir: RelPath;
  /** The folder of the package.json that they share, in which the tool runs. */
  readonly root: RelPath;
  readonly tool: 'nx' | 'angular' | 'nest';
  readonly isApplication: boolean;
  /** The document that declares it, and the keys below which its settings stand. */
  readonly doc: Doc;
  readonly keys: readonly string[];
}

type Projects = ReadonlyMap<RelPath, InnerProject>;

/** Names that every tool takes on its command line and that no shell reads otherwise. */
const NAME = /^[@\w][\w@/.-]*$/;

/** The files that the command line of NestJS looks for, in its order. Source: @nestjs/cli/lib/configuration/nest-configuration.loader.js */
export const NEST_CONFIGS = ['nest-cli.json', '.nestcli.json', '.nest-cli.json', 'nest.json'] as const;

/** The folder above a project in which Nx runs. */
function nxRoot(scope: Scope, dir: RelPath): RelPath | undefined {
  const root = foldersUp(dir).find((one) => fileIn(scope, one, 'nx.json') !== undefined);
  const top = root === undefined ? undefined : readPackageJson(scope, join(root, 'package.json'));
  return top !== undefined && findDependency(top, 'nx') !== undefined && root !== dir ? root : undefined;
}

/** The projects of Nx that a project.json declares. Source: https://nx.dev/docs/reference/project-configuration */
function* nxProjects(scope: Scope): Iterable<InnerProject> {
  for (const path of scope.project.named('project.json')) {
    const dir = dirname(path);
    const root = nxRoot(scope, dir);
    const doc = root === undefined ? undefined : scope.doc(path, 'json');
    const name = stringOf(doc?.get('name')) ?? dir.slice(dir.lastIndexOf('/') + 1);
    if (root === undefined || doc === undefined || !NAME.test(name)) continue;
    const isApplication = doc.get('projectType') === 'application' && !/-e2e$/.test(name);
    yield { name, dir, root, tool: 'nx', isApplication, doc, keys: [] };
  }
}

/** True when the entry file of a NestJS application opens a port, which a worker or a standalone application does not. */
function opensPort(
  scope: Scope,
  root: RelPath,
  doc: Doc | undefined,
  [name, project]: readonly [string, unknown],
): boolean {
  const settings = entriesOf(project);
  const folder = stringOf(settings.get('sourceRoot')) ?? `${stringOf(settings.get('root')) ?? ''}/src`;
  const entry = stringOf(doc?.get('projects', name, 'entryFile')) ?? stringOf(doc?.get('entryFile')) ?? 'main';
  const path = insideRoot(`${root}/${folder}/${entry}.ts`);
  const tree = path === undefined ? undefined : scope.syntax(path);
  const calls = tree === undefined ? [] : moduleIndex(tree).calls;
  return calls.some(({ method, node }) => method === 'listen' && node.arguments.length > 0);
}

/** The projects of a file that lists several: angular.json, nest-cli.json. */
function* listed(
  scope: Scope,
  path: RelPath,
  tool: 'angular' | 'nest',
  type: 'type' | 'projectType',
): Iterable<InnerProject> {
  const root = dirname(path);
  const doc = fileIn(scope, root, 'package.json') === undefined ? undefined : scope.doc(path, 'json');
  const projects = [...entriesOf(doc?.get('projects'))];
  const runs = ([name, project]: (typeof projects)[number]): boolean =>
    entriesOf(project).get(type) === 'application' && !/-e2e$/.test(name);
  const servers = projects.filter(runs).filter((one) => tool === 'angular' || opensPort(scope, root, doc, one));
  for (const [name, project] of projects) {
    const folder = stringOf(entriesOf(project).get('root'));
    const dir = folder === undefined ? undefined : insideRoot(`${root}/${folder}`);
    if (doc === undefined || dir === undefined || dir === root || !NAME.test(name)) continue;
    if (!scope.project.hasFolder(dir)) continue;
    // One application is what the whole repository is for, and the second without a port is a process beside the first.
    const isApplication = servers.length > 1 && runs([name, project]);
    yield { name, dir, root, tool, isApplication, doc, keys: ['projects', name] };
  }
}

const cache = new WeakMap<FileTree, Projects>();

/** Every project that a tool's file declares, by its folder; the folder's own file before one that lists several. */
export function innerProjects(scope: Scope): Projects {
  const known = cache.get(scope.project);
  if (known !== undefined) return known;
  const found = new Map<RelPath, InnerProject>();
  const all = [
    ...nxProjects(scope),
    ...scope.project.named('angular.json').flatMap((path) => [...listed(scope, path, 'angular', 'projectType')]),
    ...scope.project.named(...NEST_CONFIGS).flatMap((path) => [...listed(scope, path, 'nest', 'type')]),
  ];
  for (const project of all) if (!found.has(project.dir)) found.set(project.dir, project);
  cache.set(scope.project, found);
  return found;
}

/** The innermost project that holds a file. */
export function projectHolding(scope: Scope, path: RelPath): InnerProject | undefined {
  const projects = innerProjects(scope);
  const dir = foldersUp(dirname(path)).find((one) => one !== ROOT && projects.has(one));
  return dir === undefined ? undefined : projects.get(dir);
}

/**
 * True when the component's own folder holds a package.json, a project that shares one, or, at the project root, a lone
 * server file.
 */
export function isNodeFolder(scope: Scope): boolean {
  const hasManifest = scope.project.has(scope.at('package.json')) || innerProject(scope) !== undefined;
  return hasManifest || loneEntry(scope) !== undefined;
}

/** True where the folder of the shared package.json is one of the projects: of Nx alone, or an Angular workspace's first. */
function isProjectItself(scope: Scope): boolean {
  const angular = fileIn(scope, scope.dir, 'angular.json');
  const listed = entriesOf(angular && scope.doc(angular, 'json')?.get('projects'));
  const own = [...listed.values()].some((one) => entriesOf(one).get('root') === '');
  return own || innerProjects(scope).has(scope.dir) || fileIn(scope, scope.dir, 'project.json') !== undefined;
}

/** True for a package.json that is there for the projects below it, none of which is its own folder. */
export function isShared(scope: Scope): boolean {
  const projects = innerProjects(scope);
  if (fileIn(scope, scope.dir, 'package.json') === undefined || isProjectItself(scope)) return false;
  const below = [...projects.values()].filter(({ root, isApplication }) => isApplication && root === scope.dir);
  return below.some(({ dir }) => fileIn(scope, dir, 'package.json') === undefined);
}

/** The component as such a project, where it has no package.json of its own. */
export function innerProject(scope: Scope): InnerProject | undefined {
  if (scope.dir === ROOT || scope.project.has(scope.at('package.json'))) return undefined;
  const project = innerProjects(scope).get(scope.dir);
  return project?.isApplication === true ? project : undefined;
}
