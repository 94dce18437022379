import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { type Expr, textOf } from './expression.ts';
import { canonical, type PyModule } from './module-index.ts';
import { definitionOf, modulesOf } from './modules.ts';
import { settingOf } from './settings.ts';

/** A place where a router or blueprint is put under another one. */
interface Mount {
  /** What stands before its paths; `null` where the code does not say it. */
  readonly prefix: string | null;
  readonly parent: { readonly module: PyModule; readonly name: string } | undefined;
}

/** Routers in routers in routers: more than that is a circle. */
const DEPTH = 6;

function keyOf({ module, name }: { readonly module: PyModule; readonly name: string }): string {
  return `${module.path}\0${name}`;
}

function prefixValue(scope: Scope, module: PyModule, expr: Expr | undefined): string | null {
  if (expr === undefined) return '';
  const { value } = settingOf(scope, module, expr);
  return typeof value === 'string' ? value : null;
}

/** Where routers are included: `include_router(items.router, prefix='/v1')`, `register_blueprint(bp, url_prefix='/v1')`. */
const mounts = perComponent((scope): ReadonlyMap<string, Mount> => {
  const found = new Map<string, Mount>();
  for (const module of modulesOf(scope)) {
    for (const { expr } of module.calls) {
      const [, owner, method] = /^(.*)\.(include_router|register_blueprint|mount)$/.exec(expr.callee) ?? [];
      if (owner === undefined) continue;
      const child = method === 'mount' ? (expr.args[1] ?? expr.named.get('app')) : expr.args[0];
      const target = child?.kind === 'name' ? definitionOf(scope, module, child.path) : undefined;
      if (target === undefined) continue;
      const given = method === 'mount' ? expr.args[0] : (expr.named.get('prefix') ?? expr.named.get('url_prefix'));
      const parent = definitionOf(scope, module, owner);
      found.set(keyOf(target), { prefix: prefixValue(scope, module, given), parent });
    }
  }
  return found;
});

/** What stands before the paths of a router, by all the routers that it lies in; `null` where the code does not say it. */
function outerOf(scope: Scope, module: PyModule, name: string, depth: number): string | null {
  const made = module.assignments.find(({ target, owner }) => target === name && owner === '')?.value;
  const call = made?.kind === 'call' ? made : undefined;
  const own = call?.named.get('prefix') ?? call?.named.get('url_prefix') ?? call?.named.get('path');
  const mount = mounts(scope).get(keyOf({ module, name }));
  const parent = mount?.parent;
  const isCircle = parent === undefined || depth > DEPTH || (parent.module === module && parent.name === name);
  const above = isCircle ? '' : outerOf(scope, parent.module, parent.name, depth + 1);
  // A blueprint's url_prefix at registration replaces its own; a router's prefixes add up.
  const isBlueprint = call !== undefined && /Blueprint$/.test(canonical(module, call.callee));
  const replaced = isBlueprint && mount !== undefined && mount.prefix !== '';
  const inner = replaced ? '' : prefixValue(scope, module, own);
  const between = mount === undefined ? '' : mount.prefix;
  return above === null || inner === null || between === null ? null : `${above}/${between}/${inner}`;
}

/** What stands before the paths that a router or blueprint answers, as a module names it; `null` where unknown. */
export function routePrefix(scope: Scope, module: PyModule, owner: string): string | null {
  const made = owner === '' ? undefined : definitionOf(scope, module, owner);
  return made === undefined ? '' : outerOf(scope, made.module, made.name, 0);
}

/** The path of the class that a route's function stands in: `path = '/trees'` of Litestar's controllers. */
export function controllerPath(module: PyModule, owner: string): string {
  const path = module.assignments.find((one) => owner !== '' && one.owner === owner && one.target === 'path');
  return textOf(path?.value) ?? '';
}
