import type { Node } from '@babel/types';
import type { Scope } from '../../core/workspace/scope.ts';
import { bare, dotted, keyName, propertyOf, stringIn } from './expressions.ts';
import { follow, type Place, property } from './follow.ts';
import type { Reader } from './schema-fields.ts';
import { NOTHING, type Setting } from './setting-value.ts';

/** A variable that a configuration library reads. */
export interface LibraryRead {
  readonly name: string;
  readonly place: Place;
  readonly default: Setting;
  readonly optional: boolean;
  /** True where the library is told that the value is a secret. */
  readonly sensitive?: boolean;
}

function isProduction(node: Node | undefined): boolean {
  if (node === undefined) return true;
  if (node.type === 'BooleanLiteral') return node.value;
  return node.type === 'BinaryExpression' && stringIn(node.right) === 'production' && !node.operator.startsWith('!');
}

/** True for what comes from the package env-var: `env`, `get`, `from({ … })`. */
function isEnvVar({ node, module }: Place): boolean {
  let at = bare(node);
  while (at.type === 'CallExpression' || at.type === 'MemberExpression') {
    at = bare(at.type === 'CallExpression' ? at.callee : at.object);
  }
  return at.type === 'Identifier' && module.imported.get(at.name)?.source === 'env-var';
}

/** `env.get('X').default('d').required().asPortNumber()`. Source: https://github.com/evanshortiss/env-var */
export function envVarRead({ node, module }: Place, read: Reader): LibraryRead | undefined {
  if (node.type !== 'CallExpression' || !isEnvVar({ node: node.callee, module })) return undefined;
  const callee = bare(node.callee);
  const method = callee.type === 'MemberExpression' ? keyName(callee.property) : keyName(callee);
  const name = method === 'get' ? stringIn(node.arguments[0]) : undefined;
  if (name === undefined) return undefined;
  let value = NOTHING;
  let optional = true;
  for (let at: Node = node; ; ) {
    const member = module.parents.get(at);
    const call = member && module.parents.get(member);
    if (member?.type !== 'MemberExpression' || call?.type !== 'CallExpression' || call.callee !== member) break;
    const [first] = call.arguments;
    const link = keyName(member.property);
    if (link === 'default' && first !== undefined) value = read({ node: first, module });
    if (link === 'required') optional = !isProduction(first);
    at = call;
  }
  return { name, place: { node, module }, default: value, optional: optional || value.value !== null };
}

/** The variables of a schema of convict, at any depth. Source: https://github.com/mozilla/node-convict */
export function convictReads(scope: Scope, call: Place, read: Reader): readonly LibraryRead[] {
  const { node, module } = call;
  if (node.type !== 'CallExpression' || dotted(node.callee)?.endsWith('convict') !== true) return [];
  const [schema] = node.arguments;
  return schema === undefined ? [] : convictLeaves(scope, follow(scope, { node: schema, module }), read, 8);
}

function convictLeaves(scope: Scope, place: Place, read: Reader, depth: number): readonly LibraryRead[] {
  if (place.node.type !== 'ObjectExpression' || depth <= 0) return [];
  const name = stringIn(propertyOf(place.node, 'env'));
  const standard = property(scope, place, 'default');
  if (name !== undefined && standard !== undefined) {
    const isNull = standard.node.type === 'NullLiteral';
    const nullable = propertyOf(place.node, 'nullable');
    const secret = propertyOf(place.node, 'sensitive');
    const isEmpty = stringIn(standard.node) === '';
    return [
      {
        name,
        place,
        default: isEmpty ? { value: '', variable: null } : isNull ? NOTHING : read(standard),
        optional: !isNull || (nullable?.type === 'BooleanLiteral' && nullable.value),
        sensitive: secret?.type === 'BooleanLiteral' && secret.value,
      },
    ];
  }
  return place.node.properties.flatMap((part) => {
    if (part.type === 'SpreadElement') {
      return convictLeaves(scope, follow(scope, { node: part.argument, module: place.module }), read, depth - 1);
    }
    if (part.type !== 'ObjectProperty') return [];
    return convictLeaves(scope, follow(scope, { node: part.value, module: place.module }), read, depth - 1);
  });
}
