import semver from 'semver';
import type { Refusal } from '../../core/model/facts.ts';
import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { fileIn, foldersUp } from '../node/node-folder.ts';
import { redwoodOfSide } from '../node/redwood-project.ts';
import { rushRepository } from '../node/rush.ts';
import { findWorkspace } from '../node/workspaces.ts';
import { frameworkOf } from './framework-of.ts';
import { isLibrary } from './library.ts';
import { listeningCall, opensPort } from './listen-calls.ts';
import { perComponent } from './memo.ts';
import { dependencyLine, type NodeProject, nodeProject } from './node-project.ts';
import { PLATFORMS, REFUSALS } from './refusal-rules.ts';
import { serverModules, shapeOf } from './shape.ts';
import { startPlan } from './start-plan.ts';

/** A refusal and the line that shows it. */
export interface Refused {
  readonly refusal: Refusal;
  readonly line: number | null;
  readonly file: RelPath;
}

/** A sign of a tool or platform: what it is called and where it stands. */
interface Sign {
  readonly name: string;
  readonly file: RelPath;
  readonly line: number | null;
}

function signOf(
  scope: Scope,
  project: NodeProject,
  packages: readonly string[],
  files: readonly string[],
): Sign | undefined {
  const name = packages.find((one) => project.dependencies.has(one));
  if (name !== undefined) return { name, file: project.path, line: dependencyLine(project, name) };
  const file = fileIn(scope, scope.dir, ...files);
  return file && { name: file, file, line: 1 };
}

/** An application that is packaged for something other than a server. */
function packaged(scope: Scope, project: NodeProject): Refused | undefined {
  for (const { packages, files = [], kind, title, remedy, unless } of REFUSALS) {
    const sign = signOf(scope, project, packages, files);
    if (sign === undefined || unless?.some((one) => project.dependencies.has(one)) === true) continue;
    if (opensPort(scope, serverModules(scope)) && startPlan(scope).process !== undefined) continue;
    const { name, file, line } = sign;
    return { refusal: { kind, reason: `it is ${title} (${name})`, remedy }, line, file };
  }
  return undefined;
}

function extension(scope: Scope, { manifest, path }: NodeProject): Refused | undefined {
  if (manifest.engines.has('vscode')) {
    const reason = 'it is a Visual Studio Code extension: the editor runs it';
    const remedy = 'Package it with vsce; name another folder for a server.';
    const line = manifest.lineOf('engines', 'vscode');
    return { refusal: { kind: 'extension', reason, remedy }, line, file: path };
  }
  if (manifest.get('directus:extension') !== undefined) {
    const reason = 'it is an extension of Directus: the server in whose folder it lies loads it';
    const remedy = 'Name the folder of the Directus server.';
    const line = manifest.lineOf('directus:extension');
    return { refusal: { kind: 'extension', reason, remedy }, line, file: path };
  }
  for (const name of ['manifest.json', 'public/manifest.json', 'src/manifest.json']) {
    const file = scope.at(name);
    const doc = scope.project.has(file) ? scope.doc(file, 'json') : undefined;
    if (doc?.get('manifest_version') === undefined) continue;
    const reason = 'it is a browser extension: the browser runs it';
    const remedy = 'Package it for the browser’s store; name another folder for a server.';
    return { refusal: { kind: 'extension', reason, remedy }, line: doc.lineOf('manifest_version'), file };
  }
  return undefined;
}

/** The template of the AWS Serverless Application Model, in the component's folder or above it. */
function samTemplate(scope: Scope): Sign | undefined {
  for (const dir of foldersUp(scope.dir)) {
    const file = fileIn(scope, dir, 'template.yaml', 'template.yml');
    const doc = file && scope.doc(file, 'yaml');
    if (file === undefined || doc === undefined) continue;
    const transform = [doc.get('Transform')].flat();
    if (!transform.some((one) => typeof one === 'string' && one.startsWith('AWS::Serverless'))) continue;
    return { name: 'AWS SAM', file, line: doc.lineOf('Transform') };
  }
  return undefined;
}

