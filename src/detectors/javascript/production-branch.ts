import type { ConditionalExpression, Node } from '@babel/types';
import { bare, dotted, stringIn } from './expressions.ts';

/** What a name in a test stands for: hands back the node itself where nothing is known. */
type Named = (node: Node) => Node;

/** A comparison of a name with a word. */
interface Comparison {
  readonly name: string;
  readonly word: string;
  readonly equal: boolean;
}

function compared(node: Node): Comparison | undefined {
  const at = bare(node);
  if (at.type !== 'BinaryExpression' || !/^[!=]==?$/.test(at.operator)) return undefined;
  const equal = at.operator.startsWith('=');
  const [left, right] = [dotted(at.left), dotted(at.right)];
  const word = stringIn(at.left) ?? stringIn(at.right);
  if (word === undefined) {
    // The phases of Next.js are constants that it exports. Source: https://nextjs.org/docs/app/api-reference/config/next-config-js
    const phase = [left, right].find((one) => one?.startsWith('PHASE_') === true);
    return phase === undefined ? undefined : { name: 'phase', word: phase, equal };
  }
  const name = left ?? right;
  return name === undefined ? undefined : { name, word, equal };
}

/** Whether an environment variable has a value in an image's build: NODE_ENV only, since nothing else is set there. */
function isUnset(name: string | undefined): boolean {
  return name?.startsWith('process.env.') === true && name !== 'process.env.NODE_ENV';
}

function comparisonHolds({ name, word, equal }: Comparison): boolean | undefined {
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (name === 'phase') return /^PHASE_PRODUCTION_(BUILD|SERVER)$/.test(word) === equal;
  if (/^(NODE_ENV|mode|MODE|environment)$/.test(last)) return (word === 'production') === equal;
  if (last === 'command') return (word === 'build') === equal;
  return isUnset(name) ? !equal : undefined;
}

/**
 * Whether a test holds when an image is built for production: `process.env.NODE_ENV === 'production'`,
 * `command === 'serve'`, `isDev`, `process.env.GITHUB_ACTIONS`; `undefined` for any other test.
 */
export function holdsInProduction(test: Node, named: Named = (node) => node, depth = 6): boolean | undefined {
  const at = bare(test);
  if (depth <= 0) return undefined;
  const holds = (node: Node): boolean | undefined => holdsInProduction(node, named, depth - 1);
  switch (at.type) {
    case 'BooleanLiteral':
      return at.value;
    case 'UnaryExpression': {
      const inner = at.operator === '!' ? holds(at.argument) : undefined;
      return inner === undefined ? undefined : !inner;
    }
    case 'LogicalExpression': {
      const decides = at.operator === '||';
      const [left, right] = at.operator === '??' ? [] : [holds(at.left), holds(at.right)];
      if (left === decides || right === decides) return at.operator === '??' ? undefined : decides;
      return left === undefined || right === undefined ? undefined : !decides;
    }
    case 'Identifier': {
      const meant = named(at);
      return meant === at ? undefined : holds(meant);
    }
    case 'CallExpression':
      return dotted(at.callee) === 'Boolean' && at.arguments[0] !== undefined ? holds(at.arguments[0]) : undefined;
    case 'MemberExpression':
      return isUnset(dotted(at)) ? false : undefined;
    default: {
      const found = compared(at);
      return found === undefined ? undefined : comparisonHolds(found);
    }
  }
}

/** The branch of a conditional that counts in production; `undefined` where the test says nothing about that. */
export function productionBranch(node: ConditionalExpression, named?: Named): Node | undefined {
  const holds = holdsInProduction(node.test, named);
  if (holds === undefined) return undefined;
  return holds ? node.consequent : node.alternate;
}
