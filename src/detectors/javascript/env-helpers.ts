import type { Class, Function as FunctionNode, Node } from '@babel/types';
import type { Scope } from '../../core/workspace/scope.ts';
import { isEnvironment } from './environment.ts';
import { bare, dotted, keyName, propertyOf, stringIn } from './expressions.ts';
import { follow, type Place } from './follow.ts';
import type { Reader } from './schema-fields.ts';
import { merge, NOTHING, type Setting } from './setting-value.ts';
import { walk } from './walk.ts';

/** A function of the project that reads the variable which it is told: `required('X')`, `getEnv('X', 'd')`. */
export interface EnvHelper {
  /** The parameter that names the variable. */
  readonly index: number;
  /** The parameter that holds the default, where there is one. */
  readonly fallback: number | undefined;
  /** The default that the function has by itself. */
  readonly own: Setting;
  /** Whether it ends in an error without a value and a default; `undefined` where it just hands on what there is. */
  readonly need: 'insists' | 'copes' | undefined;
}

/** A variable that a call of a helper reads. */
export interface HelperRead {
  readonly name: string;
  readonly default: Setting;
  readonly need: EnvHelper['need'];
}

const FUNCTIONS =
  /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ObjectMethod|ClassMethod|ClassPrivateMethod)$/;

function isFunction(node: Node): node is FunctionNode {
  return FUNCTIONS.test(node.type);
}

function methodOf(node: Class, name: string): Node | undefined {
  return node.body.body.find(
    (part) =>
      (part.type === 'ClassMethod' && keyName(part.key) === name) ||
      (part.type === 'ClassProperty' && keyName(part.key) === name && part.value?.type === 'ArrowFunctionExpression'),
  );
}

/** The function that a call runs: by name, or as a method of an object, a class, an instance, or of the same class. */
function calledFunction(scope: Scope, { node, module }: Place): Place | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const made = follow(scope, { node: node.callee, module });
  if (isFunction(made.node)) return made;
  const callee = bare(node.callee);
  const name = callee.type === 'MemberExpression' ? keyName(callee.property) : undefined;
  if (callee.type !== 'MemberExpression' || name === undefined) return undefined;
  let target = follow(scope, { node: callee.object, module });
  if (target.node.type === 'NewExpression') target = follow(scope, { node: target.node.callee, module: target.module });
  const isOwn = bare(callee.object).type === 'ThisExpression';
  const classes = isOwn ? module.classes : target.node.type.startsWith('Class') ? [target.node as Class] : [];
  for (const one of classes) {
    const method = methodOf(one, name);
    const found = method?.type === 'ClassProperty' ? method.value : method;
    if (found) return { node: found, module: isOwn ? module : target.module };
  }
  return undefined;
}

function parameterName(node: Node | undefined): string | undefined {
  const at = node?.type === 'AssignmentPattern' ? node.left : node;
  return at?.type === 'Identifier' ? at.name : undefined;
}

/** The names in places where a function hands a value on: returned, or the other operand of `??` and `||`. */
function handedOn(body: Node): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (node: Node | null | undefined): void => {
    const at = node ? bare(node) : undefined;
    if (at?.type === 'Identifier') names.add(at.name);
  };
  add(body);
  walk(body, (node) => {
    if (node.type === 'ReturnStatement') add(node.argument);
    if (node.type === 'LogicalExpression') add(node.right);
    if (node.type === 'ConditionalExpression') for (const branch of [node.consequent, node.alternate]) add(branch);
    if (node.type === 'AssignmentExpression') add(node.right);
  });
  return names;
}

function isNothing(node: Node | null | undefined): boolean {
  const at = node ? bare(node) : undefined;
  return at === undefined || at.type === 'NullLiteral' || (at.type === 'Identifier' && at.name === 'undefined');
}

/** True for a function that says itself what comes of a missing value: `if (!text) return undefined`, `text ? … : null`. */
function handsOnNothing(body: Node): boolean {
  const says = (node: Node | null | undefined): boolean => {
    const at = node ? bare(node) : undefined;
    return at?.type === 'ConditionalExpression' ? isNothing(at.consequent) || isNothing(at.alternate) : isNothing(at);
  };
  let found = body.type !== 'BlockStatement' && says(body);
  walk(body, (node) => {
    if (node.type === 'ReturnStatement') found ||= says(node.argument);
  });
  return found;
}

