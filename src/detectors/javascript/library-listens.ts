import type { Node } from '@babel/types';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { bare, dotted } from './expressions.ts';
import { follow, type Place, property } from './follow.ts';
import type { CallSite, ModuleIndex } from './module-index.ts';
import { nodeProject } from './node-project.ts';
import { settingOf } from './setting.ts';
import { portIn, type Setting } from './setting-value.ts';

/** A server that a library opens by something other than a call of `listen`. */
export interface LibraryListen {
  readonly file: RelPath;
  readonly line: number;
  readonly port: number | null;
  readonly portVariable: string | null;
  readonly host: Setting | undefined;
  readonly localByDefault: false;
}

/** What a call opens, given the library that the component uses; `undefined` for a call that opens nothing. */
type Reader = (scope: Scope, module: ModuleIndex, site: CallSite) => PortPlace | undefined;

/** Where the port stands, else what the library takes without one. */
interface PortPlace {
  readonly at: Place | undefined;
  readonly otherwise: Setting | undefined;
  readonly host?: Place | undefined;
}

const DEFAULT_3000: Setting = { value: 3000, variable: null };

/** True for a name that the module takes from a package: imported, or taken out of the imported whole. */
function isFrom(
  { imported, bindings }: ModuleIndex,
  name: string | undefined,
  source: string,
  exported: string,
): boolean {
  const [head = '', rest] = (name ?? '').split('.');
  const binding = bindings.get(head);
  const whole = binding?.init.type === 'Identifier' ? imported.get(binding.init.name)?.source : undefined;
  if (whole === source && binding?.property === exported && rest === undefined) return true;
  const from = imported.get(head);
  return (
    from?.source === source &&
    (from.name === exported ||
      from.name === 'default' ||
      (from.name === '*' && rest === undefined) ||
      rest === exported)
  );
}

function argument({ node }: CallSite, module: ModuleIndex): Place | undefined {
  const [first] = node.arguments;
  return first === undefined || first.type === 'SpreadElement' ? undefined : { node: first, module };
}

function member(scope: Scope, place: Place | undefined, ...names: readonly string[]): Place | undefined {
  let at = place && follow(scope, place);
  for (const name of names) at = at && property(scope, at, name);
  return at;
}

/** `new Server(3000)`: an argument that is no port is the server of another library. Source: https://socket.io/docs/v4/server-api/ */
function socketIo(_: Scope, module: ModuleIndex, site: CallSite): PortPlace | undefined {
  const at = isFrom(module, site.name, 'socket.io', 'Server') ? argument(site, module) : undefined;
  return at && { at, otherwise: undefined };
}

/** `app.start(port)` of an `App` that is not in socket mode. Source: https://docs.slack.dev/tools/bolt-js/reference */
function slackBolt(scope: Scope, module: ModuleIndex, site: CallSite): PortPlace | undefined {
  const callee = bare(site.node.callee);
  if (site.method !== 'start' || callee.type !== 'MemberExpression') return undefined;
  const made = follow(scope, { node: callee.object, module });
  if (made.node.type !== 'NewExpression') return undefined;
  if (!isFrom(made.module, dotted(made.node.callee), '@slack/bolt', 'App')) return undefined;
  const [first] = made.node.arguments;
  const options = first === undefined ? undefined : { node: first as Node, module: made.module };
  const socket = member(scope, options, 'socketMode');
  if (socket?.node.type === 'BooleanLiteral' && socket.node.value) return undefined;
  return { at: argument(site, module) ?? member(scope, options, 'port'), otherwise: DEFAULT_3000 };
}

/** `bot.launch({ webhook: { port } })`; without a webhook the bot asks for messages. Source: https://telegraf.js.org */
function telegraf(scope: Scope, module: ModuleIndex, site: CallSite): PortPlace | undefined {
  const webhook = site.method === 'launch' ? member(scope, argument(site, module), 'webhook') : undefined;
  const at = webhook && property(scope, webhook, 'port');
  return at && { at, otherwise: undefined };
}

/** The settings of a LoopBack application, wherever they are handed over: `{ rest: { port, host } }`. */
function loopback(scope: Scope, module: ModuleIndex, site: CallSite): PortPlace | undefined {
  const rest = member(scope, argument(site, module), 'rest');
  const at = rest && property(scope, rest, 'port');
  return at && { at, otherwise: undefined, host: property(scope, rest, 'host') };
}

/** Readers by the package that a component must depend on. */
const READERS: Readonly<Record<string, Reader>> = {
  'socket.io': socketIo,
  '@slack/bolt': slackBolt,
  telegraf,
  '@loopback/rest': loopback,
};

function listenAt(scope: Scope, file: RelPath, line: number, found: PortPlace): LibraryListen | undefined {
  const told = found.at === undefined ? undefined : settingOf(scope, found.at);
  const isRead = told !== undefined && (portIn(told) !== null || told.variable !== null);
  const setting = isRead ? told : found.otherwise;
  if (setting === undefined) return undefined;
  const host = found.host && settingOf(scope, found.host);
  const port = portIn(setting);
  return { file, line, port, portVariable: setting.variable, host, localByDefault: false };
}

/** The server that a call opens through a library of the component. */
export function libraryListen(scope: Scope, module: ModuleIndex, site: CallSite): LibraryListen | undefined {
  const dependencies = nodeProject(scope)?.dependencies;
  for (const [name, read] of Object.entries(READERS)) {
    const found = dependencies?.has(name) === true ? read(scope, module, site) : undefined;
    const listen = found && listenAt(scope, module.path, site.line, found);
    if (listen !== undefined) return listen;
  }
  return undefined;
}

/** The schema of a Moleculer service: the default export, or what a class hands to `parseServiceSchema`. */
function serviceSchema(scope: Scope, module: ModuleIndex): Place | undefined {
  const exported = module.exports.get('default');
  const parsed = module.calls.find(({ method }) => method === 'parseServiceSchema')?.node.arguments[0];
  const node = parsed ?? exported;
  const place = node && follow(scope, { node: node as Node, module });
  return place?.node.type === 'ObjectExpression' ? place : undefined;
}

/** The HTTP server that a service of Moleculer with its web gateway is. Source: https://moleculer.services/docs/0.14/moleculer-web */
export function serviceListen(scope: Scope, module: ModuleIndex): LibraryListen | undefined {
  const gateway = module.imports.find(({ source }) => source === 'moleculer-web');
  const schema = gateway && serviceSchema(scope, module);
  if (gateway === undefined || schema === undefined) return undefined;
  const at = member(scope, schema, 'settings', 'port');
  return listenAt(scope, module.path, gateway.line, { at, otherwise: { value: 3000, variable: 'PORT' } });
}
