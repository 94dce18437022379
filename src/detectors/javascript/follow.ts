import type { Node } from '@babel/types';
import type { Scope } from '../../core/workspace/scope.ts';
import { bare, dotted, keyName, propertyOf, stringIn } from './expressions.ts';
import { moduleAt } from './module-graph.ts';
import type { ModuleIndex } from './module-index.ts';
import { resolveImport } from './resolve-import.ts';

/** A node and the module whose names it uses. */
export interface Place {
  readonly node: Node;
  readonly module: ModuleIndex;
}

const DEPTH = 12;

/** What a module exports under a name; the name of a default-exported object's property counts too. */
function exported(scope: Scope, from: ModuleIndex, source: string, name: string, depth: number): Place | undefined {
  const path = resolveImport(scope, from.path, source);
  const module = path && moduleAt(scope, path);
  if (module === undefined) return undefined;
  const node = module.exports.get(name === '*' ? 'default' : name);
  if (node !== undefined) return follow(scope, { node, module }, depth - 1);
  const whole = module.exports.get('default');
  if (whole !== undefined && name !== 'default') {
    const object = follow(scope, { node: whole, module }, depth - 1);
    if (object.node.type === 'ObjectExpression') return property(scope, object, name, depth - 1);
  }
  for (const again of module.imports) {
    const deeper = depth > 0 ? exportedAgain(scope, module, again.source, name, depth - 1) : undefined;
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

/** A name that a module hands on with `export * from`. */
function exportedAgain(
  scope: Scope,
  from: ModuleIndex,
  source: string,
  name: string,
  depth: number,
): Place | undefined {
  const path = resolveImport(scope, from.path, source);
  const module = path && moduleAt(scope, path);
  const node = module?.exports.get(name);
  return module !== undefined && node !== undefined ? follow(scope, { node, module }, depth) : undefined;
}

function property(scope: Scope, object: Place, name: string, depth: number): Place | undefined {
  if (object.node.type !== 'ObjectExpression') return undefined;
  const value = propertyOf(object.node, name);
  if (value !== undefined) return follow(scope, { node: value, module: object.module }, depth);
  for (const part of object.node.properties) {
    if (part.type !== 'SpreadElement') continue;
    const spread = follow(scope, { node: part.argument, module: object.module }, depth - 1);
    const found = depth > 0 ? property(scope, spread, name, depth - 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Follows names, members and imports to the expression that they stand for. What cannot be followed is handed
 * back as it is, so the answer is never further from the truth than the question.
 */
export function follow(scope: Scope, place: Place, depth = DEPTH): Place {
  const node = bare(place.node);
  const here = { node, module: place.module };
  if (depth <= 0) return here;
  if (node.type === 'Identifier') {
    const binding = place.module.bindings.get(node.name);
    if (binding?.property !== undefined) {
      const object = follow(scope, { node: binding.init, module: place.module }, depth - 1);
      return property(scope, object, binding.property, depth - 1) ?? here;
    }
    if (binding !== undefined) return follow(scope, { node: binding.init, module: place.module }, depth - 1);
    const from = place.module.imported.get(node.name);
    return from === undefined ? here : (exported(scope, place.module, from.source, from.name, depth) ?? here);
  }
  if (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression') {
    const name = node.computed ? stringIn(node.property) : keyName(node.property);
    if (name === undefined || dotted(node)?.startsWith('process.env.')) return here;
    const target = bare(node.object);
    const from = target.type === 'Identifier' ? place.module.imported.get(target.name) : undefined;
    const named = from?.name === '*' ? exported(scope, place.module, from.source, name, depth) : undefined;
    if (named !== undefined) return named;
    const object = follow(scope, { node: target, module: place.module }, depth - 1);
    return property(scope, object, name, depth - 1) ?? here;
  }
  if (node.type === 'CallExpression' && dotted(node.callee) === 'Object.freeze') {
    const frozen = node.arguments[0];
    return frozen === undefined ? here : follow(scope, { node: frozen, module: place.module }, depth - 1);
  }
  return here;
}
