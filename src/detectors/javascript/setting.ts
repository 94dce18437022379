import type { Node } from '@babel/types';
import type { Scope } from '../../core/workspace/scope.ts';
import { bare, dotted, keyName, propertyOf, stringIn } from './expressions.ts';
import { follow, type Place } from './follow.ts';
import { productionBranch } from './production-branch.ts';

/** A value as the source states it: a literal, the environment variable that overrides it, or both. */
export interface Setting {
  readonly value: string | number | boolean | null;
  readonly variable: string | null;
}

const NOTHING: Setting = { value: null, variable: null };

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

function merge(first: Setting, second: Setting): Setting {
  return { value: first.value ?? second.value, variable: first.variable ?? second.variable };
}

/** True for `process.env`, `Bun.env`, `import.meta.env` and for names that stand for one of them. */
export function isEnvironment(scope: Scope, place: Place, depth = 4): boolean {
  const node = bare(place.node);
  const path = dotted(node);
  if (path === 'process.env' || path === 'Bun.env' || path === 'import.meta.env') return true;
  if (node.type !== 'Identifier') return false;
  const from = place.module.imported.get(node.name);
  if (from !== undefined) return /^(node:)?process$/.test(from.source) && from.name === 'env';
  const binding = place.module.bindings.get(node.name);
  if (binding === undefined) return false;
  if (binding.property !== undefined) return binding.property === 'env' && dotted(binding.init) === 'process';
  return depth > 0 && isEnvironment(scope, { node: binding.init, module: place.module }, depth - 1);
}

/** The variables that a schema over the environment declares (zod, envalid, t3-env), by the call that checks it. */
function schemaObject(scope: Scope, place: Place, depth: number): Place | undefined {
  const { node, module } = place;
  if (depth <= 0 || node.type !== 'CallExpression') return undefined;
  const callee = bare(node.callee);
  if (callee.type === 'MemberExpression') {
    const method = keyName(callee.property);
    if (method === 'object' || method === 'strictObject') return objectArgument(scope, place, 0);
    if (method === 'parse' || method === 'safeParse' || method === 'parseAsync') {
      const environment = node.arguments[0];
      if (environment === undefined || !isEnvironment(scope, { node: environment, module })) return undefined;
    }
    return schemaObject(scope, follow(scope, { node: callee.object, module }), depth - 1);
  }
  const name = dotted(callee);
  if (name === 'cleanEnv') return objectArgument(scope, place, 1);
  if (name !== 'createEnv') return undefined;
  const options = objectArgument(scope, place, 0);
  const server = options?.node.type === 'ObjectExpression' ? propertyOf(options.node, 'server') : undefined;
  return options && server && follow(scope, { node: server, module: options.module });
}

function objectArgument(scope: Scope, { node, module }: Place, at: number): Place | undefined {
  const argument = node.type === 'CallExpression' ? node.arguments[at] : undefined;
  return argument && follow(scope, { node: argument, module });
}

/** The default in a chain such as `z.coerce.number().default(3000)` or an option such as `port({ default: 3000 })`. */
function declaredDefault(scope: Scope, place: Place): Setting {
  for (let at = bare(place.node); at.type === 'CallExpression'; ) {
    const [argument] = at.arguments;
    const callee = bare(at.callee);
    const method = callee.type === 'MemberExpression' ? keyName(callee.property) : undefined;
    if (method === 'default' && argument) return settingOf(scope, { node: argument, module: place.module });
    const option = argument?.type === 'ObjectExpression' ? propertyOf(argument, 'default') : undefined;
    if (option !== undefined) return settingOf(scope, { node: option, module: place.module });
    if (callee.type !== 'MemberExpression') break;
    at = bare(callee.object);
  }
  return NOTHING;
}

/** The value of `name` in what checks the environment: `env.PORT` where `env = schema.parse(process.env)`. */
function fromSchema(scope: Scope, checked: Place, name: string): Setting | undefined {
  const schema = schemaObject(scope, checked, 6);
  const field = schema?.node.type === 'ObjectExpression' ? propertyOf(schema.node, name) : undefined;
  if (schema === undefined || field === undefined) return undefined;
  return merge({ value: null, variable: name }, declaredDefault(scope, { node: field, module: schema.module }));
}

