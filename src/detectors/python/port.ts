import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import type { Call, Expr } from './expression.ts';
import { canonical, indexOf, type PyModule } from './module-index.ts';
import { modulesOf } from './modules.ts';
import { type Setting, settingOf } from './settings.ts';

/** A place in the code or its settings that says where a server listens. */
export interface Listen {
  readonly file: RelPath;
  readonly line: number;
  readonly port: number | null;
  readonly portVariable: string | null;
  /** The host as written; `null` when none is. */
  readonly host: string | null;
  readonly hostVariable: string | null;
  /** The call, by what it belongs to. */
  readonly via: 'run' | 'http' | 'tornado' | 'aiohttp' | 'uvicorn' | 'launch' | 'gunicorn' | 'streamlit';
}

function portOf({ value }: Setting): number | null {
  const number = typeof value === 'number' ? value : /^\d{2,5}$/.test(String(value)) ? Number(value) : 0;
  return number > 0 && number <= 65535 ? number : null;
}

/** Which arguments of a listening call are the host and the port; `undefined` for any other call. */
function partsOf(
  module: PyModule,
  call: Call,
): { readonly via: Listen['via']; readonly host: Expr | undefined; readonly port: Expr | undefined } | undefined {
  const full = canonical(module, call.callee);
  const last = call.callee.split('.').at(-1) ?? '';
  const method = call.target.kind === 'item' && call.target.key.kind === 'text' ? call.target.key.value : last;
  const host = call.named.get('host') ?? call.named.get('address') ?? call.named.get('server_name');
  const port = call.named.get('port') ?? call.named.get('server_port');
  if (/^uvicorn\.(run|Config)$/.test(full)) return { via: 'uvicorn', host, port };
  if (/^waitress\.serve$/.test(full) || full === 'bottle.run') return { via: 'run', host, port };
  if (/^aiohttp\.web\.(run_app|TCPSite)$/.test(full)) return { via: 'aiohttp', host, port };
  if (
    /(^|\.)(Threading)?HTTPServer$/.test(full) ||
    /^socketserver\.\w*TCPServer$/.test(full) ||
    full === 'wsgiref.simple_server.make_server'
  ) {
    const [first, second] = call.args;
    if (first?.kind === 'list') return { via: 'http', host: first.items[0], port: first.items[1] };
    return full.endsWith('make_server') ? { via: 'http', host: first, port: second } : undefined;
  }
  if (method === 'listen' && module.imported.some((one) => one.module.startsWith('tornado')))
    return { via: 'tornado', host: host ?? call.args[1], port: port ?? call.args[0] };
  if (method === 'launch' && module.imported.some((one) => one.module === 'gradio'))
    return { via: 'launch', host, port };
  if (/^(run|serve|run_server)$/.test(method) && (host !== undefined || port !== undefined))
    return { via: 'run', host, port };
  return undefined;
}

function gunicornConfig(scope: Scope): Listen | undefined {
  const path = scope.at('gunicorn.conf.py');
  const tree = scope.python(path);
  if (tree === undefined) return undefined;
  const bind = indexOf(tree).assignments.find(({ target }) => target === 'bind');
  const [host, port] = bind?.value?.kind === 'text' ? bind.value.value.split(':') : [];
  const number = portOf({ value: port ?? null, variable: null });
  if (bind === undefined || number === null) return undefined;
  return {
    file: path,
    line: bind.line,
    port: number,
    portVariable: null,
    host: host ?? null,
    hostVariable: null,
    via: 'gunicorn',
  };
}

function streamlitConfig(scope: Scope): Listen | undefined {
  const path = scope.at('.streamlit/config.toml');
  const doc = scope.project.has(path) ? scope.doc(path, 'toml') : undefined;
  const port = doc?.get('server', 'port');
  if (doc === undefined || typeof port !== 'number') return undefined;
  const line = doc.lineOf('server', 'port') ?? 1;
  return { file: path, line, port, portVariable: null, host: null, hostVariable: null, via: 'streamlit' };
}

/** Every listening call of a component and the settings of its servers, in the order of the files. */
export const listensOf = perComponent((scope): readonly Listen[] => {
  const found: Listen[] = [];
  for (const module of modulesOf(scope)) {
    for (const { expr, line } of module.calls) {
      const parts = partsOf(module, expr);
      if (parts === undefined) continue;
      const port = settingOf(scope, module, parts.port);
      const host = settingOf(scope, module, parts.host);
      found.push({
        file: module.path,
        line,
        port: portOf(port),
        portVariable: port.variable,
        host: typeof host.value === 'string' ? host.value : null,
        hostVariable: host.variable,
        via: parts.via,
      });
    }
  }
  const settings = [gunicornConfig(scope), streamlitConfig(scope)].filter((one) => one !== undefined);
  return [...settings, ...found];
});
