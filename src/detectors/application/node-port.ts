import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { BUILT_SERVERS } from '../javascript/built-servers.ts';
import { examples } from '../javascript/env-examples.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { type ListenCall, listenCalls } from '../javascript/listen-calls.ts';
import { isNodeComponent, NODE_TRIGGER } from '../javascript/node-component.ts';
import { nodeProject } from '../javascript/node-project.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { portOfScript } from '../javascript/script-port.ts';
import { serverModules, shapeOf } from '../javascript/shape.ts';
import { startPlan } from '../javascript/start-plan.ts';

type Told = Claim<'application'> | Notice;

/** The first port that any user may open, and what a port below it is moved by: 80 becomes 8080. */
const FIRST_FREE = 1024;
const MOVED_BY = 8000;

const LOCAL: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

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

/** A host of the developer's machine that the start script sets for the listen call: a container needs every interface. */
function bindOfScript(scope: Scope, { host }: ListenCall): Told | undefined {
  const { process } = startPlan(scope);
  const name = host?.variable ?? null;
  const set = name === null ? undefined : process?.run.env.get(name);
  const file = nodeProject(scope)?.path;
  if (process === undefined || name === null || set === undefined || file === undefined || !LOCAL.has(set)) {
    return undefined;
  }
  const because = `the ${process.script} script sets ${name} to ${set}, which nothing outside the container reaches`;
  return {
    field: 'app.bindEnv',
    value: { [name]: '0.0.0.0' },
    file,
    line: process.line,
    confidence: 'source',
    because,
  };
}

/** The port that the example of the environment shows, for a server whose own default the project cannot change. */
function* portOfExample(scope: Scope, framework: string): Iterable<Told> {
  const listening = listenCalls(scope, serverModules(scope))[0];
  const built = Object.hasOwn(BUILT_SERVERS, framework) ? BUILT_SERVERS[framework]?.portVariable : undefined;
  const name = listening === undefined ? built : listening.port === null ? listening.portVariable : undefined;
  const told = name === undefined || name === null ? undefined : examples(scope).get(name);
  const port = told === undefined || !/^\d{1,5}$/.test(told.value) ? 0 : Number(told.value);
  if (told === undefined || port === 0 || port > 65535) return;
  const because = `the example of the environment sets ${name}, and the code has no default`;
  yield { field: 'app.port', value: port, file: told.file, line: told.line, confidence: 'source', because };
}

/** The port of a server without a framework whose listen call only the running program can tell. */
function* portOfHabit(scope: Scope): Iterable<Told> {
  const shape = shapeOf(scope);
  if (shape?.kind !== 'web') return;
  const because = 'it listens on a port, and 3000 is the habit of Node applications';
  yield { field: 'app.port', value: 3000, file: shape.file, line: shape.line, confidence: 'guess', because };
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
    const framework = frameworkOf(scope)?.framework;
    yield* portOfExample(scope, framework?.id ?? '');
    const own =
      ['nestjs', 'mastra'].includes(framework?.id ?? '') || (process !== undefined && process.run.entry !== null);
    if (framework?.family === 'static' || (framework?.family === 'meta' && !own)) return;
    const calls = listenCalls(scope, serverModules(scope));
    const first = calls.find(({ port }) => port !== null) ?? calls[0];
    // The port of a server that a framework builds is told with that framework.
    if (first !== undefined || framework?.family !== 'meta') yield* portOfScript(scope, first?.portVariable ?? null);
    if (first === undefined) {
      if (framework === undefined) yield* portOfHabit(scope);
      return;
    }
    const { file, line, port, portVariable } = first;
    for (const call of calls) {
      if (call.port === null || (call !== first && call.port === port)) continue;
      const rung = call === first ? 'source' : 'convention';
      if (call.port < FIRST_FREE && call.portVariable !== null) {
        const because = `it falls back to ${call.port}, which needs rights that the image's user lacks; ${call.portVariable} moves it`;
        const value = call.port + MOVED_BY;
        yield { field: 'app.port', value, file: call.file, line: call.line, confidence: rung, because };
        continue;
      }
      const because = `the listen call ${call.portVariable === null ? 'names it' : `falls back to it when ${call.portVariable} is not set`}`;
      yield { field: 'app.port', value: call.port, file: call.file, line: call.line, confidence: rung, because };
    }
    if (portVariable !== null) {
      const because = 'the listen call reads it';
      yield { field: 'app.portVariable', value: portVariable, file, line, confidence: 'source', because };
    }
    const scripted = bindOfScript(scope, first);
    if (scripted === undefined) yield* bindOf(first);
    else yield scripted;
  },
});
