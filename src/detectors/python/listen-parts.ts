import type { Call, Expr } from './expression.ts';
import { canonical, type PyModule } from './module-index.ts';

/** What a listening call belongs to. */
export type Via =
  | 'run'
  | 'http'
  | 'tornado'
  | 'aiohttp'
  | 'uvicorn'
  | 'launch'
  | 'nicegui'
  | 'robyn'
  | 'websockets'
  | 'grpc'
  | 'asyncio'
  | 'mcp';

/** The arguments of a listening call that are the host and the port. */
export interface ListenParts {
  readonly via: Via;
  readonly host: Expr | undefined;
  readonly port: Expr | undefined;
}

/** Functions that listen, by their full names: how many arguments stand before host and port. */
const FUNCTIONS: readonly (readonly [name: RegExp, via: Via, before: number | null])[] = [
  [/^uvicorn\.(run|Config)$/, 'uvicorn', null],
  [/^waitress\.serve$|^bottle\.run$/, 'run', null],
  [/^aiohttp\.web\.(run_app|TCPSite)$/, 'aiohttp', null],
  [/^wsgiref\.simple_server\.make_server$/, 'http', 0],
  [/^websockets(\.\w+)*\.serve$/, 'websockets', 1],
  [/^asyncio\.start_server$/, 'asyncio', 1],
  [/^nicegui\.ui\.run$/, 'nicegui', null],
];

/** Methods that listen, where the component uses the library. */
const METHODS: readonly (readonly [name: RegExp, library: string, via: Via])[] = [
  [/^launch$/, 'gradio', 'launch'],
  [/^start$/, 'robyn', 'robyn'],
];

/** `'[::]:50051'` as host and port. */
function address(expr: Expr | undefined): Pick<ListenParts, 'host' | 'port'> {
  const match = expr?.kind === 'text' ? /^(.*):(\d+)$/.exec(expr.value) : null;
  if (expr === undefined || match === null) return { host: undefined, port: undefined };
  const { line } = expr;
  const host = (match[1] ?? '').replace(/^\[::\]$/, '0.0.0.0');
  return { host: { kind: 'text', value: host, line }, port: { kind: 'number', value: Number(match[2]), line } };
}

/** The class that a method's object was made of: `fastmcp.FastMCP` for `server.run()`. */
export function makerOf(module: PyModule, call: Call): string {
  const [head = ''] = call.callee.split('.');
  const made = module.assignments.find(({ target }) => target === head)?.value;
  return made?.kind === 'call' ? canonical(module, made.callee) : '';
}

/** Classes of MCP servers. Source: https://py.sdk.modelcontextprotocol.io */
export const MCP_SERVER = /^(fastmcp(\.\w+)*\.FastMCP|mcp\.server(\.\w+)*\.(FastMCP|MCPServer))$/;

function ofMethod(module: PyModule, call: Call, libraries: ReadonlySet<string>): ListenParts | undefined {
  const last = call.callee.split('.').at(-1) ?? '';
  const method = call.target.kind === 'item' && call.target.key.kind === 'text' ? call.target.key.value : last;
  const host = call.named.get('host') ?? call.named.get('address') ?? call.named.get('server_name');
  const port = call.named.get('port') ?? call.named.get('server_port');
  // `listen(5)` of a socket names no port.
  if (
    method === 'listen' &&
    libraries.has('tornado') &&
    !(call.args[0]?.kind === 'number' && call.args[0].value < 1024)
  )
    return { via: 'tornado', host: host ?? call.args[1], port: port ?? call.args[0] };
  if (/^add_(in)?secure_port$/.test(method)) return { via: 'grpc', ...address(call.args[0]) };
  if (/^run(_async)?$/.test(method) && MCP_SERVER.test(makerOf(module, call))) return { via: 'mcp', host, port };
  const found = METHODS.find(([name, library]) => name.test(method) && libraries.has(library));
  if (found !== undefined) return { via: found[2], host, port };
  const isRun = /^(run|serve|run_server)$/.test(method) && (host !== undefined || port !== undefined);
  return isRun ? { via: 'run', host, port } : undefined;
}

/**
 * Which arguments of a listening call are the host and the port; `undefined` for any other call. `libraries` are the
 * top-level modules that the component imports anywhere.
 */
export function listenParts(module: PyModule, call: Call, libraries: ReadonlySet<string>): ListenParts | undefined {
  const full = canonical(module, call.callee);
  const [first] = call.args;
  if (/(^|\.)(Threading)?HTTPServer$|^socketserver\.\w*TCPServer$/.test(full))
    return first?.kind === 'list' ? { via: 'http', host: first.items[0], port: first.items[1] } : undefined;
  const found = FUNCTIONS.find(([name]) => name.test(full));
  if (found === undefined) return ofMethod(module, call, libraries);
  const [, via, before] = found;
  const at = (index: number) => (before === null ? undefined : call.args[before + index]);
  return { via, host: call.named.get('host') ?? at(0), port: call.named.get('port') ?? at(1) };
}
