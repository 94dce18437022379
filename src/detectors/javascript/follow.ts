import type { Node } from '@babel/types';
import type { Scope } from '../../core/workspace/scope.ts';
import { bare, dotted, keyName, propertyOf, stringIn } from './expressions.ts';
import { moduleAt } from './module-graph.ts';
import type { ModuleIndex } from './module-index.ts';
import { holdsInProduction, productionBranch } from './production-branch.ts';
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

/** The initial value of an enum's member, or of a static property of a class. */
function memberOf(node: Node, name: string): Node | undefined {
  if (node.type === 'TSEnumDeclaration') {
    const members = node.body?.members ?? node.members;
    return members.find(({ id }) => keyName(id) === name)?.initializer ?? undefined;
  }
  if (node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression') return undefined;
  for (const part of node.body.body) {
    if (part.type === 'ClassProperty' && part.static && keyName(part.key) === name) return part.value ?? undefined;
  }
  return undefined;
}

/** What a spread adds in production: `...(isProduction && { … })`, `...(test ? a : b)`; `undefined` where it may add nothing. */
function spreadOf(scope: Scope, { module }: Place, argument: Node): Node | undefined {
  const node = bare(argument);
  const named = (inner: Node): Node => follow(scope, { node: inner, module }).node;
  if (node.type === 'ConditionalExpression') return productionBranch(node, named);
  if (node.type !== 'LogicalExpression') return node;
  return node.operator === '&&' && holdsInProduction(node.left, named) === true ? node.right : undefined;
}

/** The value of a member of what an expression stands for: of an object with its spreads, an array, an enum, a class. */
export function property(scope: Scope, object: Place, name: string, depth = DEPTH): Place | undefined {
  const element = object.node.type === 'ArrayExpression' ? object.node.elements[Number(name)] : undefined;
  if (element) return follow(scope, { node: element, module: object.module }, depth - 1);
  const member = memberOf(object.node, name);
  if (member !== undefined) return follow(scope, { node: member, module: object.module }, depth);
  if (object.node.type !== 'ObjectExpression') return undefined;
  const value = propertyOf(object.node, name);
  if (value !== undefined) return follow(scope, { node: value, module: object.module }, depth);
  for (const part of object.node.properties.toReversed()) {
    const taken = part.type === 'SpreadElement' ? spreadOf(scope, object, part.argument) : undefined;
    if (taken === undefined) continue;
    const spread = follow(scope, { node: taken, module: object.module }, depth - 1);
    const found = depth > 0 ? property(scope, spread, name, depth - 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a parameter stands for: the argument of the first call of its function, else its default. */
function argumentOf({ parameters, calls }: ModuleIndex, name: string): Node | undefined {
  const parameter = parameters.get(name);
  const call = parameter && calls.find(({ method, node }) => method === parameter.of && node.arguments.length > 0);
  return parameter && (call?.node.arguments[parameter.at] ?? parameter.fallback);
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
    if (from !== undefined) return exported(scope, place.module, from.source, from.name, depth) ?? here;
    const given = argumentOf(place.module, node.name);
    return given === undefined ? here : follow(scope, { node: given, module: place.module }, depth - 1);
  }
  if (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression') {
    const name = node.computed ? stringIn(node.property) : keyName(node.property);
    const path = dotted(node) ?? '';
    if (name === undefined || path.startsWith('process.env.')) return here;
    const [field] = path.startsWith('this.') ? (place.module.assigned.get(path) ?? []) : [];
    if (field !== undefined) return follow(scope, { node: field, module: place.module }, depth - 1);
    const target = bare(node.object);
    const from = target.type === 'Identifier' ? place.module.imported.get(target.name) : undefined;
    const named = from?.name === '*' ? exported(scope, place.module, from.source, name, depth) : undefined;
    if (named !== undefined) return named;
    const object = follow(scope, { node: target, module: place.module }, depth - 1);
    return property(scope, object, name, depth - 1) ?? here;
  }
  if (node.type === 'CallExpression' && dotted(node.callee) === 'require') {
    const source = stringIn(node.arguments[0]);
    return (source === undefined ? undefined : exported(scope, place.module, source, '*', depth)) ?? here;
  }
  if (node.type === 'CallExpression' && dotted(node.callee) === 'Object.freeze') {
    const frozen = node.arguments[0];
    return frozen === undefined ? here : follow(scope, { node: frozen, module: place.module }, depth - 1);
  }
  return here;
}
