import type { Node, ObjectExpression } from '@babel/types';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { bare, dotted, propertyOf, stringIn } from './expressions.ts';
import { follow, property } from './follow.ts';
import { libraryListen, serviceListen } from './library-listens.ts';
import type { CallSite, ModuleIndex } from './module-index.ts';
import { settingOf } from './setting.ts';
import { portIn, type Setting } from './setting-value.ts';
import { lineOf } from './walk.ts';

/** A call (or default export) that opens a port. */
export interface ListenCall {
  readonly file: RelPath;
  readonly line: number;
  readonly port: number | null;
  readonly portVariable: string | null;
  /** The host as written; `undefined` when the call names none. */
  readonly host: Setting | undefined;
  /** True when the server listens on localhost unless told otherwise. */
  readonly localByDefault: boolean;
}

/** Functions that open a port and take `{ port, hostname }`, at the given argument. */
const SERVE_FUNCTIONS: Readonly<Record<string, number>> = {
  serve: 0,
  'Bun.serve': 0,
  createAdaptorServer: 0,
  'Hapi.server': 0,
  'hapi.server': 0,
  'Hapi.Server': 0,
  WebSocketServer: 0,
  'WebSocket.Server': 0,
  startStandaloneServer: 1,
  Mastra: 0,
};

function objectAt(scope: Scope, module: ModuleIndex, node: Node | undefined) {
  if (node === undefined) return undefined;
  const place = follow(scope, { node, module });
  return place.node.type === 'ObjectExpression' ? { object: place.node, module: place.module } : undefined;
}

/** The value of `app.set('port', …)` for `app.get('port')`. */
function setElsewhere(modules: readonly ModuleIndex[], node: Node): { node: Node; module: ModuleIndex } | undefined {
  const call = bare(node);
  if (call.type !== 'CallExpression' || dotted(call.callee)?.endsWith('.get') !== true) return undefined;
  const key = stringIn(call.arguments[0]);
  for (const module of modules) {
    for (const { method, node: set } of module.calls) {
      if (method === 'set' && key !== undefined && stringIn(set.arguments[0]) === key && set.arguments[1]) {
        return { node: set.arguments[1], module };
      }
    }
  }
  return undefined;
}

function fromObject(
  scope: Scope,
  at: { readonly file: RelPath; readonly line: number; readonly localByDefault: boolean },
  object: ObjectExpression,
  module: ModuleIndex,
): ListenCall | undefined {
  const inner = propertyOf(object, 'listen') ?? propertyOf(object, 'server');
  const nested = inner === undefined ? undefined : objectAt(scope, module, inner);
  if (nested !== undefined) return fromObject(scope, at, nested.object, nested.module);
  const whole = { node: object, module };
  const portAt = property(scope, whole, 'port');
  const hostAt = property(scope, whole, 'host') ?? property(scope, whole, 'hostname');
  const port = portAt && settingOf(scope, portAt);
  if (port === undefined || (portIn(port) === null && port.variable === null)) return undefined;
  return {
    ...at,
    port: portIn(port),
    portVariable: port.variable,
    host: hostAt && settingOf(scope, hostAt),
  };
}

/** True when the object that listens is a Fastify server, which listens on localhost by default. */
function isFastify(scope: Scope, module: ModuleIndex, site: CallSite): boolean {
  if (module.calls.some(({ method }) => method === 'FastifyAdapter')) return true;
  const callee = bare(site.node.callee);
  if (callee.type !== 'MemberExpression') return false;
  const target = follow(scope, { node: callee.object, module });
  const factory = target.node.type === 'CallExpression' ? bare(target.node.callee) : undefined;
  const required = factory?.type === 'CallExpression' ? dotted(factory.callee) === 'require' : false;
  if (required && factory?.type === 'CallExpression' && stringIn(factory.arguments[0]) === 'fastify') return true;
  const name = factory?.type === 'Identifier' ? factory.name : undefined;
  if (name !== undefined && /^(fastify|@fastify\/.*)$/.test(target.module.imported.get(name)?.source ?? ''))
    return true;
  const made =
    name === undefined || factory === undefined ? undefined : follow(scope, { node: factory, module: target.module });
  return (
    made?.module.imports.some(({ source }) => source === 'fastify') === true && made.node.type.includes('Function')
  );
}

