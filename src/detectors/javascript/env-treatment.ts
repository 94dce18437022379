import type { Node } from '@babel/types';
import type { Scope } from '../../core/workspace/scope.ts';
import { declaredFor } from './env-mapping.ts';
import { bare, dotted, keyName, stringIn } from './expressions.ts';
import { follow, type Place } from './follow.ts';
import type { ModuleIndex } from './module-index.ts';
import { productionBranch } from './production-branch.ts';
import { settingOf } from './setting.ts';
import { walk } from './walk.ts';

/**
 * What a read says about a missing value: the program `insists` on it (it ends without), it `needs` it, it `copes`
 * without it here, or it `tests` whether there is one, so that it copes everywhere.
 */
export type Need = 'insists' | 'needs' | 'copes' | 'tests';

/** How the surroundings of a read treat a missing value. */
export interface Treatment {
  readonly default: string | null;
  readonly need: Need;
}

const TRANSPARENT: ReadonlySet<string> = new Set([
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'ParenthesizedExpression',
  'AwaitExpression',
]);

/** Functions that end the program, or throw, where their argument is missing. */
const ASSERTIONS = /^(assert|invariant|ok|assert\.ok|assert\.equal|tiny-?invariant|nullthrows)$/i;

const COMPARISONS = /^[!=]==?$/;

function isExit(node: Node): boolean {
  return node.type === 'CallExpression' && dotted(node.callee) === 'process.exit';
}

/** True for a statement after which the program does not go on. */
function ends(node: Node): boolean {
  if (node.type === 'ThrowStatement') return true;
  return node.type === 'ExpressionStatement' && isExit(bare(node.expression));
}

/** True when leaving the variable unset ends the program: `if (!process.env.X) throw …`. */
function insists(test: Node, parents: ReadonlyMap<Node, Node>): boolean {
  for (let at = parents.get(test); at !== undefined; at = parents.get(at)) {
    if (at.type !== 'IfStatement') continue;
    return (at.consequent.type === 'BlockStatement' ? at.consequent.body : [at.consequent]).some(ends);
  }
  return false;
}

/** True when calling this function, or the function that is called here, always ends in an error. */
function fails(scope: Scope, { node, module }: Place): boolean {
  if (node.type !== 'CallExpression') return false;
  if (isExit(node)) return true;
  const made = follow(scope, { node: node.callee, module }).node;
  if (!('body' in made) || typeof made.body !== 'object' || made.body === null || Array.isArray(made.body))
    return false;
  return made.body.type === 'BlockStatement' && made.body.body.some(ends);
}

function isNothing(node: Node): boolean {
  const at = bare(node);
  return at.type === 'NullLiteral' || (at.type === 'Identifier' && at.name === 'undefined') || stringIn(at) === '';
}

function mentions(test: Node, path: string): boolean {
  let found = false;
  walk(test, (node) => {
    found ||= dotted(node) === path;
  });
  return found;
}

/** True where the code comes here only with a value: inside of `if (X)`, after `X &&`, after `if (!X) return`. */
function isGuarded({ parents }: ModuleIndex, read: Node): boolean {
  const path = dotted(read);
  if (path === undefined) return false;
  for (let node = read, at = parents.get(read); at !== undefined; node = at, at = parents.get(at)) {
    if (at.type === 'IfStatement' || at.type === 'ConditionalExpression') {
      if (at.test !== node && mentions(at.test, path)) return true;
    }
    if (at.type === 'LogicalExpression' && at.operator === '&&' && at.right === node && mentions(at.left, path))
      return true;
    if (at.type !== 'BlockStatement') continue;
    for (const statement of at.body) {
      if (statement === node) break;
      if (statement.type !== 'IfStatement' || !mentions(statement.test, path)) continue;
      const inner = statement.consequent.type === 'BlockStatement' ? statement.consequent.body : [statement.consequent];
      if (inner.some(({ type }) => /^(Return|Continue|Break)Statement$/.test(type))) return true;
    }
  }
  return false;
}

/** True for the `map` of a list whose result is asked for what is there: `[a, b].map(Number).find(Number.isFinite)`. */
function isMapped({ parents }: ModuleIndex, member: Node | undefined): boolean {
  const call = member?.type === 'MemberExpression' ? parents.get(member) : undefined;
  const next = call && parents.get(call);
  return next?.type === 'MemberExpression' && /^(find|findLast|filter|some)$/.test(keyName(next.property) ?? '');
}