/** How a function reads the variable, of which one parameter is the name; `undefined` for any other function. */
function readIn(scope: Scope, { node: made, module }: Place, read: Reader, depth: number): EnvHelper | undefined {
  if (!isFunction(made)) return undefined;
  const names = made.params.map(parameterName);
  const at = (node: Node): number => (node.type === 'Identifier' ? names.indexOf(node.name) : -1);
  let found:
    | { readonly index: number; readonly inner?: EnvHelper; readonly own: Setting; readonly copes: boolean }
    | undefined;
  let ends = false;
  walk(made.body, (node, parent) => {
    if (node.type === 'ThrowStatement') ends = true;
    if (node.type === 'CallExpression') {
      if (/^(process\.exit|assert|invariant|ok|assert\.ok)$/.test(dotted(node.callee) ?? '')) ends = true;
      const index = node.arguments[0] === undefined ? -1 : at(bare(node.arguments[0]));
      const target =
        found === undefined && index >= 0 && depth > 0 ? calledFunction(scope, { node, module }) : undefined;
      const inner = target && target.node !== made ? helperOf(scope, target, read, depth - 1) : undefined;
      if (inner?.index === 0) found = { index, inner, own: inner.own, copes: inner.need === 'copes' };
    }
    if (found !== undefined) return;
    if (node.type !== 'MemberExpression' || !node.computed) return;
    const index = at(bare(node.property));
    if (index < 0 || !isEnvironment(scope, { node: node.object, module })) return;
    const isDefaulted = parent?.type === 'LogicalExpression' && parent.operator !== '&&' && parent.left === node;
    const own = isDefaulted && at(bare(parent.right)) < 0 ? read({ node: parent.right, module }) : NOTHING;
    const empty = isDefaulted && stringIn(parent.right) === '' ? { value: '', variable: null } : NOTHING;
    found = { index, own: merge(own, empty), copes: isDefaulted };
  });
  if (found === undefined) return undefined;
  const given = handedOn(made.body);
  const { index, inner } = found;
  const passed = names.findIndex((name, place) => place !== index && name !== undefined && given.has(name));
  const fallback = passed >= 0 ? passed : inner?.fallback === undefined ? undefined : inner.fallback;
  const parameter = fallback === undefined ? undefined : made.params[fallback];
  const standard = parameter?.type === 'AssignmentPattern' ? read({ node: parameter.right, module }) : NOTHING;
  const copes = found.copes || passed >= 0 || handsOnNothing(made.body);
  const need = ends || inner?.need === 'insists' ? 'insists' : copes ? 'copes' : undefined;
  return { index, fallback, own: merge(standard, found.own.variable === null ? found.own : NOTHING), need };
}

const helpers = new WeakMap<Node, { readonly helper: EnvHelper | undefined }>();

function helperOf(scope: Scope, made: Place, read: Reader, depth: number): EnvHelper | undefined {
  let known = helpers.get(made.node);
  if (known === undefined) {
    helpers.set(made.node, { helper: undefined });
    known = { helper: readIn(scope, made, read, depth) };
    helpers.set(made.node, known);
  }
  return known.helper;
}

/** A default given as an option: `env('X', { default: 'd' })`. */
function ofOptions(
  node: Node,
  module: Place['module'],
  read: Reader,
): Pick<HelperRead, 'default' | 'need'> | undefined {
  if (node.type !== 'ObjectExpression') return undefined;
  const given = ['default', 'defaultValue', 'fallback'].map((name) => propertyOf(node, name)).find((one) => one);
  const isOptional = ['optional', 'required'].some((name) => {
    const value = propertyOf(node, name);
    return value?.type === 'BooleanLiteral' && value.value === (name === 'optional');
  });
  const value = given === undefined ? NOTHING : read({ node: given, module });
  return { default: value, need: given !== undefined || isOptional ? 'copes' : 'insists' };
}

/** The variable that a call reads through a function of the project; `undefined` for any other call. */
export function helperRead(scope: Scope, call: Place, read: Reader): HelperRead | undefined {
  const { node, module } = call;
  if (node.type !== 'CallExpression' || node.arguments.length === 0) return undefined;
  // Only a call that names something can read a variable: this spares following all others.
  if (!node.arguments.some((one) => /^[A-Za-z_]\w*$/.test(stringIn(one) ?? ''))) return undefined;
  const made = calledFunction(scope, call);
  const helper = made && helperOf(scope, made, read, 3);
  const name = helper && stringIn(node.arguments[helper.index]);
  if (helper === undefined || name === undefined || !/^[A-Za-z_]\w*$/.test(name)) return undefined;
  const given = helper.fallback === undefined ? undefined : node.arguments[helper.fallback];
  const options = node.arguments.find((one) => one.type === 'ObjectExpression');
  const told = options && ofOptions(options, module, read);
  if (told !== undefined) return { name, ...told };
  if (given === undefined)
    return { name, default: helper.own, need: helper.own.value === null ? helper.need : 'copes' };
  const isEmpty = stringIn(given) === '';
  const value = isEmpty ? { value: '', variable: null } : read({ node: given, module });
  return { name, default: value, need: 'copes' };
}
