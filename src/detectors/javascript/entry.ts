import { insideRoot, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { sourceOf } from './compiled-path.ts';
import { declaredProgram } from './declared-program.ts';
import { habitual } from './habitual-entry.ts';
import { innerBuild } from './inner-build.ts';
import { opensPort } from './listen-calls.ts';
import { perComponent } from './memo.ts';
import { reachableModules } from './module-graph.ts';
import { nestProjectAt, nestProjects } from './nest-projects.ts';
import { nodeProject } from './node-project.ts';
import { scriptContext } from './script-context.ts';
import { optionOf, programUse } from './script-flags.ts';
import { servingFiles } from './serving-files.ts';
import { startPlan } from './start-plan.ts';
import { unwrapScript } from './unwrap-script.ts';

/** An entry file and what shows that it is one. */
export interface Entry {
  readonly path: RelPath;
  readonly from: 'script' | 'development' | 'config' | 'main' | 'bin' | 'habit' | 'search';
  readonly line: number | null;
  readonly because: string;
  /** The file that says so, where it is not the manifest. */
  readonly file?: RelPath;
  /** The file that runs, relative to the component, where the manifest names it: of a program, the built one. */
  readonly runs?: string;
}

/** The file that the main line of a Procfile runs. */
function fromProcfile(scope: Scope): Entry | undefined {
  const file = scope.at('Procfile');
  const lines = scope.text(file)?.text.split('\n') ?? [];
  for (const name of ['web', 'worker']) {
    const at = lines.findIndex((line) => line.startsWith(`${name}:`));
    if (at < 0) continue;
    const run = unwrapScript((lines[at] ?? '').slice(name.length + 1).trim(), scriptContext(scope));
    const path = run.kind === 'process' && run.entry !== null ? sourceOf(scope, run.entry) : undefined;
    return path && { path, from: 'script', line: at + 1, because: `the Procfile starts ${name} so` };
  }
  return undefined;
}

/** True when `main` only names the declared program once more. */
function isProgramOnly(scope: Scope): boolean {
  const main = nodeProject(scope)?.manifest.main?.replace(/^(\.\/)+/, '');
  return main !== undefined && declaredProgram(scope)?.file === main;
}

/** The program that the package declares, unless a file with a server's name listens on a port beside it. */
function programEntry(scope: Scope, habit: RelPath | undefined): Entry | undefined {
  const program = declaredProgram(scope);
  const path = program && sourceOf(scope, program.file);
  if (program === undefined || path === undefined) return undefined;
  if (habit !== undefined && habit !== path && opensPort(scope, reachableModules(scope, [habit]))) return undefined;
  const { name, file, line } = program;
  return { path, from: 'bin', line, because: `package.json declares the program ${name}`, runs: file };
}

/** The file in which a Mastra application is put together: `index.ts` of the folder that its build names. */
function mastraEntry(scope: Scope): Entry | undefined {
  const project = nodeProject(scope);
  if (project?.dependencies.has('mastra') !== true) return undefined;
  const use = programUse(project.manifest.scripts.get('build') ?? '', 'mastra');
  const folder = (use && optionOf(use.args, '--dir', '-d')) ?? 'src/mastra';
  const path = sourceOf(scope, `${folder}/index`);
  const line = project.manifest.lineOf('scripts', 'build');
  return path && { path, from: 'config', line, because: 'mastra build takes it' };
}

/** The file that the application starts with, as source; `undefined` when nothing names one. */
export const entryOf = perComponent((scope: Scope): Entry | undefined => {
  const declared = fromProcfile(scope);
  if (declared !== undefined) return declared;
  const { process, development } = startPlan(scope);
  if (process?.run.entry) {
    const path = nestProjectAt(scope, process.run.entry)?.source ?? sourceOf(scope, process.run.entry);
    if (path !== undefined) {
      return { path, from: 'script', line: process.line, because: `the ${process.script} script runs it` };
    }
  }
  const inner = innerBuild(scope);
  if (inner?.source !== undefined) {
    const { source: path, runs, file, line } = inner;
    const because = `${file} has its build target`;
    return { path, from: 'config', line, because, file, ...(runs === undefined ? {} : { runs }) };
  }
  const agents = mastraEntry(scope);
  if (agents !== undefined) return agents;
  const [first] = nestProjects(scope);
  if (first !== undefined && process === undefined) {
    const { source, output, line, name } = first;
    return { path: source, from: 'config', line, because: `the configuration of NestJS names ${name}`, runs: output };
  }
  for (const { run, script, line } of development) {
    const path = run.entry === null ? undefined : sourceOf(scope, run.entry);
    if (path !== undefined) return { path, from: 'development', line, because: `the ${script} script runs it` };
  }
  const manifest = nodeProject(scope)?.manifest;
  if (manifest?.main !== undefined && insideRoot(manifest.main) !== undefined && !isProgramOnly(scope)) {
    const path = sourceOf(scope, manifest.main);
    if (path !== undefined)
      return { path, from: 'main', line: manifest.lineOf('main'), because: 'package.json names it as main' };
  }
  const path = habitual(scope);
  const program = process === undefined ? programEntry(scope, path) : undefined;
  if (program !== undefined) return program;
  if (path !== undefined) {
    return { path, from: 'habit', line: null, because: 'its name is the habit for an entry file' };
  }
  const serving = manifest?.private === true && process === undefined ? servingFiles(scope)[0] : undefined;
  return serving && { path: serving, from: 'search', line: null, because: 'it opens a port' };
});

/** The entries of further programs of the component's package. */
export function otherEntries(scope: Scope): readonly RelPath[] {
  const entry = entryOf(scope)?.path;
  return nestProjects(scope)
    .map(({ source }) => source)
    .filter((source) => source !== entry);
}

/** What the runner of Moleculer loads: its settings, and the services. */
const MOLECULER = /(^|\/)(moleculer\.config|[\w.-]+\.service)\.[cm]?[jt]s$/;
/** What LoopBack boots. Source: https://loopback.io/doc/en/lb4/Booting-an-Application.html */
const LOOPBACK = /\.(controller|datasource|repository|service|observer|interceptor)\.[jt]s$/;

function named(scope: Scope, pattern: RegExp): readonly RelPath[] {
  return scope.tree.files.filter((path) => pattern.test(path) && !/(^|\/)(__tests__|tests?)\//.test(path));
}

/** What a framework loads by the names of files, so that no import leads to it. */
function serviceFiles(scope: Scope): readonly RelPath[] {
  if (startPlan(scope).process?.run.program?.startsWith('moleculer-runner') === true) return named(scope, MOLECULER);
  return nodeProject(scope)?.dependencies.has('@loopback/boot') === true ? named(scope, LOOPBACK) : [];
}

/** The entry as a list, for walking the module graph; AdonisJS loads what its own file lists as well. */
export function entryFiles(scope: Scope): readonly RelPath[] {
  const entry = entryOf(scope);
  const preloads = scope.at('adonisrc.ts');
  const listed = entry === undefined ? [] : [entry.path, ...(scope.project.has(preloads) ? [preloads] : [])];
  return [...listed, ...serviceFiles(scope).filter((path) => !listed.includes(path))];
}
