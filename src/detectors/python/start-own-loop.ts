import { basename } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { appObjects } from './app-objects.ts';
import type { PyModule } from './module-index.ts';
import { moduleAt, modulesOf } from './modules.ts';
import { type Listen, listensOf } from './port.ts';
import { handlesSigterm } from './running.ts';
import { type ScriptStart, scriptStart } from './script-command.ts';
import { ENTRIES, entryRank } from './start-tool.ts';
import { processPlan, type StartPlan } from './start-types.ts';

/** What listens by itself: its name, and the port that it takes where the code names none. */
const LOOPS: Readonly<Partial<Record<Listen['via'], readonly [title: string, port: number]>>> = {
  aiohttp: ['aiohttp', 8080],
  tornado: ['Tornado', 8888],
  robyn: ['Robyn', 8080],
  http: ['http.server', 8000],
  websockets: ['websockets', 8765],
  grpc: ['gRPC', 50051],
  asyncio: ['asyncio', 8000],
};

/** The files that are run by themselves, the likeliest first. */
export function runnable(scope: Scope): readonly PyModule[] {
  return modulesOf(scope)
    .filter(
      ({ path, mainLine, topLoopLine }) =>
        mainLine !== null || topLoopLine !== null || ENTRIES.includes(basename(path)),
    )
    .filter(({ calls }) => calls.length > 0)
    .sort((a, b) => entryRank(scope, a.path) - entryRank(scope, b.path));
}

/** The file whose run reaches the listening call: its own, where the call is reached there, else the entry. */
function entryOf(scope: Scope, listen: Listen): ScriptStart {
  const own = moduleAt(scope, listen.file);
  const isEntry = own !== undefined && (own.mainLine !== null || listen.owner === '');
  const entry = isEntry ? own : (runnable(scope)[0] ?? { path: listen.file });
  return scriptStart(scope, entry);
}

/** A framework that runs its own loop: the script that makes the application and listens. */
export function ownLoopPlan(scope: Scope): StartPlan | undefined {
  const listen = listensOf(scope).find(({ via }) => Object.hasOwn(LOOPS, via));
  const [title, port] = (listen && LOOPS[listen.via]) ?? [];
  if (listen === undefined || title === undefined || port === undefined) return undefined;
  const app = appObjects(scope).find(({ framework }) => framework.protocol === 'own');
  const hosts = listen.hostVariable === null ? {} : { [listen.hostVariable]: '0.0.0.0' };
  const { command, env } = entryOf(scope, listen);
  return processPlan({
    kind: 'web',
    framework: app?.framework ?? null,
    command,
    file: listen.file,
    line: listen.line,
    confidence: 'source',
    because: `the ${app?.framework.title ?? title} server listens here`,
    defaultPort: port,
    listen,
    portVariable: listen.portVariable,
    bindEnv: { ...env, ...hosts },
    // aiohttp's run_app ends on SIGTERM by itself. https://docs.aiohttp.org/en/stable/web_reference.html#aiohttp.web.run_app
    handlesSigterm: listen.via === 'aiohttp' || handlesSigterm(modulesOf(scope)),
  });
}
