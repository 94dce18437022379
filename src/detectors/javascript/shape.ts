import type { AppKind, Refusal } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { findWorkspace } from '../node/workspaces.ts';
import { entryFiles, entryOf } from './entry.ts';
import { frameworkOf } from './framework-of.ts';
import { opensPort, portOpening } from './listen-calls.ts';
import { perComponent } from './memo.ts';
import { reachableModules } from './module-graph.ts';
import { dependencyLine, nodeProject } from './node-project.ts';
import { startPlan } from './start-plan.ts';

/** What a component without a framework of its own kind is, and why. */
export interface Shape {
  readonly kind: AppKind;
  readonly file: RelPath | null;
  readonly line: number | null;
  readonly confidence: 'source' | 'convention' | 'manifest';
  readonly because: string;
}

/** The modules that run when the application runs. */
export const serverModules = perComponent((scope: Scope) => reachableModules(scope, entryFiles(scope)));

/** Packages whose presence makes a component without a port a worker. */
const WORKERS = [
  ...['bullmq', 'bull', 'bee-queue', 'agenda', 'pg-boss', 'graphile-worker', 'amqplib', 'kafkajs', 'discord.js'],
  ...['grammy', 'telegraf', 'node-telegram-bot-api', 'node-cron', 'cron', '@temporalio/worker', '@slack/bolt', 'mqtt'],
];

/** True when a server library answers without a listen call of the project's own code (`fastify start`). */
const SERVER_PROGRAMS: ReadonlySet<string> = new Set(['fastify', 'srvx', 'json-server', 'probot', 'moleculer-runner']);

/** Says what a component of the server family is. `undefined` for one that a framework's own detector describes. */
export const shapeOf = perComponent((scope: Scope): Shape | undefined => {
  const family = frameworkOf(scope)?.framework.family;
  if (family === 'meta' || family === 'static') return undefined;
  const modules = serverModules(scope);
  const entry = entryOf(scope);
  const project = nodeProject(scope);
  const { process } = startPlan(scope);
  const opening = portOpening(modules);
  if (opening !== undefined) {
    return { kind: 'web', ...opening, confidence: 'source', because: 'its code listens on a port' };
  }
  if (process?.run.program && SERVER_PROGRAMS.has(process.run.program)) {
    const because = `${process.run.program} serves it`;
    return { kind: 'web', file: project?.path ?? null, line: process.line, confidence: 'manifest', because };
  }
  const found = frameworkOf(scope);
  const uses =
    family === 'server' && modules.some(({ imports }) => imports.some(({ source }) => source === found?.packageName));
  const worker = uses ? undefined : project && WORKERS.find((name) => project.manifest.dependencies.has(name));
  if (project !== undefined && worker !== undefined && (process !== undefined || entry !== undefined)) {
    const because = `it uses ${worker} and opens no port`;
    return { kind: 'worker', file: project.path, line: dependencyLine(project, worker), confidence: 'source', because };
  }
  if (family === 'server') {
    const because = `it depends on ${found?.framework.title ?? 'a server library'}`;
    const line = project && found ? dependencyLine(project, found.packageName) : null;
    return { kind: 'web', file: project?.path ?? null, line, confidence: 'convention', because };
  }
  if (process !== undefined) {
    const because = `the ${process.script} script runs it and no file of it opens a port`;
    return { kind: 'worker', file: project?.path ?? null, line: process.line, confidence: 'convention', because };
  }
  if (project !== undefined && project.manifest.bin.size > 0 && project.manifest.private) {
    return {
      kind: 'cli',
      file: project.path,
      line: project.manifest.lineOf('bin'),
      confidence: 'convention',
      because: 'it declares programs only',
    };
  }
  if (entry !== undefined && (entry.from !== 'main' || project?.manifest.private === true) && !isLibrary(scope)) {
    return {
      kind: 'worker',
      file: entry.path,
      line: null,
      confidence: 'convention',
      because: 'its entry file opens no port',
    };
  }
  return undefined;
});

/** True for a package that others import: published fields, and nothing that starts. */
function isLibrary(scope: Scope): boolean {
  const manifest = nodeProject(scope)?.manifest;
  if (manifest === undefined) return false;
  const published =
    manifest.hasExports ||
    manifest.files.length > 0 ||
    manifest.module !== undefined ||
    manifest.get('types') !== undefined;
  return published || (manifest.main !== undefined && manifest.get('peerDependencies') !== undefined);
}

/** A refusal and the line that shows it. */
export interface Refused {
  readonly refusal: Refusal;
  readonly line: number | null;
  readonly file: RelPath;
}

interface RefusalRule {
  readonly packages: readonly string[];
  readonly kind: Refusal['kind'];
  readonly title: string;
  readonly remedy: string;
  /** Packages that make it a server or a site all the same. */
  readonly unless?: readonly string[];
}

