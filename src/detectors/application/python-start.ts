import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { webLine } from '../python/procfile.ts';
import { placeOf, pythonProject } from '../python/project.ts';
import { isPython, PYTHON_TRIGGER } from '../python/python-component.ts';
import { pythonRefusal, pythonStart } from '../python/start-plan.ts';
import type { StartPlan } from '../python/start-types.ts';

type Item = Claim<'application'> | Notice;

/** Servers that end on SIGTERM by themselves. */
const SERVERS_THAT_STOP: ReadonlySet<string> = new Set([
  'gunicorn',
  'uvicorn',
  'hypercorn',
  'daphne',
  'granian',
  'sanic',
  'streamlit',
]);

/** Calls that listen on localhost only unless they name a host. */
const SILENT: ReadonlySet<string> = new Set(['uvicorn', 'run', 'mcp', 'robyn']);

const LOCAL: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);

function* identity(scope: Scope, plan: StartPlan): Iterable<Item> {
  const { kind, framework, command, file, line, confidence, because, rivals } = plan;
  const place = { file, line } as const;
  const what = framework === null ? because : `${framework.title}: ${because}`;
  yield { field: 'app.kind', value: kind, ...place, confidence, because: what };
  yield { field: 'app.start', value: command, ...place, confidence, because };
  for (const rival of rivals) {
    yield {
      field: 'app.start',
      value: rival.command,
      file: rival.file,
      line: rival.line,
      confidence,
      because: rival.because,
    };
  }
  if (framework === null) return;
  const project = pythonProject(scope);
  const named = framework.packages.find((name) => project?.dependencies.has(name));
  const version =
    named === undefined
      ? null
      : (/^=?={1,2}\s*([\w.]+)$/.exec(project?.dependencies.get(named)?.spec ?? '')?.[1] ?? null);
  const shown = project === undefined || named === undefined ? place : placeOf(project, named);
  const value = { name: framework.id, version };
  yield {
    field: 'app.framework',
    value,
    ...shown,
    confidence: 'manifest',
    because: `the project uses ${framework.title}`,
  };
}

function* network(plan: StartPlan): Iterable<Item> {
  const { listen, defaultPort, command, file, line } = plan;
  const place = listen === undefined ? { file, line } : { file: listen.file, line: listen.line };
  if (listen?.port != null) {
    const reason = `the ${listen.via === 'gunicorn' || listen.via === 'streamlit' ? 'server’s settings name it' : 'code listens on it'}`;
    yield { field: 'app.port', value: listen.port, ...place, confidence: 'source', because: reason };
  } else if (defaultPort !== null) {
    const because = `nothing names a port; ${command[0]} is told to use ${defaultPort}`;
    yield { field: 'app.port', value: defaultPort, file: null, line: null, confidence: 'convention', because };
  }
  if (plan.portVariable !== null)
    yield {
      field: 'app.portVariable',
      value: plan.portVariable,
      ...place,
      confidence: 'source',
      because: 'the server reads it',
    };
  if (Object.keys(plan.bindEnv).length > 0)
    yield {
      field: 'app.bindEnv',
      value: plan.bindEnv,
      ...place,
      confidence: 'source',
      because: 'what is started takes it from the environment',
    };
  if (plan.setsBind || listen === undefined || listen.hostVariable !== null) return;
  const silent = listen.host === null && SILENT.has(listen.via);
  if (!silent && !LOCAL.has(listen.host ?? '')) return;
  const detail = silent
    ? 'The listening call names no host, and this server then listens on localhost only'
    : `The listening call binds to ${listen.host} only`;
  yield { diagnostic: { code: 'DRK1106', severity: 'warning', detail, at: { file: listen.file, line: listen.line } } };
}

/** Kind, start command, framework, port and stop of a Python component, from its syntax trees. */
export const pythonStartCommand = defineDetector({
  id: 'python-start',
  layer: 'application',
  title: 'Application object, server and port of a Python component',
  docs: 'https://packaging.python.org/en/latest/specifications/entry-points/',
  when: PYTHON_TRIGGER,
  *detect(scope, known): Iterable<Item> {
    if (!isPython(scope, known)) return;
    const refused = pythonRefusal(scope);
    if (refused !== undefined) {
      const { refusal, file, line } = refused;
      yield { field: 'app.refusal', value: refusal, file, line, confidence: 'manifest', because: refusal.reason };
      return;
    }
    const plan = pythonStart(scope);
    if (plan === undefined) return;
    yield* identity(scope, plan);
    yield* network(plan);
    const web = webLine(scope);
    if (web !== undefined) {
      const place = { file: scope.at('Procfile'), line: web.line } as const;
      const because = 'the web line of the Procfile leaves it to the environment';
      if (web.readsPort) yield { field: 'app.portVariable', value: 'PORT', ...place, confidence: 'config', because };
      if (Object.keys(web.bindEnv).length > 0)
        yield { field: 'app.bindEnv', value: web.bindEnv, ...place, confidence: 'config', because };
      if (!SERVERS_THAT_STOP.has(web.program)) return;
    }
    const { file, line } = plan;
    if (plan.health !== null)
      yield {
        field: 'app.health',
        value: plan.health,
        file,
        line,
        confidence: 'convention',
        because: `${plan.framework?.title} answers there`,
      };
    if (plan.handlesSigterm)
      yield {
        field: 'app.handlesSigterm',
        value: true,
        file,
        line,
        confidence: 'convention',
        because: `${plan.command[0]} ends on SIGTERM by itself`,
      };
  },
});
