import type { SyntaxNode } from '@lezer/common';
import type { RelPath } from '../../core/model/paths.ts';
import { type GoComponent, literal } from './component.ts';
import { childrenOf, type GoCall } from './source.ts';

/** One path that answers GET requests. */
export interface Route {
  readonly path: string;
  readonly file: RelPath;
  readonly line: number;
}

const METHODS = new Set(['HandleFunc', 'Handle', 'GET', 'Get', 'Any', 'All', 'Path', 'Router', 'HandlerFunc']);
const GROUPS = new Set(['Group', 'PathPrefix', 'Route', 'NewNamespace', 'Party']);

function functionAround(node: SyntaxNode): SyntaxNode | null {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.name === 'FunctionLiteral' || at.name === 'FunctionDecl' || at.name === 'MethodDecl') return at;
  }
  return null;
}

/** The call that a receiver comes from: `r.Group("/v1")` for `v1`, or the `Route` call around a closure. */
function origin(call: GoCall): GoCall | undefined {
  const { receiver, file } = call;
  if (receiver === null) return undefined;
  const inner = file.calls.find(({ node }) => node.from === receiver.from && node.to === receiver.to);
  if (inner !== undefined) return inner;
  const name = file.textOf(receiver);
  const around = functionAround(call.node);
  for (const other of file.calls) {
    if (!GROUPS.has(other.name) && other.name !== 'Subrouter') continue;
    const parent = other.node.parent;
    const target = parent?.name === 'VarDecl' || parent?.name === 'Assignment' ? parent.firstChild : null;
    if (target && file.textOf(target) === name && functionAround(other.node)?.from === around?.from) return other;
    const closure = other.args.find((node) => node.name === 'FunctionLiteral' && node.from === around?.from);
    const parameter = closure?.getChild('Parameters');
    const own = parameter && childrenOf(parameter, 'Parameter').some((one) => file.textOf(one).split(/\s/)[0] === name);
    if (own) return other;
  }
  return undefined;
}

/** What groups put before a route's own path; `undefined` where it cannot be told. */
function prefixOf(component: GoComponent, call: GoCall, depth = 0): string | undefined {
  const from = depth > 6 ? undefined : origin(call);
  if (from === undefined) return '';
  const before = prefixOf(component, from, depth + 1);
  if (!GROUPS.has(from.name)) return before;
  const own = literal(component, from, 0);
  return before === undefined || own === null ? undefined : `${before}${own}`.replace(/\/+$/, '');
}

/** The routes whose path the code states, with the prefixes of their groups; a pattern may begin with `GET `. */
export function routesOf(component: GoComponent): readonly Route[] {
  const found: Route[] = [];
  for (const call of component.calls) {
    const { file, name, node } = call;
    if (!METHODS.has(name) || call.receiver === null) continue;
    const first = call.args[0];
    if (first === undefined) continue;
    const pattern = literal(component, call, 0);
    const [, method = 'GET', path] = /^(?:([A-Z]+) )?(?:[\w.-]*)(\/\S*)$/.exec(pattern ?? '') ?? [];
    if (path === undefined || method !== 'GET') continue;
    const prefix = prefixOf(component, call);
    if (prefix !== undefined) found.push({ path: `${prefix}${path}`, file: file.path, line: file.lineOf(node) });
  }
  return found;
}