/** The variables that a call checks against a schema, with their defaults; none for any other call. */
export function checkedVariables(
  scope: Scope,
  call: Place,
): readonly {
  readonly name: string;
  readonly value: Setting['value'];
  readonly optional: boolean;
  readonly place: Place;
}[] {
  const schema = schemaObject(scope, call, 6);
  if (schema?.node.type !== 'ObjectExpression') return [];
  const found = [];
  for (const property of schema.node.properties) {
    const name = property.type === 'ObjectProperty' ? keyName(property.key) : undefined;
    if (name === undefined || property.type !== 'ObjectProperty') continue;
    const place = { node: property.value, module: schema.module };
    const { value } = declaredDefault(scope, place);
    found.push({ name, value, optional: isOptional(property.value), place });
  }
  return found;
}

/** True for a chain such as `z.string().optional()`. */
function isOptional(node: Node): boolean {
  for (let at = bare(node); at.type === 'CallExpression'; ) {
    const callee = bare(at.callee);
    if (callee.type !== 'MemberExpression') return false;
    if (/^(optional|nullish|nullable)$/.test(keyName(callee.property) ?? '')) return true;
    at = bare(callee.object);
  }
  return false;
}

function ofCall(scope: Scope, { node, module }: Place, depth: number): Setting {
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return NOTHING;
  const name = dotted(node.callee);
  const [first, second] = node.arguments;
  const read = (argument: Node | undefined): Setting =>
    argument === undefined ? NOTHING : settingOf(scope, { node: argument, module }, depth - 1);
  if (name !== undefined && CONVERSIONS.has(name)) return read(first);
  const callee = bare(node.callee);
  if (callee.type === 'Identifier') {
    return module.bindings.get(callee.name)?.init.type.includes('Function') === true ? read(first) : NOTHING;
  }
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return NOTHING;
  const method = keyName(callee.property);
  if (method === 'get' || method === 'getOrThrow') {
    const key = stringIn(first);
    const variable = key !== undefined && /^[A-Z][A-Z0-9_]*$/.test(key) ? key : null;
    return merge({ value: null, variable }, read(second));
  }
  if (method === 'default') return merge(read(callee.object), read(first));
  return read(callee.object);
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
    case 'UnaryExpression':
      return node.operator === '+' ? read(node.argument) : NOTHING;
    case 'LogicalExpression':
      return node.operator === '&&' ? NOTHING : merge(read(node.left), read(node.right));
    case 'ConditionalExpression': {
      const taken = productionBranch(node);
      return taken === undefined ? merge(read(node.consequent), read(node.alternate)) : read(taken);
    }
    case 'CallExpression':
    case 'OptionalCallExpression':
      return ofCall(scope, { node, module }, depth);
    case 'Identifier': {
      const binding = module.bindings.get(node.name);
      if (binding?.property !== undefined) {
        const init = { node: binding.init, module };
        const fallback = binding.fallback === undefined ? NOTHING : read(binding.fallback);
        if (isEnvironment(scope, init)) return merge({ value: null, variable: binding.property }, fallback);
        const checked = fromSchema(scope, follow(scope, init), binding.property);
        if (checked !== undefined) return checked;
      }
      const target = follow(scope, { node, module });
      return target.node === node ? NOTHING : settingOf(scope, target, depth - 1);
    }
    case 'MemberExpression':
    case 'OptionalMemberExpression': {
      const name = node.computed ? stringIn(node.property) : keyName(node.property);
      if (name === undefined) return NOTHING;
      if (isEnvironment(scope, { node: node.object, module })) return { value: null, variable: name };
      const target = follow(scope, { node, module });
      if (target.node !== node) return settingOf(scope, target, depth - 1);
      return fromSchema(scope, follow(scope, { node: node.object, module }), name) ?? NOTHING;
    }
    default:
      return NOTHING;
  }
}

/** A setting's value as a port number; `null` when it is none. */
export function portIn(setting: Setting): number | null {
  const { value } = setting;
  const port = typeof value === 'number' ? value : typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : 0;
  return Number.isInteger(port) && port > 0 && port <= 65535 ? port : null;
}
