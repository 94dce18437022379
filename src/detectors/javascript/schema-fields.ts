import type { CallExpression, Node } from '@babel/types';
import type { Scope } from '../../core/workspace/scope.ts';
import { bare, keyName, propertyOf, stringIn } from './expressions.ts';
import { follow, type Place, property } from './follow.ts';
import { productionBranch } from './production-branch.ts';
import { merge, NOTHING, type Setting } from './setting-value.ts';

/** Reads a default as a setting. */
export type Reader = (place: Place) => Setting;

/** The fields of a schema by name: where each is declared. */
export type Fields = ReadonlyMap<string, Place>;

/** What a field says about a missing value. */
export interface FieldTraits {
  readonly default: Setting;
  readonly optional: boolean;
}

/** Schema libraries in which a field may be missing unless it says `required()`. */
const LENIENT = /^(joi|@hapi\/joi|yup)$/;

const NONE: Fields = new Map();
const DEPTH = 10;

function calledMethod(call: CallExpression): string | undefined {
  const callee = bare(call.callee);
  return callee.type === 'MemberExpression' ? keyName(callee.property) : keyName(callee);
}

/** The object that a method is called on; `undefined` for a function, or a method of an imported namespace. */
function receiver({ node, module }: Place): Place | undefined {
  const callee = node.type === 'CallExpression' ? bare(node.callee) : undefined;
  if (callee?.type !== 'MemberExpression') return undefined;
  const object = bare(callee.object);
  return object.type === 'Identifier' && module.imported.get(object.name)?.name === '*'
    ? undefined
    : { node: callee.object, module };
}

/** The keys of `{ A: true, B: true }`. */
function keysOf(node: Node | undefined): readonly string[] {
  if (node?.type !== 'ObjectExpression') return [];
  return node.properties.flatMap((one) => (one.type === 'ObjectProperty' ? (keyName(one.key) ?? []) : []));
}

/**
 * The fields of a schema over an object, by name: `z.object({ … })` and what other libraries call so (Joi, yup,
 * valibot, TypeBox), extended, merged and cut as the code says; a plain object of fields too.
 */
export function fieldsOf(scope: Scope, place: Place, depth = DEPTH): Fields {
  const target = follow(scope, place);
  const node = bare(target.node);
  const { module } = target;
  if (depth <= 0) return NONE;
  const inner = (at: Node | undefined): Fields =>
    at === undefined ? NONE : fieldsOf(scope, { node: at, module }, depth - 1);
  if (node.type === 'ObjectExpression') {
    const found = new Map<string, Place>();
    for (const part of node.properties) {
      if (part.type === 'SpreadElement') for (const [name, field] of inner(part.argument)) found.set(name, field);
      const name = part.type === 'ObjectProperty' ? keyName(part.key) : undefined;
      if (name !== undefined && part.type === 'ObjectProperty') found.set(name, { node: part.value, module });
    }
    return found;
  }
  if (node.type === 'ArrayExpression') return new Map(node.elements.flatMap((one) => (one ? [...inner(one)] : [])));
  if (node.type === 'MemberExpression') {
    return /^(shape|entries)$/.test(keyName(node.property) ?? '') ? inner(node.object) : NONE;
  }
  if (node.type !== 'CallExpression') return NONE;
  const on = receiver({ node, module });
  const base = on === undefined ? NONE : fieldsOf(scope, on, depth - 1);
  const args = node.arguments;
  switch (calledMethod(node)) {
    case 'object':
    case 'strictObject':
    case 'looseObject':
    case 'Object':
    case 'Struct':
      return inner(args[0]);
    case 'pick': {
      const keys = new Set(keysOf(args[0]));
      return new Map([...base].filter(([name]) => keys.has(name)));
    }
    case 'omit': {
      const keys = new Set(keysOf(args[0]));
      return new Map([...base].filter(([name]) => !keys.has(name)));
    }
    case 'extend':
    case 'safeExtend':
    case 'merge':
    case 'and':
    case 'concat':
    case 'append':
    case 'keys':
    case 'shape':
    case 'intersection':
    case 'intersect':
    case 'Intersect':
      return new Map([...base, ...args.flatMap((one) => [...inner(one)])]);
    default:
      // A refinement, or a function that is given the schema first, as valibot's `pipe` is.
      return base.size > 0 || on !== undefined ? base : inner(args[0]);
  }
}

/** True for a schema that takes the absence of a value, or an empty text for it. */
function takesNothing(scope: Scope, { node, module }: Place): boolean {
  const at = follow(scope, { node, module }).node;
  if (at.type !== 'CallExpression') return false;
  const method = calledMethod(at);
  return (
    /^(undefined|null|void|nan|Undefined|Null)$/.test(method ?? '') ||
    (method === 'literal' && stringIn(at.arguments[0]) === '')
  );
}

