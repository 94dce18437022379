import type { Node } from '@babel/types';
import type { Scope } from '../../core/workspace/scope.ts';
import { isEnvironment } from './environment.ts';
import { bare, dotted, keyName, propertyOf } from './expressions.ts';
import { follow, type Place } from './follow.ts';
import { merge, NOTHING, type Setting } from './setting-value.ts';

/** Reads a default as a setting. */
type Reader = (place: Place) => Setting;

/** Methods that check the environment against a schema. */
export const CHECKS = /^(parse|safeParse|parseAsync|validate|validateSync|cast)$/;

/** Where such a method's outcome holds the checked values: Joi, zod, valibot. */
const OUTCOMES = /^(value|data|output)$/;

/** The variables that a schema over the environment declares (zod, envalid, t3-env), by the call that checks it. */
function schemaObject(scope: Scope, place: Place, depth: number): Place | undefined {
  const { node, module } = place;
  if (depth <= 0) return undefined;
  const outcome = resultOf(place);
  if (outcome !== undefined) return schemaObject(scope, follow(scope, outcome), depth - 1);
  if (node.type !== 'CallExpression') return undefined;
  const callee = bare(node.callee);
  if (dotted(callee) === 'Env.create') return objectArgument(scope, place, 1);
  if (callee.type === 'MemberExpression') {
    const method = keyName(callee.property);
    if (method === 'object' || method === 'strictObject') return objectArgument(scope, place, 0);
    if (method !== undefined && CHECKS.test(method)) {
      const [first, second] = node.arguments;
      // valibot takes the schema first: v.parse(schema, process.env).
      if (first && second && isEnvironment(scope, { node: second, module })) {
        return schemaObject(scope, follow(scope, { node: first, module }), depth - 1);
      }
      if (first === undefined || !isEnvironment(scope, { node: first, module })) return undefined;
    }
    return schemaObject(scope, follow(scope, { node: callee.object, module }), depth - 1);
  }
  const name = dotted(callee);
  if (name === 'cleanEnv' || name === 'parseEnv') return objectArgument(scope, place, 1);
  if (name === 'envsafe') return objectArgument(scope, place, 0);
  if (name !== 'createEnv') return undefined;
  const options = objectArgument(scope, place, 0);
  const server = options?.node.type === 'ObjectExpression' ? propertyOf(options.node, 'server') : undefined;
  return options && server && follow(scope, { node: server, module: options.module });
}

function objectArgument(scope: Scope, { node, module }: Place, at: number): Place | undefined {
  const argument = node.type === 'CallExpression' ? node.arguments[at] : undefined;
  return argument && follow(scope, { node: argument, module });
}

/** The call behind its outcome: `const { value } = schema.validate(process.env)`, `result.data`. */
function resultOf({ node, module }: Place): Place | undefined {
  if (node.type === 'MemberExpression' && OUTCOMES.test(keyName(node.property) ?? '')) {
    return { node: node.object, module };
  }
  const binding = node.type === 'Identifier' ? module.bindings.get(node.name) : undefined;
  return binding?.property !== undefined && OUTCOMES.test(binding.property)
    ? { node: binding.init, module }
    : undefined;
}

/** The default in a chain such as `z.coerce.number().default(3000)` or an option such as `port({ default: 3000 })`. */
function declaredDefault(place: Place, read: Reader): Setting {
  for (let at = bare(place.node); at.type === 'CallExpression'; ) {
    const [argument, second] = at.arguments;
    const callee = bare(at.callee);
    const method = callee.type === 'MemberExpression' ? keyName(callee.property) : undefined;
    if (method === 'default' && argument) return read({ node: argument, module: place.module });
    // valibot: v.optional(v.number(), 3000)
    if (method === 'optional' && second) return read({ node: second, module: place.module });
    const option = argument?.type === 'ObjectExpression' ? propertyOf(argument, 'default') : undefined;
    if (option !== undefined) return read({ node: option, module: place.module });
    if (callee.type !== 'MemberExpression') break;
    at = bare(callee.object);
  }
  return NOTHING;
}

/** The value of `name` in what checks the environment: `env.PORT` where `env = schema.parse(process.env)`. */
export function fromSchema(scope: Scope, checked: Place, name: string, read: Reader): Setting | undefined {
  const schema = schemaObject(scope, checked, 6);
  const field = schema?.node.type === 'ObjectExpression' ? propertyOf(schema.node, name) : undefined;
  if (schema === undefined || field === undefined) return undefined;
  return merge({ value: null, variable: name }, declaredDefault({ node: field, module: schema.module }, read));
}

/** The variables that a call checks against a schema, with their defaults; none for any other call. */
export function checkedVariables(
  scope: Scope,
  call: Place,
  read: Reader,
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
    const { value } = declaredDefault(place, read);
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
