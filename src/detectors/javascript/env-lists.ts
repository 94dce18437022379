import type { Node } from '@babel/types';
import type { Scope } from '../../core/workspace/scope.ts';
import { isEnvironment } from './environment.ts';
import { bare, keyName, stringIn } from './expressions.ts';
import { follow, type Place } from './follow.ts';

/** A variable whose name the code computes, as far as it stands for texts. */
export interface NamedRead {
  readonly name: string;
  /** True for a name of a list that is gone through: the code checks that they are all there. */
  readonly isListed: boolean;
}

const EACH = /^(forEach|filter|map|some|every|find|flatMap|reduce)$/;

function textsOf(scope: Scope, place: Place): readonly string[] {
  const { node } = follow(scope, place);
  if (node.type !== 'ArrayExpression') return [];
  return node.elements.flatMap((one) => (one ? (stringIn(one) ?? []) : []));
}

/** The texts that a name goes through: of the list of a loop, or of the array whose method calls the function. */
function listOf(scope: Scope, { node, module }: Place, name: string): readonly string[] {
  for (let at: Node | undefined = node; at !== undefined; at = module.parents.get(at)) {
    if (at.type === 'ForOfStatement' && at.left.type === 'VariableDeclaration') {
      const [declared] = at.left.declarations;
      if (declared?.id.type === 'Identifier' && declared.id.name === name) {
        return textsOf(scope, { node: at.right, module });
      }
    }
    if (at.type !== 'ArrowFunctionExpression' && at.type !== 'FunctionExpression') continue;
    if (!at.params.some((one) => one.type === 'Identifier' && one.name === name)) continue;
    const call = module.parents.get(at);
    const callee = call?.type === 'CallExpression' ? bare(call.callee) : undefined;
    if (callee?.type !== 'MemberExpression' || !EACH.test(keyName(callee.property) ?? '')) return [];
    return textsOf(scope, { node: callee.object, module });
  }
  return [];
}

/** The variables that `process.env[name]` and `name in process.env` read, where the name stands for texts. */
export function namedReads(scope: Scope, place: Place): readonly NamedRead[] {
  const { node, module } = place;
  const isTest = node.type === 'BinaryExpression';
  const object = isTest ? node.right : node.type === 'MemberExpression' ? node.object : undefined;
  const key = isTest ? node.left : node.type === 'MemberExpression' ? node.property : undefined;
  if (object === undefined || key === undefined || !isEnvironment(scope, { node: object, module })) return [];
  // A parameter stands for what each call says: that is read where the calls are.
  const isNamed = key.type !== 'Identifier' || module.bindings.has(key.name) || module.imported.has(key.name);
  const text = isNamed ? stringIn(follow(scope, { node: key, module }).node) : undefined;
  if (text !== undefined) return [{ name: text, isListed: false }];
  return key.type === 'Identifier' ? listOf(scope, place, key.name).map((name) => ({ name, isListed: true })) : [];
}
