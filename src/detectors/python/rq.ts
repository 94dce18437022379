import { relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { textOf } from './expression.ts';
import { canonical, type PyModule } from './module-index.ts';
import { importName, modulesOf } from './modules.ts';
import { scriptStart } from './script-command.ts';
import { settingOf } from './settings.ts';
import type { WorkerProcess } from './worker-process.ts';

type Call = PyModule['calls'][number];

function callsOf(scope: Scope, name: RegExp): readonly { readonly module: PyModule; readonly call: Call }[] {
  return modulesOf(scope).flatMap((module) =>
    module.calls.filter(({ expr }) => name.test(canonical(module, expr.callee))).map((call) => ({ module, call })),
  );
}

/** The variable that the address of Redis comes from, as far as the code reads one. */
function addressVariable(scope: Scope): string | undefined {
  return callsOf(scope, /^redis(\.\w+)*\.from_url$/)
    .map(({ module, call }) => settingOf(scope, module, call.expr.args[0] ?? call.expr.named.get('url')).variable)
    .find((variable) => variable !== null && /^[A-Za-z_]\w*$/.test(variable)) as string | undefined;
}

/** A script of the project that runs the worker itself. */
function ownScript(scope: Scope): WorkerProcess | undefined {
  const found = callsOf(scope, /^rq(\.worker)?\.(Simple)?Worker$/).find(
    ({ module, call }) => module.mainLine !== null || call.owner === '',
  );
  if (found === undefined) return undefined;
  const { command } = scriptStart(scope, found.module);
  const because = 'this script runs RQ’s worker';
  return { name: 'worker', command, file: found.module.path, line: found.call.line, because };
}

/**
 * RQ's worker for the queues that the code makes. Its address is an option, which a shell fills in from the environment.
 * Source: https://python-rq.org/docs/workers/
 */
export function rqWorker(scope: Scope): WorkerProcess | undefined {
  const own = ownScript(scope);
  if (own !== undefined) return own;
  const queues = callsOf(scope, /^rq(\.queue)?\.Queue$/);
  const [first] = queues;
  if (first === undefined) return undefined;
  const named = queues.map(({ call }) => textOf(call.expr.args[0] ?? call.expr.named.get('name')) ?? 'default');
  const names = [...new Set(named)].filter((name) => /^[\w.:-]+$/.test(name));
  const variable = addressVariable(scope);
  const folder = relativeTo(importName(scope, first.module.path).root, scope.dir);
  const path = folder === '.' || !/^[\w./-]+$/.test(folder) ? '' : ` --path ${folder}`;
  const line = `exec rq worker --url "$${variable ?? 'REDIS_URL'}"${path} ${names.join(' ')}`;
  return {
    name: 'worker',
    command: ['/bin/sh', '-c', line],
    file: first.module.path,
    line: first.call.line,
    because: 'RQ’s queues are made here',
    ...(variable === undefined ? { reads: 'REDIS_URL' } : {}),
  };
}
