import type { Node } from '@babel/types';
import type { Scope } from '../../core/workspace/scope.ts';
import { documentSetting, feathersSetting } from './config-documents.ts';
import { convictSetting } from './convict.ts';
import { helperRead } from './env-helpers.ts';
import { fromSchema, fromSchemaMember } from './env-schemas.ts';
import { ASKED_NAME, ENV_CALL, isEnvironment } from './environment.ts';
import { bare, dotted, keyName, propertyOf, stringIn } from './expressions.ts';
import { follow, type Place } from './follow.ts';
import { nestSetting } from './nest-config.ts';
import { productionBranch } from './production-branch.ts';
import { merge, NOTHING, type Setting } from './setting-value.ts';
import { returnedBy } from './value-index.ts';

/** Functions that hand on their first argument in another type. */
const CONVERSIONS = new Set([
  'Number',
  'parseInt',
  'parseFloat',
  'String',
  'Number.parseInt',
  'Number.parseFloat',
  'Boolean',
]);

/** Packages that hand back a free port, as a rule the one that they are asked for. */
const FREE_PORT = /^(get-port|get-port-please|detect-port|portfinder)$/;

function anyOf(settings: readonly Setting[]): Setting {
  return settings.reduce(merge, NOTHING);
}

/** A key of a configuration library: of convict's schema, or of the files of the config package. */
function configured(scope: Scope, place: Place, key: string | undefined, depth: number): Setting | undefined {
  const { node, module } = place;
  const callee = node.type === 'CallExpression' ? bare(node.callee) : undefined;
  if (key === undefined || callee?.type !== 'MemberExpression') return undefined;
  const object = { node: callee.object, module };
  const path = key.split('.');
  const read = (inner: Place): Setting => settingOf(scope, inner, depth - 1);
  const told = convictSetting(scope, object, path, read) ?? documentSetting(scope, object, path);
  return told ?? feathersSetting(scope, path);
}

/** What a name or member gets by assignment. */
function assignedTo(scope: Scope, module: Place['module'], name: string | undefined, depth: number): Setting {
  const values = name === undefined ? [] : (module.assigned.get(name) ?? []);
  return anyOf(values.map((node) => settingOf(scope, { node, module }, depth - 1)));
}

function ofCall(scope: Scope, { node, module }: Place, depth: number): Setting {
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return NOTHING;
  const name = dotted(node.callee);
  const [first, second] = node.arguments;
  const read = (argument: Node | undefined, from = module): Setting =>
    argument === undefined ? NOTHING : settingOf(scope, { node: argument, module: from }, depth - 1);
  if (name !== undefined && CONVERSIONS.has(name)) return read(first);
  if (FREE_PORT.test(module.imported.get(name ?? '')?.source ?? '')) {
    return read((first?.type === 'ObjectExpression' ? propertyOf(first, 'port') : undefined) ?? first);
  }
  const asked = name !== undefined && ENV_CALL.test(name) ? (stringIn(first) ?? '') : '';
  if (ASKED_NAME.test(asked)) return merge({ value: null, variable: asked }, read(second));
  const callee = bare(node.callee);
  const helped = helperRead(scope, { node, module }, (place) => settingOf(scope, place, depth - 1));
  if (helped !== undefined) return merge({ value: null, variable: helped.name }, helped.default);
  const made = follow(scope, { node: callee, module });
  if (made.node.type.includes('Function')) {
    // A function that is given a value is taken to hand it on; of another one the results count.
    if (first !== undefined) return read(first);
    return anyOf(returnedBy(made.node).map((node) => settingOf(scope, { node, module: made.module }, depth - 1)));
  }
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return NOTHING;
  const method = keyName(callee.property);
  const told = method === 'get' ? configured(scope, { node, module }, stringIn(first), depth) : undefined;
  if (told !== undefined) return told;
  if (method === 'get' || method === 'getOrThrow') {
    const key = stringIn(first);
    const variable = key !== undefined && ASKED_NAME.test(key) ? key : null;
    const factory = key === undefined ? undefined : nestSetting(scope, key);
    if (factory !== undefined) return merge(read(factory.node, factory.module), read(second));
    return merge({ value: null, variable }, read(second));
  }
  if (method === 'default') return merge(read(callee.object), read(first));
  // `[process.env.PORT, 3000].find(Boolean)`: what a list is asked for is the first that is there.
  const list = bare(callee.object);
  if (list.type === 'ArrayExpression') return anyOf(list.elements.map((one) => read(one ?? undefined)));
  return read(callee.object);
}

