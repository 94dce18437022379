import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { type ListenCall, listenCalls } from '../javascript/listen-calls.ts';
import { isNodeComponent, NODE_TRIGGER } from '../javascript/node-component.ts';
import { nodeProject } from '../javascript/node-project.ts';
import { refusalOf, serverModules } from '../javascript/shape.ts';
import { startPlan } from '../javascript/start-plan.ts';

type Told = Claim<'application'> | Notice;

const LOCAL: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

/** What the start script says of the port: an assignment of its variable, or a `--port` option. */
function* fromScript(scope: Scope, variable: string | null): Iterable<Told> {
  const { process } = startPlan(scope);
  const file = nodeProject(scope)?.path;
  if (process === undefined || file === undefined) return;
  const assigned = process.run.env.get(variable ?? 'PORT');
  const { args } = process.run;
  const at = args.findIndex((arg) => arg === '--port' || arg === '-p');
  const flag = at >= 0 ? args[at + 1] : args.find((arg) => arg.startsWith('--port='))?.slice(7);
  for (const [text, what] of [
    [flag, 'passes --port'],
    [assigned, `sets ${variable ?? 'PORT'}`],
  ] as const) {
    if (text === undefined || !/^\d{1,5}$/.test(text) || Number(text) > 65535 || Number(text) === 0) continue;
    const because = `the ${process.script} script ${what}`;
    yield { field: 'app.port', value: Number(text), file, line: process.line, confidence: 'manifest', because };
    return;
  }
}

/** Whether the server can be reached from outside the container, and what makes it so. */
function* bindOf({ file, line, host, localByDefault }: ListenCall): Iterable<Told> {
  const place = { file, line } as const;
  const local = host === undefined ? localByDefault : typeof host.value === 'string' && LOCAL.has(host.value);
  if (host !== undefined && host.variable !== null && (local || (host.value === null && localByDefault))) {
    const because = `the listen call takes its host from ${host.variable}, and its default is localhost`;
    yield { field: 'app.bindEnv', value: { [host.variable]: '0.0.0.0' }, ...place, confidence: 'source', because };
    return;
  }
  if (!local) return;
  const detail =
    host === undefined
      ? 'The listen call names no host, and this server then listens on localhost only'
      : `The listen call binds to ${String(host.value)} only`;
  yield { diagnostic: { code: 'DRK1106', severity: 'warning', detail, at: { file, line } } };
}

/** The port, its variable and the bind address, read in the listen call that the entry file reaches. */
export const nodePort = defineDetector({
  id: 'node-port',
  layer: 'application',
  title: 'Port and bind address from the listen call',
  docs: 'https://nodejs.org/api/net.html#serverlisten',
  when: NODE_TRIGGER,
  *detect(scope, known) {
    if (!isNodeComponent(scope, known) || refusalOf(scope) !== undefined) return;
    const { process } = startPlan(scope);
    const family = frameworkOf(scope)?.framework.family;
    if (
      family === 'static' ||
      (family === 'meta' && process === undefined && frameworkOf(scope)?.framework.id !== 'nestjs')
    )
      return;
    const calls = listenCalls(scope, serverModules(scope));
    const first = calls.find(({ port }) => port !== null) ?? calls[0];
    yield* fromScript(scope, first?.portVariable ?? null);
    if (first === undefined) return;
    const { file, line, port, portVariable } = first;
    for (const call of calls) {
      if (call.port === null || (call !== first && call.port === port)) continue;
      const rung = call === first ? 'source' : 'convention';
      const because = `the listen call ${call.portVariable === null ? 'names it' : `falls back to it when ${call.portVariable} is not set`}`;
      yield { field: 'app.port', value: call.port, file: call.file, line: call.line, confidence: rung, because };
    }
    if (portVariable !== null) {
      const because = 'the listen call reads it';
      yield { field: 'app.portVariable', value: portVariable, file, line, confidence: 'source', because };
    }
    yield* bindOf(first);
  },
});