function isUndefined(node: Node): boolean {
  const at = bare(node);
  return at.type === 'Identifier' && at.name === 'undefined';
}

/** A field written as options: `{ schema, defaults: { production: … } }` of znv, `{ type: 'string', default: … }`. */
function ofOptions(scope: Scope, place: Place, read: Reader, depth: number): FieldTraits {
  const at = (name: string): Place | undefined => property(scope, place, name);
  const schema = at('schema');
  const own = schema && traits(scope, schema, read, depth - 1);
  const defaults = at('defaults');
  const given =
    at('default') ?? (defaults && (property(scope, defaults, 'production') ?? property(scope, defaults, '_')));
  const value = given === undefined ? NOTHING : read(given);
  return { default: merge(value, own?.default ?? NOTHING), optional: given !== undefined || own?.optional === true };
}

interface Told {
  readonly default: Setting;
  readonly optional: boolean | undefined;
}

/** What one call of a chain says by itself, and the schema inside of it where that is an argument. */
function ofLink(
  scope: Scope,
  { node, module }: { readonly node: CallExpression; readonly module: Place['module'] },
  read: Reader,
): Told & { readonly inner?: Node } {
  const [first, second] = node.arguments;
  const value = (at: Node | undefined): Setting => (at === undefined ? NOTHING : read({ node: at, module }));
  const say = (optional: boolean | undefined, setting = NOTHING) => ({ default: setting, optional });
  const wraps = receiver({ node, module }) === undefined || (first?.type === 'CallExpression' && second !== undefined);
  switch (calledMethod(node)) {
    case 'default':
    case 'prefault':
    case 'catch':
      return say(true, value(first));
    case '_default':
    case 'fallback':
      return { ...say(true, value(second)), ...(first === undefined ? {} : { inner: first }) };
    case 'optional':
    case 'nullish':
    case 'nullable':
    case 'Optional':
    case 'notRequired':
      return { ...say(true, value(second)), ...(first === undefined ? {} : { inner: first }) };
    case 'required':
      return say(first === undefined ? false : undefined);
    case 'when':
      // Joi: `.when('NODE_ENV', { is: 'production', then: Joi.required() })`
      return say(
        /production/.test(stringIn(second?.type === 'ObjectExpression' ? propertyOf(second, 'is') : null) ?? '')
          ? false
          : undefined,
      );
    case 'preprocess':
      return { ...say(undefined), ...(second === undefined ? {} : { inner: second }) };
    case 'pipe':
      return { ...say(undefined), ...(wraps && first !== undefined ? { inner: first } : {}) };
    case 'or':
    case 'union':
    case 'Union': {
      const choices = first?.type === 'ArrayExpression' ? first.elements : [first];
      const isOpen = choices.some((one) => one && takesNothing(scope, { node: one, module }));
      return say(isOpen ? true : undefined);
    }
    default: {
      const option = first?.type === 'ObjectExpression' ? propertyOf(first, 'default') : undefined;
      if (option === undefined) return say(undefined);
      return say(true, isUndefined(option) ? NOTHING : value(option));
    }
  }
}

/** Where the schema of a chain comes from: the module behind the first name of it. */
function sourceOf({ node, module }: Place): string {
  let at = bare(node);
  for (;;) {
    if (at.type === 'CallExpression') at = bare(at.callee);
    else if (at.type === 'MemberExpression') at = bare(at.object);
    else return (at.type === 'Identifier' ? module.imported.get(at.name)?.source : undefined) ?? '';
  }
}

function traits(scope: Scope, place: Place, read: Reader, depth: number): FieldTraits {
  const target = follow(scope, place);
  const { module } = target;
  let node = bare(target.node);
  const isLenient = LENIENT.test(sourceOf(target));
  let setting = NOTHING;
  let optional: boolean | undefined;
  for (let left = depth; left > 0; left -= 1) {
    if (node.type === 'ConditionalExpression') node = bare(productionBranch(node) ?? node.consequent);
    if (node.type === 'ObjectExpression') {
      const told = ofOptions(scope, { node, module }, read, left);
      return { default: merge(setting, told.default), optional: optional ?? told.optional };
    }
    if (node.type !== 'CallExpression') break;
    const told = ofLink(scope, { node, module }, read);
    setting = merge(setting, told.default);
    optional ??= told.optional;
    const next = told.inner ?? receiver({ node, module })?.node;
    if (next === undefined) break;
    node = bare(next);
  }
  return { default: setting, optional: optional ?? isLenient };
}

/** Whether a field of a schema may be missing, and what it is then. */
export function fieldTraits(scope: Scope, field: Place, read: Reader): FieldTraits {
  return traits(scope, field, read, DEPTH);
}