function ofName(scope: Scope, place: Place, depth: number): Setting {
  const { node, module } = place;
  const read = (inner: Place): Setting => settingOf(scope, inner, depth - 1);
  const binding = node.type === 'Identifier' ? module.bindings.get(node.name) : undefined;
  if (binding?.property !== undefined) {
    const init = { node: binding.init, module };
    const fallback = binding.fallback === undefined ? NOTHING : read({ node: binding.fallback, module });
    if (isEnvironment(scope, init)) return merge({ value: null, variable: binding.property }, fallback);
    const checked = fromSchema(scope, follow(scope, init), [binding.property], read);
    if (checked !== undefined) return checked;
  }
  const target = follow(scope, place);
  return target.node === node ? NOTHING : read(target);
}

function ofMember(scope: Scope, place: Place, depth: number): Setting {
  const { node, module } = place;
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return NOTHING;
  const read = (inner: Place): Setting => settingOf(scope, inner, depth - 1);
  const computed = node.computed ? read({ node: node.property, module }).value : keyName(node.property);
  if (computed === undefined || computed === null) return NOTHING;
  const name = String(computed);
  const path = dotted(node);
  if (isEnvironment(scope, { node: node.object, module })) {
    return merge({ value: null, variable: name }, assignedTo(scope, module, path, depth));
  }
  const later = assignedTo(scope, module, path, depth);
  const target = follow(scope, place);
  if (target.node !== node) return merge(read(target), later);
  return (
    fromSchemaMember(scope, { node, module }, read) ??
    (path === undefined ? undefined : documentSetting(scope, { node, module }, [])) ??
    later
  );
}

/**
 * Reads an expression as a setting: literals, `process.env.X || 3000`, `??`, conversions, conditionals, constants,
 * configuration objects across files, ConfigService.get, and schemas over the environment. Never runs anything.
 */
export function settingOf(scope: Scope, place: Place, depth = 12): Setting {
  const node = bare(place.node);
  const { module } = place;
  const read = (inner: Node): Setting => settingOf(scope, { node: inner, module }, depth - 1);
  if (depth <= 0) return NOTHING;
  const text = stringIn(node);
  if (text !== undefined) return { value: text, variable: null };
  switch (node.type) {
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return { value: node.value, variable: null };
    case 'TemplateLiteral': {
      const [only, ...others] = node.expressions;
      const bareText = node.quasis.every(({ value }) => value.raw === '');
      return only !== undefined && others.length === 0 && bareText ? read(only as Node) : NOTHING;
    }
    case 'UnaryExpression':
      return node.operator === '+' ? read(node.argument) : NOTHING;
    case 'LogicalExpression':
      return node.operator === '&&' ? NOTHING : merge(read(node.left), read(node.right));
    case 'ConditionalExpression': {
      const taken = productionBranch(node, (inner) => follow(scope, { node: inner, module }).node);
      if (taken === undefined) return merge(read(node.consequent), read(node.alternate));
      // `process.env.PORT ? … : 3000`: the value of one branch, and the variable of whichever reads one.
      const other = read(taken === node.consequent ? node.alternate : node.consequent);
      return merge(read(taken), { value: null, variable: other.variable });
    }
    case 'CallExpression':
    case 'OptionalCallExpression':
      return ofCall(scope, { node, module }, depth);
    case 'Identifier':
      return merge(ofName(scope, { node, module }, depth), assignedTo(scope, module, node.name, depth));
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return ofMember(scope, { node, module }, depth);
    default:
      return NOTHING;
  }
}