/** A platform that calls the component's functions, with the change that would make a server of them. */
function platformOf(scope: Scope, project: NodeProject): { readonly sign: Sign; readonly remedy: string } | undefined {
  for (const { title, packages, files, folders, remedy } of PLATFORMS) {
    const found = signOf(scope, project, packages, files);
    const folder = folders?.find((one) => scope.tree.hasFolder(scope.at(one)));
    const lonely = folders !== undefined && folder === undefined && files.length > 0;
    if (found !== undefined && !lonely) return { sign: { ...found, name: title }, remedy };
    if (folder === undefined || files.length > 0) continue;
    const file = scope.project.files.find((path) => path.startsWith(join(scope.dir, `${folder}/`))) ?? project.path;
    return { sign: { name: title, file, line: null }, remedy };
  }
  const sam = samTemplate(scope);
  const remedy = 'Add a file that calls the handlers from an HTTP server, and a start script that runs it.';
  return sam && { sign: sam, remedy };
}

/** Functions that a platform calls, and nothing that serves by itself. */
function functions(scope: Scope, project: NodeProject): Refused | undefined {
  const family = frameworkOf(scope)?.framework.family;
  if (family === 'meta' || family === 'static' || startPlan(scope).process !== undefined) return undefined;
  if (listeningCall(scope, serverModules(scope)) !== undefined) return undefined;
  const platform = platformOf(scope, project);
  if (platform === undefined) return undefined;
  const { sign, remedy } = platform;
  const reason = `it holds functions for ${sign.name} and no server of its own`;
  return { refusal: { kind: 'serverless', reason, remedy }, line: sign.line, file: sign.file };
}

/** A package for others to import. */
function library(scope: Scope, { manifest, path: file }: NodeProject): Refused | undefined {
  const shape = shapeOf(scope);
  const framework = frameworkOf(scope);
  const { process, development } = startPlan(scope);
  if (shape?.kind === 'web' || shape?.kind === 'cli' || framework?.framework.family === 'meta') return undefined;
  if (framework?.framework.family === 'static' && !(isLibrary(scope) && !manifest.private)) return undefined;
  const idle = process === undefined && development.length === 0;
  const offers = isLibrary(scope) || manifest.bin.size > 0 || (manifest.main !== undefined && !manifest.private);
  if (!idle || !offers || (shape !== undefined && !isLibrary(scope)) || isWorkspaceRoot(scope)) return undefined;
  const reason = 'it is a package that other programs import or install: it has no start script and no server';
  const line =
    manifest.lineOf('exports') ?? manifest.lineOf('main') ?? manifest.lineOf('files') ?? manifest.lineOf('bin');
  const remedy = 'Name the folder of an application, or add a start script.';
  return { refusal: { kind: 'library', reason, remedy }, line, file };
}

/** True for the root of a monorepo, which holds applications rather than being one. */
function isWorkspaceRoot(scope: Scope): boolean {
  const { root, members } = findWorkspace(scope);
  return root === scope.dir && members.length > 0;
}

/** A project of a Rush whose `rush deploy` makes no links to programs yet, or that has none (decision 0020). */
function rush(scope: Scope): Refused | undefined {
  const found = rushRepository(scope);
  if (found === undefined || semver.satisfies(found.version ?? '', '>=5.29.0', { includePrerelease: true }))
    return undefined;
  const reason = `an image needs Rush 5.29 or later to install and to deploy one project, and rush.json pins ${found.version ?? 'none'}`;
  const remedy = 'Raise rushVersion, run `rush update` and commit what it writes.';
  const { path: file } = found.doc;
  return { refusal: { kind: 'unsupported', reason, remedy }, file, line: found.doc.lineOf('rushVersion') };
}

/** One of the two folders of a RedwoodJS application, both of which the image of its root holds. */
function side(scope: Scope): Refused | undefined {
  const project = redwoodOfSide(scope);
  if (project === undefined) return undefined;
  const reason = 'it is one side of a RedwoodJS application, and the image of the folder above it holds both';
  const remedy = 'There is nothing to do: the component of that folder builds and serves it.';
  return { refusal: { kind: 'library', reason, remedy }, line: null, file: project.file };
}

/** Why a component cannot be a container; `undefined` when nothing speaks against it. */
export const refusalOf = perComponent((scope: Scope): Refused | undefined => {
  const project = nodeProject(scope);
  if (project === undefined) return undefined;
  const other = side(scope) ?? packaged(scope, project) ?? extension(scope, project) ?? functions(scope, project);
  return other ?? library(scope, project) ?? rush(scope);
});
