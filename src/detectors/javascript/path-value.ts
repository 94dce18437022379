import type { Node } from '@babel/types';
import { relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { bare, dotted } from './expressions.ts';
import { follow, type Place } from './follow.ts';
import { namedPath } from './path-expression.ts';

/** A path that code names: relative to the component, or absolute. */
export interface PathValue {
  readonly path: string;
  /** False where more follows that only the run knows: `join('uploads', user.id)`. */
  readonly isWhole: boolean;
}

/** A path as the component sees it; absolute where it lies outside of the project. */
function told(scope: Scope, place: Place): string | undefined {
  const named = namedPath(scope, place);
  if (named === undefined) return undefined;
  return named.inProject === undefined ? named.text : relativeTo(named.inProject, scope.dir);
}

/** The beginning of a template, up to its last slash before what is not known. */
function beginning(scope: Scope, place: Place): string | undefined {
  const { node, module } = place;
  if (node.type !== 'TemplateLiteral') return undefined;
  const [first] = node.expressions;
  const start = node.quasis[0]?.value.cooked ?? '';
  const path = start === '' && first !== undefined ? told(scope, { node: first as Node, module }) : undefined;
  const rest = `${path ?? ''}${start}${path === undefined ? '' : (node.quasis[1]?.value.cooked ?? '')}`;
  return rest.includes('/') && (path !== undefined || start !== '')
    ? rest.slice(0, rest.lastIndexOf('/') + 1)
    : undefined;
}

/**
 * The path that an expression stands for, or the folder that it begins with; of alternatives (`process.env.DIR ?? 'a'`,
 * `isSet ? x : 'a'`) the one that is known. Nothing is run.
 */
export function pathValue(scope: Scope, place: Place, depth = 6): PathValue | undefined {
  if (depth <= 0) return undefined;
  const whole = told(scope, place);
  if (whole !== undefined) return { path: whole, isWhole: true };
  const target = follow(scope, place);
  const node = bare(target.node);
  const inner = (at: Node): PathValue | undefined => pathValue(scope, { node: at, module: target.module }, depth - 1);
  if (node.type === 'LogicalExpression') return inner(node.right);
  if (node.type === 'ConditionalExpression') return inner(node.consequent) ?? inner(node.alternate);
  if (node.type === 'CallExpression' && /(^|\.)(join|resolve)$/.test(dotted(node.callee) ?? '')) {
    const [first, ...others] = node.arguments;
    const base = first && inner(first);
    if (base === undefined || !base.isWhole) return base;
    let { path } = base;
    for (const other of others) {
      const next = inner(other);
      if (next === undefined) return { path, isWhole: false };
      path = `${path}/${next.path}`;
      if (!next.isWhole) return { path, isWhole: false };
    }
    return { path, isWhole: true };
  }
  const start = beginning(scope, { node, module: target.module });
  return start === undefined ? undefined : { path: start, isWhole: false };
}
