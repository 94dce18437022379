import type { Node, ObjectExpression } from '@babel/types';

/** The expression inside type assertions, parentheses, `await` and `satisfies`. */
export function bare(node: Node): Node {
  let at = node;
  for (;;) {
    if (
      at.type === 'TSAsExpression' ||
      at.type === 'TSSatisfiesExpression' ||
      at.type === 'TSNonNullExpression' ||
      at.type === 'TSTypeAssertion' ||
      at.type === 'ParenthesizedExpression'
    ) {
      at = at.expression;
    } else if (at.type === 'AwaitExpression') {
      at = at.argument;
    } else {
      return at;
    }
  }
}

/** The text of a string literal or of a template without expressions. */
export function stringIn(node: Node | null | undefined): string | undefined {
  if (node === null || node === undefined) return undefined;
  const at = bare(node);
  if (at.type === 'StringLiteral') return at.value;
  if (at.type === 'TemplateLiteral' && at.expressions.length === 0) return at.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/** The name of a property key, of an identifier or of a string. */
export function keyName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'NumericLiteral') return String(node.value);
  return stringIn(node);
}

/**
 * The dotted path of a chain of members: `process.env.PORT`, `this.app.listen`; `undefined` for anything
 * with a call or a computed part in it.
 */
export function dotted(node: Node): string | undefined {
  const at = bare(node);
  if (at.type === 'Identifier') return at.name;
  if (at.type === 'ThisExpression') return 'this';
  if (at.type === 'MetaProperty') return `${at.meta.name}.${at.property.name}`;
  if (at.type !== 'MemberExpression' && at.type !== 'OptionalMemberExpression') return undefined;
  const object = dotted(at.object);
  const property = at.computed ? stringIn(at.property) : keyName(at.property);
  return object === undefined || property === undefined ? undefined : `${object}.${property}`;
}

/** The value of a property of an object literal, a method counting as its own value. */
export function propertyOf(object: ObjectExpression, name: string): Node | undefined {
  for (const property of object.properties) {
    if (property.type === 'SpreadElement' || (property.computed && stringIn(property.key) === undefined)) continue;
    if (keyName(property.key) === name) return property.type === 'ObjectMethod' ? property : property.value;
  }
  return undefined;
}
