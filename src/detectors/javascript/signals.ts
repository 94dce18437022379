import type { Scope } from '../../core/workspace/scope.ts';
import { stringIn } from './expressions.ts';
import { opensPort } from './listen-calls.ts';
import type { ModuleIndex } from './module-index.ts';

/** A place that makes the process stop on SIGTERM. */
export interface SignalHandler {
  readonly file: ModuleIndex['path'];
  readonly line: number;
  readonly because: string;
}

/** Packages whose use installs a SIGTERM handler. */
const PACKAGES: ReadonlySet<string> = new Set([
  ...['close-with-grace', 'http-graceful-shutdown', '@godaddy/terminus', 'lightship', 'node-graceful-shutdown'],
  ...['fastify-graceful-shutdown', 'exit-hook', 'async-exit-hook', 'graceful-server', '@gquittet/graceful-server'],
  ...['node-graceful', 'express-graceful-exit', 'koa-graceful-shutdown', '@fastify/graceful-shutdown', 'death'],
]);

/** Frameworks whose servers end by themselves on SIGTERM. Source: Application of @loopback/core, dist/application.js */
const FRAMEWORKS: ReadonlySet<string> = new Set(['@loopback/rest']);

/** The first place of the files that handles SIGTERM; `undefined` when there is none. */
export function signalHandler(scope: Scope, modules: readonly ModuleIndex[]): SignalHandler | undefined {
  for (const module of modules) {
    for (const { node, name, method, line } of module.calls) {
      const at = { file: module.path, line };
      // NestJS closes the application and sends the signal once more, which process 1 ignores: only a server ends by itself.
      if (method === 'enableShutdownHooks') {
        if (opensPort(scope, modules)) return { ...at, because: 'enableShutdownHooks() closes the server on SIGTERM' };
        continue;
      }
      if (/^listen(If)?$/.test(method ?? '') && stringIn(node.arguments.at(-2)) === 'SIGTERM')
        return { ...at, because: 'the application handles SIGTERM' };
      if (name !== 'process.on' && name !== 'process.once' && name !== 'process.addListener') continue;
      const signal = stringIn(node.arguments[0]);
      const looped = signal === undefined && module.signals.includes('SIGTERM');
      if (signal === 'SIGTERM' || looped) return { ...at, because: 'the code handles SIGTERM' };
    }
    const taken = module.imports.find(
      ({ source, typeOnly }) => !typeOnly && (PACKAGES.has(source) || FRAMEWORKS.has(source)),
    );
    if (taken !== undefined) {
      return { file: module.path, line: taken.line, because: `${taken.source} handles SIGTERM` };
    }
  }
  return undefined;
}
