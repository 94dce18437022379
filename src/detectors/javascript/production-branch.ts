import type { ConditionalExpression, Node } from '@babel/types';
import { bare, dotted, stringIn } from './expressions.ts';

/** What a comparison is about, and the word that it is compared with. */
function compared(node: Node): { readonly name: string; readonly word: string; readonly equal: boolean } | undefined {
  const at = bare(node);
  if (at.type !== 'BinaryExpression' || !/^[!=]==?$/.test(at.operator)) return undefined;
  const left = stringIn(at.left) ?? stringIn(at.right);
  const name = dotted(at.left) ?? dotted(at.right);
  return left === undefined || name === undefined
    ? undefined
    : { name, word: left, equal: at.operator.startsWith('=') };
}

/**
 * Whether a test holds when the application is built for production: `process.env.NODE_ENV === 'production'`,
 * `command === 'serve'`, `mode !== 'development'`; `undefined` for any other test.
 */
function holdsInProduction(test: Node): boolean | undefined {
  const at = bare(test);
  if (at.type === 'UnaryExpression' && at.operator === '!') {
    const inner = holdsInProduction(at.argument);
    return inner === undefined ? undefined : !inner;
  }
  const found = compared(at);
  if (found === undefined) return undefined;
  const { name, word, equal } = found;
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (/^(NODE_ENV|mode|MODE|environment)$/.test(last)) return (word === 'production') === equal;
  if (last === 'command') return (word === 'build') === equal;
  return undefined;
}

/** The branch of a conditional that counts in production; `undefined` where the test says nothing about that. */
export function productionBranch(node: ConditionalExpression): Node | undefined {
  const holds = holdsInProduction(node.test);
  if (holds === undefined) return undefined;
  return holds ? node.consequent : node.alternate;
}