function ofListen(
  scope: Scope,
  modules: readonly ModuleIndex[],
  module: ModuleIndex,
  site: CallSite,
): ListenCall | undefined {
  const [first, second] = site.node.arguments;
  if (first === undefined || first.type === 'SpreadElement') return undefined;
  const at = { file: module.path, line: site.line, localByDefault: isFastify(scope, module, site) };
  const options = objectAt(scope, module, first);
  if (options !== undefined) return fromObject(scope, at, options.object, options.module);
  const place = setElsewhere(modules, first) ?? { node: first, module };
  const port = settingOf(scope, place);
  if (portIn(port) === null && port.variable === null) return undefined;
  const host =
    second === undefined || second.type.includes('Function') ? undefined : settingOf(scope, { node: second, module });
  const named = host !== undefined && (typeof host.value === 'string' || host.variable !== null);
  return { ...at, port: portIn(port), portVariable: port.variable, host: named ? host : undefined };
}

/** `export default { port, fetch }`, as Bun and edge runtimes serve it. */
function ofDefaultExport(scope: Scope, module: ModuleIndex): ListenCall | undefined {
  const node = module.exports.get('default');
  const object = node && objectAt(scope, module, node);
  if (node === undefined || object === undefined || propertyOf(object.object, 'fetch') === undefined) return undefined;
  return fromObject(
    scope,
    { file: module.path, line: lineOf(node), localByDefault: false },
    object.object,
    object.module,
  );
}

/** Every place of the given files that opens a port whose number or variable can be read. */
export function listenCalls(scope: Scope, modules: readonly ModuleIndex[]): readonly ListenCall[] {
  const found: ListenCall[] = [];
  for (const module of modules) {
    for (const site of module.calls) {
      const at =
        site.name === undefined || !Object.hasOwn(SERVE_FUNCTIONS, site.name) ? undefined : SERVE_FUNCTIONS[site.name];
      const options = at === undefined ? undefined : objectAt(scope, module, site.node.arguments[at]);
      const place = { file: module.path, line: site.line, localByDefault: false };
      const call =
        site.method === 'listen'
          ? ofListen(scope, modules, module, site)
          : ((options && fromObject(scope, place, options.object, options.module)) ??
            libraryListen(scope, module, site));
      if (call !== undefined) found.push(call);
    }
    const exported = ofDefaultExport(scope, module) ?? serviceListen(scope, module);
    if (exported !== undefined) found.push(exported);
  }
  return found;
}

/** A place in a file. */
interface Opening {
  readonly file: RelPath;
  readonly line: number;
}

function listeningCallIn(scope: Scope, module: ModuleIndex): Opening | undefined {
  const site = module.calls.find((one) => {
    const { method, name } = one;
    const serves =
      name === 'serve' ? module.imported.has('serve') : name !== undefined && Object.hasOwn(SERVE_FUNCTIONS, name);
    const listens = method === 'listen' && !/^(history|unsubscribe|store)\./.test(name ?? '');
    return serves || listens || libraryListen(scope, module, one) !== undefined;
  });
  return site === undefined ? serviceListen(scope, module) : { file: module.path, line: site.line };
}

/** The first call that opens a port, whether its number can be read or not. */
export function listeningCall(scope: Scope, modules: readonly ModuleIndex[]): Opening | undefined {
  for (const module of modules) {
    const found = listeningCallIn(scope, module);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first place of the files that opens a port: a call, or a default export that Bun and edge runtimes serve. */
export function portOpening(scope: Scope, modules: readonly ModuleIndex[]): Opening | undefined {
  for (const module of modules) {
    const call = listeningCallIn(scope, module);
    if (call !== undefined) return call;
    const handler = module.exports.get('default');
    if (handler?.type === 'ObjectExpression' && propertyOf(handler, 'fetch') !== undefined) {
      return { file: module.path, line: lineOf(handler) };
    }
  }
  return undefined;
}

/** True when some file opens a port. */
export function opensPort(scope: Scope, modules: readonly ModuleIndex[]): boolean {
  return portOpening(scope, modules) !== undefined;
}
