import type { Argv } from '../../core/model/facts.ts';
import { type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { SERVERS } from './frameworks.ts';
import { has, type PythonProject, pythonProject } from './project.ts';

/** What a server is told. */
export interface Served {
  readonly protocol: 'wsgi' | 'asgi';
  /** The folder that imports start from. */
  readonly root: RelPath;
  /** `module:variable`, without call brackets. */
  readonly target: string;
  readonly isFactory: boolean;
  readonly port: number;
}

/** The server that the project brings, else the one that is added to the install. */
export function serverFor(
  project: PythonProject | undefined,
  protocol: Served['protocol'],
  brings?: string,
): { readonly id: string; readonly added: 'gunicorn' | 'uvicorn' | null } {
  const dependencies = [...(project?.dependencies.values() ?? [])];
  const standard = dependencies.some(
    ({ name, extras }) => /^(fastapi|litestar)$/.test(name) && (extras.includes('standard') || extras.includes('all')),
  );
  if (protocol === 'asgi' && standard) return { id: 'uvicorn', added: null };
  const byExtra = SERVERS[protocol].find(([id]) => dependencies.some(({ extras }) => extras.includes(id)));
  const found = SERVERS[protocol].find(([, ...packages]) => has(project, ...packages));
  const own = (found ?? byExtra)?.[0] ?? brings;
  if (own !== undefined) return { id: own, added: null };
  const added = protocol === 'wsgi' ? 'gunicorn' : 'uvicorn';
  return { id: added, added };
}

/**
 * The command of a server, fit for containers: every interface, heartbeats in memory rather than on a disk that may be
 * slow or read-only, an end to waiting when it is told to stop, and the log on standard output. A threaded gunicorn waits
 * the whole graceful timeout for idle connections that clients keep alive (seen with gunicorn 26): none are kept.
 * Sources: https://docs.gunicorn.org/en/stable/faq.html#how-do-i-avoid-gunicorn-excessively-blocking-in-os-fchmod,
 * https://www.uvicorn.org/settings/, https://hypercorn.readthedocs.io/, https://docs.pylonsproject.org/projects/waitress/
 */
export function serverCommand(scope: Scope, id: string, { protocol, root, target, isFactory, port }: Served): Argv {
  const folder = relativeTo(root, scope.dir);
  const path = (flag: string) => (folder === '.' ? [] : [`${flag}=${folder}`]);
  const called = isFactory ? `${target}()` : target;
  switch (id) {
    case 'gunicorn': {
      const configured = scope.project.has(scope.at('gunicorn.conf.py'));
      // Each connection of Socket.IO holds a thread for as long as it lasts.
      const threads = has(pythonProject(scope), 'flask-socketio') ? 100 : 4;
      const workers = configured ? [] : [`--threads=${threads}`, '--keep-alive=0', '--access-logfile=-'];
      const limits = ['--worker-tmp-dir=/dev/shm', '--graceful-timeout=30'];
      return ['gunicorn', `--bind=0.0.0.0:${port}`, ...workers, ...limits, ...path('--pythonpath'), called];
    }
    case 'waitress':
      return ['waitress-serve', `--listen=0.0.0.0:${port}`, ...(isFactory ? ['--call'] : []), target];
    case 'granian': {
      const wanted = [
        '--host=0.0.0.0',
        `--port=${port}`,
        `--interface=${protocol}`,
        ...(isFactory ? ['--factory'] : []),
      ];
      return ['granian', ...wanted, ...path('--working-dir'), target];
    }
    case 'hypercorn':
      return ['hypercorn', `--bind=0.0.0.0:${port}`, '--graceful-timeout=30', '--access-logfile=-', called];
    case 'daphne':
      return ['daphne', '--bind=0.0.0.0', `--port=${port}`, target];
    default: {
      const factory = isFactory ? ['--factory'] : [];
      const stop = '--timeout-graceful-shutdown=30';
      return ['uvicorn', '--host=0.0.0.0', `--port=${port}`, stop, ...factory, ...path('--app-dir'), target];
    }
  }
}
