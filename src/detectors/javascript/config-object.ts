import type { Node, Statement } from '@babel/types';
import type { Scope } from '../../core/workspace/scope.ts';
import { bare, dotted } from './expressions.ts';
import { follow, type Place } from './follow.ts';
import { holdsInProduction, productionBranch } from './production-branch.ts';

type Named = (node: Node) => Node;

/** What statements hand back in production: first what they surely do, then what depends on tests that say nothing of it. */
interface Outcome {
  readonly sure: readonly Node[];
  readonly perhaps: readonly Node[];
  /** True when nothing after these statements is reached. */
  readonly ends: boolean;
}

function ofStatements(statements: readonly Statement[], named: Named): Outcome {
  const sure: Node[] = [];
  const perhaps: Node[] = [];
  for (const statement of statements) {
    if (statement.type === 'ReturnStatement') {
      return { sure: statement.argument ? [...sure, statement.argument] : sure, perhaps, ends: true };
    }
    const inner = ofStatement(statement, named);
    sure.push(...inner.sure);
    perhaps.push(...inner.perhaps);
    if (inner.ends) return { sure, perhaps, ends: true };
  }
  return { sure, perhaps, ends: false };
}

function ofStatement(statement: Statement, named: Named): Outcome {
  if (statement.type === 'ReturnStatement') return ofStatements([statement], named);
  if (statement.type === 'BlockStatement') return ofStatements(statement.body, named);
  if (statement.type === 'TryStatement') return ofStatements(statement.block.body, named);
  if (statement.type !== 'IfStatement') return { sure: [], perhaps: [], ends: false };
  const holds = holdsInProduction(statement.test, named);
  const [yes, no] = [statement.consequent, statement.alternate ?? undefined].map((branch) =>
    branch === undefined ? { sure: [], perhaps: [], ends: false } : ofStatement(branch, named),
  );
  const taken = holds === true ? yes : no;
  if (holds !== undefined && taken !== undefined) return taken;
  const both = [yes, no].flatMap((one) => (one === undefined ? [] : [...one.sure, ...one.perhaps]));
  return { sure: [], perhaps: both, ends: yes?.ends === true && no?.ends === true };
}

/** What a function hands back in production, the likeliest first; nothing for what is no function. */
function returned(node: Node, named: Named): readonly Node[] {
  if (node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement') return [node.body];
  const isFunction =
    node.type === 'ArrowFunctionExpression' ||
    node.type === 'FunctionExpression' ||
    node.type === 'FunctionDeclaration' ||
    node.type === 'ObjectMethod';
  if (!isFunction || node.body.type !== 'BlockStatement') return [];
  const { sure, perhaps } = ofStatements(node.body.body, named);
  return [...sure, ...perhaps];
}

/** Functions that put configurations together, of which a later one counts more. */
const MERGES = /(^|\.)((extend|merge)(Config|Rsbuild\w*|WithRules|WithCustomize)?|webpackMerge|assign)$/;

/**
 * The objects behind `defineConfig(…)`, `withPlugin(…)(…)`, `mergeConfig(base, …)`, a function that returns one, or a
 * name: what counts more comes first.
 */
export function configObjects(scope: Scope, place: Place, depth = 8): readonly Place[] {
  const target = follow(scope, place);
  const node = bare(target.node);
  const { module } = target;
  if (node.type === 'ObjectExpression') return [{ node, module }];
  if (depth <= 0) return [];
  const inner = (next: Node): readonly Place[] => configObjects(scope, { node: next, module }, depth - 1);
  const named: Named = (next) => follow(scope, { node: next, module }).node;
  if (node.type === 'ConditionalExpression') {
    const taken = productionBranch(node, named);
    return taken === undefined ? [...inner(node.consequent), ...inner(node.alternate)] : inner(taken);
  }
  for (const result of returned(node, named)) {
    const found = inner(result);
    if (found.length > 0) return found;
  }
  // Several builds in one file: the first is the application's by habit.
  if (node.type === 'ArrayExpression') return node.elements[0] ? inner(node.elements[0]) : [];
  if (node.type !== 'CallExpression') return [];
  if (MERGES.test(dotted(node.callee) ?? '')) return node.arguments.toReversed().flatMap(inner);
  const callee = follow(scope, { node: node.callee, module });
  if (returned(bare(callee.node), named).length > 0) {
    const made = configObjects(scope, callee, depth - 1);
    if (made.length > 0) return made;
  }
  for (const argument of node.arguments) {
    const found = inner(argument);
    if (found.length > 0) return found;
  }
  return [];
}

/** What a value is in production: the branch of a conditional that counts then. */
export function inProduction(scope: Scope, place: Place): Place {
  const { module } = place;
  const node = bare(place.node);
  const named: Named = (next) => follow(scope, { node: next, module }).node;
  const taken = node.type === 'ConditionalExpression' ? productionBranch(node, named) : undefined;
  return taken === undefined ? { node, module } : inProduction(scope, follow(scope, { node: taken, module }));
}
