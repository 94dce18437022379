import type { Node } from '@babel/types';
import type { Scope } from '../../core/workspace/scope.ts';
import { CHECKS, checkOf, fieldAt } from './env-schemas.ts';
import { bare, keyName } from './expressions.ts';
import { follow, type Place } from './follow.ts';
import { type FieldTraits, fieldTraits } from './schema-fields.ts';
import { settingOf } from './setting.ts';

/** The options of t3-env that hand the variables over. Source: https://env.t3.gg/docs/customization */
const HANDED_OVER = /^(runtimeEnv|runtimeEnvStrict|experimental__runtimeEnv)$/;

/** The calls that an object is given to: directly, or by the name that it has. */
function callsWith({ node, module }: Place): readonly Node[] {
  const parent = module.parents.get(node);
  if (parent?.type === 'CallExpression') return [parent];
  if (parent?.type !== 'VariableDeclarator' || parent.id.type !== 'Identifier') return [];
  const { name } = parent.id;
  return module.calls.flatMap(({ node: call }) => {
    const [first] = call.arguments;
    return first !== undefined && bare(first).type === 'Identifier' && keyName(bare(first)) === name ? [call] : [];
  });
}

/**
 * What the schema says about a value of an object that is checked: `schema.parse({ db: { url: process.env.PG } })`,
 * `createEnv({ …, runtimeEnv: { A: process.env.A } })`, `z.string().parse(process.env.A)`. `undefined` for any other value.
 */
export function declaredFor(scope: Scope, { node, module }: Place): FieldTraits | undefined {
  const path: string[] = [];
  const read = (place: Place) => settingOf(scope, place);
  let at = node;
  for (let depth = 0; depth < 16; depth += 1) {
    const parent = module.parents.get(at);
    if (parent === undefined) return undefined;
    if (parent.type === 'ObjectProperty') {
      const name = keyName(parent.key);
      if (parent.value !== at || name === undefined) return undefined;
      path.unshift(name);
    } else if (parent.type === 'ObjectExpression') {
      const field = fieldIn(scope, { node: parent, module }, path);
      if (field !== undefined) return fieldTraits(scope, field, read);
    } else if (parent.type === 'CallExpression') {
      if (path.length > 0 || parent.arguments[0] !== at) return undefined;
      const callee = bare(parent.callee);
      const isCheck = callee.type === 'MemberExpression' && CHECKS.test(keyName(callee.property) ?? '');
      const schema = isCheck ? follow(scope, { node: callee.object, module }) : undefined;
      if (schema?.node.type === 'CallExpression') return fieldTraits(scope, schema, read);
    } else if (parent.type !== 'LogicalExpression' && !/Expression$/.test(parent.type)) {
      return undefined;
    }
    at = parent;
  }
  return undefined;
}

function fieldIn(scope: Scope, object: Place, path: readonly string[]): Place | undefined {
  for (const call of callsWith(object)) {
    const check = checkOf(scope, { node: call, module: object.module });
    if (check === undefined) continue;
    const [first = '', ...rest] = path;
    const field = fieldAt(scope, check.fields, HANDED_OVER.test(first) ? rest : path);
    if (field !== undefined) return field;
  }
  return undefined;
}