const REFUSALS: readonly RefusalRule[] = [
  {
    packages: ['electron'],
    kind: 'desktop',
    title: 'an Electron desktop application',
    remedy: 'Name the folder of its server, if it has one; a desktop application is packaged, not served.',
  },
  {
    packages: ['@tauri-apps/api', '@tauri-apps/cli'],
    kind: 'desktop',
    title: 'a Tauri desktop application',
    remedy: 'Name the folder of its server, if it has one; a desktop application is packaged, not served.',
  },
  {
    packages: ['expo', 'react-native'],
    kind: 'mobile',
    title: 'a mobile application',
    remedy: 'Add react-native-web and `expo export -p web` for a site, or name the folder of the server behind it.',
    unless: ['react-native-web'],
  },
  {
    packages: ['@nativescript/core', '@capacitor/cli'],
    kind: 'mobile',
    title: 'a mobile application',
    remedy: 'Name the folder of the server behind it.',
    unless: ['@angular/core', 'vite', 'react-scripts', 'next', 'nuxt'],
  },
];

const SERVERLESS = [
  'serverless',
  'wrangler',
  '@azure/functions',
  'aws-lambda',
  '@google-cloud/functions-framework',
  'sst',
  '@netlify/functions',
];

function extension(scope: Scope): Refused | undefined {
  const project = nodeProject(scope);
  if (project?.manifest.engines.has('vscode') === true) {
    const line = project.manifest.lineOf('engines', 'vscode');
    const reason = 'it is a Visual Studio Code extension: the editor runs it';
    return {
      refusal: { kind: 'extension', reason, remedy: 'Package it with vsce; name another folder for a server.' },
      line,
      file: project.path,
    };
  }
  for (const name of ['manifest.json', 'public/manifest.json', 'src/manifest.json']) {
    const path = scope.at(name);
    const doc = scope.project.has(path) ? scope.doc(path, 'json') : undefined;
    if (doc?.get('manifest_version') === undefined) continue;
    const reason = 'it is a browser extension: the browser runs it';
    return {
      refusal: {
        kind: 'extension',
        reason,
        remedy: 'Package it for the browser’s store; name another folder for a server.',
      },
      line: doc.lineOf('manifest_version'),
      file: path,
    };
  }
  return undefined;
}

/** Why a component cannot be a container; `undefined` when nothing speaks against it. */
export const refusalOf = perComponent((scope: Scope): Refused | undefined => {
  const project = nodeProject(scope);
  if (project === undefined) return undefined;
  const { manifest, path: file, dependencies } = project;
  for (const { packages, kind, title, remedy, unless } of REFUSALS) {
    const name = packages.find((one) => dependencies.has(one));
    if (name === undefined || unless?.some((one) => dependencies.has(one)) === true) continue;
    if (opensPort(serverModules(scope)) && startPlan(scope).process !== undefined) continue;
    return { refusal: { kind, reason: `it is ${title} (${name})`, remedy }, line: dependencyLine(project, name), file };
  }
  const plugin = extension(scope);
  if (plugin !== undefined) return plugin;
  const shape = shapeOf(scope);
  const framework = frameworkOf(scope);
  const { process, development } = startPlan(scope);
  const idle = process === undefined && development.length === 0;
  const serverless = SERVERLESS.find((one) => dependencies.has(one));
  if (serverless !== undefined && process === undefined && framework === undefined && shape?.kind !== 'web') {
    const reason = `it holds functions for a serverless platform (${serverless}) and no server of its own`;
    const remedy = 'Add a server that calls the functions and a start script, or deploy it with its own platform.';
    return { refusal: { kind: 'serverless', reason, remedy }, line: dependencyLine(project, serverless), file };
  }
  if (shape?.kind === 'web' || framework?.framework.family === 'meta') return undefined;
  if (framework?.framework.family === 'static' && !(isLibrary(scope) && !manifest.private)) return undefined;
  const offers = isLibrary(scope) || manifest.bin.size > 0 || (manifest.main !== undefined && !manifest.private);
  if (!idle || !offers || (shape !== undefined && !isLibrary(scope)) || isWorkspaceRoot(scope)) return undefined;
  const reason = 'it is a package that other programs import or install: it has no start script and no server';
  const line =
    manifest.lineOf('exports') ?? manifest.lineOf('main') ?? manifest.lineOf('files') ?? manifest.lineOf('bin');
  const remedy = 'Name the folder of an application, or add a start script.';
  return { refusal: { kind: 'library', reason, remedy }, line, file };
});

/** True for the root of a monorepo, which holds applications rather than being one. */
function isWorkspaceRoot(scope: Scope): boolean {
  const { root, members } = findWorkspace(scope);
  return root === scope.dir && members.length > 0;
}
