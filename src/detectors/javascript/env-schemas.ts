import type { Node } from '@babel/types';
import type { Scope } from '../../core/workspace/scope.ts';
import { isEnvironment } from './environment.ts';
import { bare, dotted, keyName, stringIn } from './expressions.ts';
import { follow, type Place, property } from './follow.ts';
import { type Fields, type FieldTraits, fieldsOf, fieldTraits, type Reader } from './schema-fields.ts';
import { merge, type Setting } from './setting-value.ts';

/** Methods that check a value against a schema. */
export const CHECKS =
  /^(parse|safeParse|parseAsync|safeParseAsync|validate|validateSync|validateAsync|attempt|assert|cast|Parse|Decode)$/;

/** Where such a method's outcome holds the checked values: Joi, zod, valibot. */
const OUTCOMES = /^(value|data|output)$/;

/** A check of values against a schema. */
export interface Check {
  readonly fields: Fields;
  /** What is checked: the environment itself, or an object put together from it. */
  readonly input: 'environment' | Place;
  /** Of a JSON schema, the fields that must be there. */
  readonly required?: ReadonlySet<string>;
}

/** The fields of a JSON schema: `{ required: ['A'], properties: { A: { type: 'string' } } }`. */
function jsonSchema(scope: Scope, options: Place | undefined): Check | undefined {
  const schema = options && property(scope, options, 'schema');
  const properties = schema && property(scope, schema, 'properties');
  if (schema === undefined) return undefined;
  if (properties === undefined) return { fields: fieldsOf(scope, schema), input: 'environment' };
  const list = property(scope, schema, 'required');
  const names = list?.node.type === 'ArrayExpression' ? list.node.elements.map((one) => stringIn(one)) : [];
  const required = new Set(names.filter((name) => name !== undefined));
  return { fields: fieldsOf(scope, properties), input: 'environment', required };
}

/** The sections of `createEnv` of t3-env, the server's and the browser's. Source: https://env.t3.gg/docs/core */
function sections(scope: Scope, options: Place | undefined): Check | undefined {
  if (options === undefined) return undefined;
  const found = ['server', 'client', 'shared'].flatMap((name) => {
    const section = property(scope, options, name);
    return section === undefined ? [] : [...fieldsOf(scope, section)];
  });
  return { fields: new Map(found), input: 'environment' };
}

/** What a call checks; `undefined` for any other call. */
export function checkOf(scope: Scope, { node, module }: Place): Check | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const args = node.arguments;
  const argument = (at: number): Place | undefined => {
    const given = args[at];
    return given && follow(scope, { node: given, module });
  };
  const fields = (place: Place | undefined): Fields => (place === undefined ? new Map() : fieldsOf(scope, place));
  const name = dotted(node.callee) ?? '';
  switch (name) {
    case 'Env.create':
    case 'cleanEnv':
    case 'customCleanEnv':
    case 'parseEnv':
      return { fields: fields(argument(1)), input: 'environment' };
    case 'envsafe':
      return { fields: fields(argument(0)), input: 'environment' };
    case 'createEnv':
      return sections(scope, argument(0));
    case 'envSchema':
      return jsonSchema(scope, argument(0));
  }
  const plugin = args[0]?.type === 'Identifier' ? module.imported.get(args[0].name)?.source : undefined;
  if (/\.register$/.test(name) && /^(@fastify\/env|fastify-env)$/.test(plugin ?? ''))
    return jsonSchema(scope, argument(1));
  const callee = bare(node.callee);
  const method = callee.type === 'MemberExpression' ? keyName(callee.property) : keyName(callee);
  if (method === undefined || !CHECKS.test(method)) return undefined;
  const own = callee.type === 'MemberExpression' ? { node: callee.object, module } : undefined;
  const [first, second] = args;
  // valibot and TypeBox take the schema first: v.parse(schema, process.env).
  if (first && second && isEnvironment(scope, { node: second, module })) {
    return { fields: fields(argument(0)), input: 'environment' };
  }
  // Joi's own functions take it second: Joi.attempt(process.env, schema).
  if (method === 'attempt' || method === 'assert') {
    return first && isEnvironment(scope, { node: first, module }) && second
      ? { fields: fields(argument(1)), input: 'environment' }
      : undefined;
  }
  if (own === undefined || first === undefined) return undefined;
  if (isEnvironment(scope, { node: first, module })) return { fields: fieldsOf(scope, own), input: 'environment' };
  const input = argument(0);
  return input?.node.type === 'ObjectExpression' ? { fields: fieldsOf(scope, own), input } : undefined;
}

/** The call behind its outcome: `const { value } = schema.validate(process.env)`, `result.data`. */
function checkBehind(scope: Scope, place: Place, depth = 4): Place | undefined {
  const { node, module } = place;
  if (depth <= 0) return undefined;
  if (node.type === 'CallExpression') return place;
  if (node.type === 'MemberExpression' && OUTCOMES.test(keyName(node.property) ?? '')) {
    return checkBehind(scope, follow(scope, { node: node.object, module }), depth - 1);
  }
  const binding = node.type === 'Identifier' ? module.bindings.get(node.name) : undefined;
  if (binding?.property === undefined || !OUTCOMES.test(binding.property)) return undefined;
  return checkBehind(scope, follow(scope, { node: binding.init, module }), depth - 1);
}

/** A field at a path of a schema, through the objects in it. */
export function fieldAt(scope: Scope, fields: Fields, path: readonly string[]): Place | undefined {
  let at: Fields = fields;
  for (const [depth, name] of path.entries()) {
    const field = at.get(name);
    if (field === undefined || depth === path.length - 1) return field;
    at = fieldsOf(scope, field);
  }
  return undefined;
}

/** The value at `path` of what checks the environment: `env.PORT` where `env = schema.parse(process.env)`. */
export function fromSchema(scope: Scope, checked: Place, path: readonly string[], read: Reader): Setting | undefined {
  const call = checkBehind(scope, checked);
  const check = call && checkOf(scope, call);
  const field = check && fieldAt(scope, check.fields, path);
  if (check === undefined || field === undefined) return undefined;
  const declared = fieldTraits(scope, field, read).default;
  if (check.input === 'environment') return merge({ value: null, variable: path.join('.') }, declared);
  let at: Place | undefined = check.input;
  for (const name of path) at = at && property(scope, at, name);
  return merge(at === undefined ? { value: null, variable: null } : read(at), declared);
}

/** {@link fromSchema} for a chain of members: `config.server.port`. */
export function fromSchemaMember(scope: Scope, { node, module }: Place, read: Reader): Setting | undefined {
  const path: string[] = [];
  let at: Node = bare(node);
  while (at.type === 'MemberExpression' || at.type === 'OptionalMemberExpression') {
    const name = at.computed ? stringIn(at.property) : keyName(at.property);
    if (name === undefined) return undefined;
    path.unshift(name);
    at = bare(at.object);
    const found = fromSchema(scope, follow(scope, { node: at, module }), path, read);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A variable that a schema over the environment declares. */
export interface CheckedVariable extends FieldTraits {
  readonly name: string;
  readonly place: Place;
}

/** The variables that a call checks against a schema; none for any other call, or where it names them by other names. */
export function checkedVariables(scope: Scope, call: Place, read: Reader): readonly CheckedVariable[] {
  const check = checkOf(scope, call);
  if (check === undefined || check.input !== 'environment') return [];
  return [...check.fields].map(([name, place]) => {
    const told = fieldTraits(scope, place, read);
    const optional = check.required === undefined ? told.optional : told.optional || !check.required.has(name);
    return { name, place, default: told.default, optional };
  });
}
