import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { djangoSite } from './django.ts';
import { type Call, type Expr, textOf } from './expression.ts';
import { canonical, type PyModule } from './module-index.ts';
import { modulesOf, resolveModule } from './modules.ts';
import { controllerPath, routePrefix } from './route-prefixes.ts';

/** A path that answers GET. */
export interface Route {
  readonly path: string;
  readonly file: RelPath;
  readonly line: number;
}

function joined(...parts: readonly string[]): string {
  return `/${parts.join('/')}`.replace(/\/{2,}/g, '/');
}

function allowsGet(call: Call): boolean {
  const methods = call.named.get('methods') ?? call.named.get('http_method');
  return methods?.kind !== 'list' || methods.items.some((item) => textOf(item)?.toUpperCase() === 'GET');
}

function decorated(scope: Scope): readonly Route[] {
  const found: Route[] = [];
  for (const module of modulesOf(scope)) {
    for (const { decorators, owner: around } of module.functions) {
      for (const call of decorators) {
        const [owner = '', method = call.callee] = call.callee.includes('.') ? call.callee.split(/\.(?=[^.]+$)/) : [];
        const isRoute = /^(route|get|api_route|custom_route)$/.test(method);
        const path = textOf(call.args[0] ?? call.named.get('path') ?? call.named.get('rule') ?? call.named.get('uri'));
        if (!isRoute || path === undefined || !allowsGet(call)) continue;
        const prefix = owner === '' ? controllerPath(module, around) : routePrefix(scope, module, owner);
        if (prefix !== null) found.push({ path: joined(prefix, path), file: module.path, line: call.line });
      }
    }
  }
  return found;
}

/** Routes as data: Starlette's `Route('/x', …)`, aiohttp's `add_get`, Tornado's `(r'/x', Handler)`, Falcon's `add_route`. */
function listed(scope: Scope): readonly Route[] {
  const found: Route[] = [];
  for (const module of modulesOf(scope)) {
    for (const { expr, line } of module.calls) {
      const full = canonical(module, expr.callee);
      const first = textOf(expr.args[0]);
      const isRoute =
        /^starlette\.routing\.Route$|^aiohttp\.web\.get$|^litestar\.routes/.test(full) ||
        /\.(add_get|add_route|add_url_rule)$/.test(expr.callee);
      const path = first === 'GET' ? textOf(expr.args[1]) : first;
      if (isRoute && path?.startsWith('/') === true && allowsGet(expr)) found.push({ path, file: module.path, line });
      if (!/(^|\.)Application$/.test(full)) continue;
      const table: Expr | undefined = expr.args[0] ?? expr.named.get('handlers');
      for (const item of table?.kind === 'list' ? table.items : []) {
        const rule = item.kind === 'list' ? textOf(item.items[0]) : undefined;
        if (rule?.startsWith('/') === true)
          found.push({ path: rule.replace(/\$$/, ''), file: module.path, line: item.line });
      }
    }
  }
  return found;
}

/** Django's URL configuration from ROOT_URLCONF on, with includes. */
function django(scope: Scope): readonly Route[] {
  const site = djangoSite(scope);
  if (site === undefined) return [];
  const found: Route[] = [];
  const seen = new Set<string>();
  const visit = (module: PyModule, prefix: string, depth: number): void => {
    if (depth > 5 || seen.has(`${module.path}\0${prefix}`)) return;
    seen.add(`${module.path}\0${prefix}`);
    for (const { expr, line } of module.calls) {
      if (!/^django\.urls\.(re_)?path$|^django\.conf\.urls\.url$/.test(canonical(module, expr.callee))) continue;
      const rule = textOf(expr.args[0])?.replace(/^\^/, '').replace(/\$$/, '');
      const view = expr.args[1];
      if (rule === undefined) continue;
      if (view?.kind === 'call' && view.callee.endsWith('include')) {
        const name = textOf(view.args[0]);
        const target = name === undefined ? undefined : resolveModule(scope, name, module.path);
        const next = modulesOf(scope).find(({ path }) => path === target);
        if (next !== undefined) visit(next, `${prefix}${rule}`, depth + 1);
      } else found.push({ path: joined(`${prefix}${rule}`), file: module.path, line });
    }
  };
  const named = site.settings.flatMap(({ assignments }) => assignments).find(({ target }) => target === 'ROOT_URLCONF');
  const file = resolveModule(scope, textOf(named?.value) ?? '', site.manage);
  const root = modulesOf(scope).find(({ path }) => path === file);
  if (root !== undefined) visit(root, '', 0);
  return found;
}

/** Paths that answer for a process's health by habit, the most telling first. */
const HEALTH = [
  'healthz',
  'health',
  'livez',
  'readyz',
  'ready',
  'live',
  'ping',
  'status',
  'up',
  'alive',
  '_health',
  'health-check',
  'healthcheck',
  'heartbeat',
];

/** The route that shows whether the process is well; `undefined` when none has a telling name. */
export const healthRoute = perComponent((scope): Route | undefined => {
  const all = [...decorated(scope), ...listed(scope), ...django(scope)].filter(({ path }) => !/[{<(*]/.test(path));
  const rank = ({ path }: Route): number => {
    const parts = path.split('/').filter((part) => part !== '');
    const last = HEALTH.indexOf(parts.at(-1) ?? '');
    return last < 0 ? Number.POSITIVE_INFINITY : last + parts.length * 0.1;
  };
  return all.filter((route) => Number.isFinite(rank(route))).sort((a, b) => rank(a) - rank(b))[0];
});
