import type { Scope } from '../../core/workspace/scope.ts';
import { type AppObject, appObjects, rivals, targetOf } from './app-objects.ts';
import { djangoSite, needsAsgi, settingNamed, settingsEnv } from './django.ts';
import { textOf } from './expression.ts';
import { importName } from './modules.ts';
import { type Listen, listensOf } from './port.ts';
import type { PythonProject } from './project.ts';
import { serverCommand, serverFor } from './servers.ts';
import { processPlan, type StartPlan } from './start-types.ts';

const DEFAULT_PORT = 8000;

/** The listening call that shows the port: the server's settings first, then what stands nearest to the application. */
function listenFor(scope: Scope, file: string | undefined): Listen | undefined {
  const named = listensOf(scope).filter(({ port, portVariable }) => port !== null || portVariable !== null);
  return named.find(({ via }) => via === 'gunicorn') ?? named.find((one) => one.file === file) ?? named[0];
}

/** A Django project: its WSGI callable, or the ASGI one where WebSockets or an ASGI server are in use. */
export function djangoPlan(scope: Scope, project: PythonProject | undefined): StartPlan | undefined {
  const site = djangoSite(scope);
  if (site === undefined) return undefined;
  const isAsgi = needsAsgi(scope, site);
  const protocol = isAsgi ? 'asgi' : 'wsgi';
  const module = isAsgi ? site.asgi : site.wsgi;
  const setting = settingNamed(site, isAsgi ? 'ASGI_APPLICATION' : 'WSGI_APPLICATION');
  const stated = textOf(setting?.value)?.replace(/\.(\w+)$/, ':$1');
  const { id, added } = serverFor(project, protocol);
  const found = module && importName(scope, module.path);
  const target = stated ?? (found && `${found.name}:application`);
  if (target === undefined) return undefined;
  const listen = listenFor(scope, undefined);
  const port = listen?.port ?? DEFAULT_PORT;
  const shown = setting ?? { module: module ?? { path: site.manage }, line: 1 };
  return processPlan({
    kind: 'web',
    framework: { id: 'django', title: 'Django', packages: ['django'] },
    command: serverCommand(scope, id, { protocol, root: site.root, target, isFactory: false, port }),
    file: shown.module.path,
    line: shown.line,
    confidence: 'source',
    because: `${id} serves ${target}`,
    defaultPort: DEFAULT_PORT,
    listen,
    setsBind: true,
    bindEnv: settingsEnv(scope, site),
    handlesSigterm: true,
    added,
  });
}

function commandOf(scope: Scope, project: PythonProject | undefined, app: AppObject, port: number) {
  const { root, target } = targetOf(scope, app, false);
  const { protocol } = app.framework;
  if (protocol === 'sanic') {
    const factory = app.isFactory ? ['--factory'] : [];
    const command = ['sanic', target, '--host=0.0.0.0', `--port=${port}`, '--single-process', ...factory] as const;
    return { id: 'sanic', added: null, command, target };
  }
  const falconAsgi =
    app.framework.id === 'falcon' && app.module.imported.some(({ module }) => module === 'falcon.asgi');
  const side = protocol === 'asgi' || falconAsgi ? 'asgi' : 'wsgi';
  const { id, added } = serverFor(project, side, app.framework.brings);
  const command = serverCommand(scope, id, { protocol: side, root, target, isFactory: app.isFactory, port });
  return { id, added, command, target };
}

/** An application object or factory behind a server. */
export function appPlan(scope: Scope, project: PythonProject | undefined): StartPlan | undefined {
  const app = appObjects(scope).find(({ framework }) => framework.protocol !== 'own');
  if (app === undefined) return undefined;
  const listen = listenFor(scope, app.module.path);
  const port = listen?.port ?? DEFAULT_PORT;
  const { id, added, command, target } = commandOf(scope, project, app, port);
  const said = (one: AppObject) =>
    `the ${one.framework.title} ${one.isFactory ? 'factory' : 'application'} ${one.name} is here`;
  return processPlan({
    kind: 'web',
    framework: app.framework,
    command,
    file: app.module.path,
    line: app.line,
    confidence: 'source',
    because: `${said(app)}${app.declared === undefined ? '' : `, as ${app.declared.label} says`}; ${id} serves ${target}`,
    defaultPort: DEFAULT_PORT,
    listen,
    setsBind: true,
    handlesSigterm: true,
    added,
    rivals: rivals(scope).map((one) => ({
      command: commandOf(scope, project, one, port).command,
      file: one.module.path,
      line: one.line,
      because: said(one),
    })),
  });
}