/** The other operand of `a ?? b`, `a || b`, as the default of the first. */
function fallback(scope: Scope, place: Place): Treatment {
  if (fails(scope, place)) return { default: null, need: 'insists' };
  const empty = stringIn(place.node) === '';
  const { value } = settingOf(scope, place);
  return { default: empty ? '' : value === null ? null : String(value), need: 'copes' };
}

/** What a call says about the argument that it is given; `undefined` where its own result decides. */
function ofArgument(call: Node, argument: Node): Need | undefined {
  if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return 'needs';
  const name = dotted(call.callee) ?? '';
  if (/^(console|logger|log)\.\w+$/i.test(name)) return 'copes';
  if (name === 'Boolean') return 'tests';
  if (ASSERTIONS.test(name)) return 'insists';
  return call.type === 'CallExpression' && call.arguments.length <= 2 && call.arguments[0] === argument
    ? undefined
    : 'needs';
}

/** How the surroundings of a read, or of a call that reads, treat a missing value. */
export function treatment(scope: Scope, module: ModuleIndex, read: Node): Treatment {
  const declared = declaredFor(scope, { node: read, module });
  const told = climb(scope, module, read);
  if (declared === undefined) return told;
  const { value } = declared.default;
  const text = told.default ?? (value === null ? null : String(value));
  return { default: text, need: text !== null || declared.optional ? 'copes' : 'insists' };
}

function climb(scope: Scope, module: ModuleIndex, read: Node): Treatment {
  const just = (need: Need): Treatment => ({ default: null, need });
  let node = read;
  for (let depth = 0; depth < 8; depth += 1) {
    const parent = module.parents.get(node);
    if (parent === undefined) break;
    switch (parent.type) {
      case 'LogicalExpression': {
        if (parent.left === node) {
          if (parent.operator !== '&&') return fallback(scope, { node: bare(parent.right), module });
          return just(insists(parent, module.parents) ? 'insists' : 'tests');
        }
        const other = dotted(bare(parent.left)) ?? '';
        if (parent.operator === '&&' || /^process\.env\./.test(other)) return just('copes');
        break;
      }
      case 'UnaryExpression':
        if (parent.operator === '!') return just(insists(parent, module.parents) ? 'insists' : 'tests');
        if (parent.operator === 'typeof' || parent.operator === 'delete') return just('tests');
        break;
      case 'BinaryExpression': {
        if (parent.operator === '+') return just('needs');
        const isTest = COMPARISONS.test(parent.operator) && (isNothing(parent.left) || isNothing(parent.right));
        return just(isTest && insists(parent, module.parents) ? 'insists' : isTest ? 'tests' : 'copes');
      }
      case 'ConditionalExpression':
        if (parent.test === node) return just('tests');
        if (isGuarded(module, read) || productionBranch(parent) !== node) return just('copes');
        break;
      case 'IfStatement':
        return just('tests');
      case 'OptionalMemberExpression':
      case 'SwitchStatement':
        return just('copes');
      // `[process.env.PORT, 3000].find(Boolean)` goes on without the one that is missing.
      case 'ArrayExpression': {
        const asked = module.parents.get(parent);
        const asks =
          asked?.type === 'MemberExpression' && /^(find|findLast|filter|some)$/.test(keyName(asked.property) ?? '');
        return just(asks || isMapped(module, asked) || isGuarded(module, read) ? 'copes' : 'needs');
      }
      case 'AssignmentExpression': {
        if (parent.left !== node) return just(isGuarded(module, read) ? 'copes' : 'needs');
        const { value } = parent.operator === '=' ? { value: null } : settingOf(scope, { node: parent.right, module });
        return { default: value === null ? null : String(value), need: 'tests' };
      }
      case 'CallExpression':
      case 'NewExpression': {
        const need = ofArgument(parent, node);
        if (need !== undefined) return just(need === 'needs' && isGuarded(module, read) ? 'copes' : need);
        break;
      }
      default:
        if (!TRANSPARENT.has(parent.type)) return just(isGuarded(module, read) ? 'copes' : 'needs');
    }
    node = parent;
  }
  return just(isGuarded(module, read) ? 'copes' : 'needs');
}

/** True for the target of a plain assignment: the program sets the variable itself. */
export function isWritten({ parents }: ModuleIndex, node: Node): boolean {
  const parent = parents.get(node);
  return parent?.type === 'AssignmentExpression' && parent.left === node && parent.operator === '=';
}
