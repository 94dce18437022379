import type { Node } from '@babel/types';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { bare, dotted, keyName, propertyOf, stringIn } from './expressions.ts';
import type { ModuleIndex } from './module-index.ts';
import { resolveImport } from './resolve-import.ts';

/** Where a router (a whole file, or one name in it) is mounted. */
interface Mount {
  readonly prefix: string;
  readonly module: ModuleIndex;
  /** The name of the router that it is mounted on. */
  readonly on: string;
}

/** Says under which path the routes of a router are reached. */
export interface RoutePrefixes {
  of(module: ModuleIndex, router: string): string;
}

function mountedFile(scope: Scope, module: ModuleIndex, node: Node): RelPath | undefined {
  const at = bare(node);
  if (at.type === 'CallExpression') {
    const required =
      dotted(at.callee) === 'require' || at.callee.type === 'Import' ? stringIn(at.arguments[0]) : undefined;
    if (required !== undefined) return resolveImport(scope, module.path, required);
    return mountedFile(scope, module, at.callee);
  }
  if (at.type === 'ImportExpression') {
    const source = stringIn(at.source);
    return source === undefined ? undefined : resolveImport(scope, module.path, source);
  }
  const name = dotted(at)?.split('.')[0];
  const from = name === undefined ? undefined : module.imported.get(name);
  return from && resolveImport(scope, module.path, from.source);
}

/** The prefix that a router is made with: `new Router({ prefix: '/v1' })`, `new Hono().basePath('/v1')`. */
function ownPrefix(module: ModuleIndex, router: string): string {
  const init = module.bindings.get(router)?.init;
  if (init === undefined || (init.type !== 'NewExpression' && init.type !== 'CallExpression')) return '';
  const [first] = init.arguments;
  const option = first?.type === 'ObjectExpression' ? propertyOf(first, 'prefix') : undefined;
  const base = bare(init.callee);
  if (base.type === 'MemberExpression' && keyName(base.property) === 'basePath') return stringIn(first) ?? '';
  return stringIn(option) ?? '';
}

/** Joins route parts with single slashes; the root is `/`. */
export function joinRoute(...parts: readonly string[]): string {
  const path = parts
    .join('/')
    .replace(/\/{2,}/g, '/')
    .replace(/(.)\/$/, '$1');
  return path.startsWith('/') ? path : `/${path}`;
}

/** Reads every mount (`app.use('/api', router)`, `app.route(…)`, `app.register(…, { prefix })`) of the files. */
export function routePrefixes(scope: Scope, modules: readonly ModuleIndex[]): RoutePrefixes {
  const files = new Map<RelPath, Mount>();
  const names = new Map<string, Mount>();
  for (const module of modules) {
    for (const { node, method, name } of module.calls) {
      const on = name?.split('.')[0] ?? '';
      const [first, second] = node.arguments;
      if (method === 'prefix' && stringIn(first) !== undefined) {
        names.set(`${module.path}\0${on}`, { prefix: stringIn(first) ?? '', module, on: '' });
      }
      const registered = method === 'register' && second?.type === 'ObjectExpression';
      const prefix = registered ? stringIn(propertyOf(second, 'prefix')) : stringIn(first);
      if (prefix === undefined || (!registered && method !== 'use' && method !== 'route')) continue;
      for (const router of registered ? [first] : node.arguments.slice(1)) {
        if (router === undefined) continue;
        const mount = { prefix, module, on };
        const file = mountedFile(scope, module, router);
        if (file !== undefined) files.set(file, mount);
        const local = bare(router);
        if (local.type === 'Identifier') names.set(`${module.path}\0${local.name}`, mount);
        if (local.type === 'CallExpression') {
          const made = dotted(local.callee)?.split('.')[0];
          if (made !== undefined) names.set(`${module.path}\0${made}`, mount);
        }
      }
    }
  }
  function of(module: ModuleIndex, router: string, depth: number): string {
    if (depth <= 0) return '';
    const own = ownPrefix(module, router);
    const mount = names.get(`${module.path}\0${router}`) ?? files.get(module.path);
    if (mount === undefined) return own;
    const outer = mount.on === '' ? '' : of(mount.module, mount.on, depth - 1);
    return `${outer}/${mount.prefix}/${own}`;
  }
  return { of: (module, router) => of(module, router, 6) };
}
