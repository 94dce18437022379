import type { AppKind } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { innerProject } from '../node/inner-projects.ts';
import { entryFiles, entryOf } from './entry.ts';
import { frameworkOf } from './framework-of.ts';
import { innerBuild } from './inner-build.ts';
import { isLibrary } from './library.ts';
import { portOpening } from './listen-calls.ts';
import { perComponent } from './memo.ts';
import { reachableModules } from './module-graph.ts';
import type { ModuleIndex } from './module-index.ts';
import { dependencyLine, nodeProject } from './node-project.ts';
import { serverProgram } from './server-programs.ts';
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

/** Where a server of the Model Context Protocol is made that its client starts and talks to through pipes. */
function stdioServer(modules: readonly ModuleIndex[]): Pick<Shape, 'file' | 'line'> | undefined {
  for (const { path, calls } of modules) {
    const made = calls.find(({ name }) => name === 'StdioServerTransport');
    if (made !== undefined) return { file: path, line: made.line };
  }
  return undefined;
}

/** Says what a component of the server family is. `undefined` for one that a framework's own detector describes. */
export const shapeOf = perComponent((scope: Scope): Shape | undefined => {
  const family = frameworkOf(scope)?.framework.family;
  if (family === 'meta' || family === 'static') return undefined;
  // Of a project without a manifest only a build for Node runs.
  if (innerProject(scope) !== undefined && innerBuild(scope)?.runs === undefined) return undefined;
  const modules = serverModules(scope);
  const entry = entryOf(scope);
  const project = nodeProject(scope);
  const { process } = startPlan(scope);
  const opening = portOpening(scope, modules);
  if (opening !== undefined) {
    return { kind: 'web', ...opening, confidence: 'source', because: 'its code listens on a port' };
  }
  if (process?.run.program && serverProgram(process.run.program, project?.dependencies) !== undefined) {
    const because = `${process.run.program} serves it`;
    return { kind: 'web', file: project?.path ?? null, line: process.line, confidence: 'manifest', because };
  }
  const found = frameworkOf(scope);
  const uses =
    family === 'server' && modules.some(({ imports }) => imports.some(({ source }) => source === found?.packageName));
  const stdio = stdioServer(modules);
  if (stdio !== undefined) {
    return { kind: 'cli', ...stdio, confidence: 'source', because: 'it speaks MCP over standard input and output' };
  }
  if (project !== undefined && entry?.from === 'bin' && !uses) {
    const { line } = entry;
    return { kind: 'cli', file: project.path, line, confidence: 'manifest', because: 'it is a program to be called' };
  }
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
