import type { Node } from '@babel/types';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { bare, dotted, keyName, propertyOf, stringIn } from './expressions.ts';
import { follow } from './follow.ts';
import type { CallSite, ModuleIndex } from './module-index.ts';
import { decoratedRoutes } from './nest-routes.ts';
import { joinRoute, type RoutePrefixes, routePrefixes } from './route-prefixes.ts';
import { lineOf } from './walk.ts';

/** A path that answers GET. */
export interface Route {
  readonly path: string;
  readonly file: RelPath;
  readonly line: number;
}

/** Names of HTTP clients, whose `get` asks rather than answers. */
const CLIENTS =
  /^(axios|got|ky|http|https|request|supertest|superagent|client|api|fetcher|agent|cy|config|cache|redis|map)$/i;

/** The first name of a chain such as `new Elysia().get(…).post(…)`. */
function rootName(node: Node): string {
  let at = bare(node);
  for (;;) {
    if (at.type === 'CallExpression' || at.type === 'NewExpression') at = bare(at.callee);
    else if (at.type === 'MemberExpression' || at.type === 'OptionalMemberExpression') at = bare(at.object);
    else return at.type === 'Identifier' ? at.name : '';
  }
}

/** The name that the value of a chained call gets: `const app = new Elysia().get(…)`. */
function ofCall(prefixes: RoutePrefixes, module: ModuleIndex, site: CallSite): Route | undefined {
  const { node, method, line } = site;
  const [first] = node.arguments;
  const router = rootName(node.callee);
  const at = { file: module.path, line };
  if (method === 'route' && first?.type === 'ObjectExpression') {
    const url = stringIn(propertyOf(first, 'url') ?? propertyOf(first, 'path'));
    const verb = propertyOf(first, 'method');
    const gets =
      verb?.type === 'ArrayExpression'
        ? verb.elements.some((one) => stringIn(one) === 'GET')
        : /^get$/i.test(stringIn(verb) ?? '');
    return url !== undefined && gets ? { ...at, path: joinRoute(prefixes.of(module, router), url) } : undefined;
  }
  if (method !== 'get' && method !== 'all') return undefined;
  const callee = bare(node.callee);
  const object = callee.type === 'MemberExpression' ? bare(callee.object) : undefined;
  const chained = object?.type === 'CallExpression' && dotted(object.callee)?.endsWith('.route') === true;
  const path = chained ? stringIn(object.arguments[0]) : stringIn(first);
  if (path === undefined || !path.startsWith('/') || CLIENTS.test(router)) return undefined;
  if (!chained && node.arguments.length < 2) return undefined;
  return { ...at, path: joinRoute(prefixes.of(module, router), path) };
}

/** Paths that are keys of an object: the health checks of terminus, the routes of Bun. */
function ofTable(scope: Scope, module: ModuleIndex, { node }: CallSite): readonly Route[] {
  const found: Route[] = [];
  for (const argument of node.arguments.slice(0, 2)) {
    if (argument.type !== 'ObjectExpression') continue;
    const table = propertyOf(argument, 'healthChecks') ?? propertyOf(argument, 'routes');
    const object = table && follow(scope, { node: table, module }).node;
    if (object?.type !== 'ObjectExpression') continue;
    for (const property of object.properties) {
      const key = property.type === 'SpreadElement' ? undefined : keyName(property.key);
      if (key?.startsWith('/')) found.push({ path: key, file: module.path, line: lineOf(property) });
    }
  }
  return found;
}

function isRequestPath(scope: Scope, module: ModuleIndex, node: Node): boolean {
  const at = bare(node);
  const path = dotted(at);
  if (path !== undefined) return /(^|\.)(url|pathname|path|originalUrl|rawPath)$/.test(path);
  const target = follow(scope, { node: at, module }).node;
  return target !== at && isRequestPath(scope, module, target);
}

/** Paths that a plain handler compares the request with. */
function ofComparisons(scope: Scope, module: ModuleIndex): readonly Route[] {
  const found: Route[] = [];
  for (const node of module.comparisons) {
    for (const [path, other] of [
      [stringIn(node.left), node.right],
      [stringIn(node.right), node.left],
    ] as const) {
      if (path?.startsWith('/') && isRequestPath(scope, module, other)) {
        found.push({ path, file: module.path, line: lineOf(node) });
      }
    }
  }
  for (const node of module.switches) {
    if (!isRequestPath(scope, module, node.discriminant)) continue;
    for (const branch of node.cases) {
      const path = stringIn(branch.test);
      if (path?.startsWith('/')) found.push({ path, file: module.path, line: lineOf(branch) });
    }
  }
  return found;
}

/** Every path that the files answer GET on, as far as it is written literally. */
export function routesOf(scope: Scope, modules: readonly ModuleIndex[]): readonly Route[] {
  const prefixes = routePrefixes(scope, modules);
  const found: Route[] = [];
  for (const module of modules) {
    for (const site of module.calls) {
      const route = ofCall(prefixes, module, site);
      if (route !== undefined) found.push(route);
      found.push(...ofTable(scope, module, site));
    }
    found.push(...ofComparisons(scope, module));
  }
  found.push(...decoratedRoutes(modules));
  return found;
}
