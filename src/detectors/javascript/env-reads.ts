import type { Node } from '@babel/types';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { CHECKS, checkedVariables } from './env-schemas.ts';
import { ENV_CALL, isEnvironment } from './environment.ts';
import { keyName, stringIn } from './expressions.ts';
import type { Place } from './follow.ts';
import type { ModuleIndex } from './module-index.ts';
import { settingOf } from './setting.ts';
import type { Setting } from './setting-value.ts';
import { lineOf } from './walk.ts';

/** One read of an environment variable. */
export interface EnvRead {
  readonly name: string;
  readonly file: RelPath;
  readonly line: number;
  readonly default: string | null;
  /** False when the code copes without it: a default, a condition, a comparison. */
  readonly required: boolean;
}

/** Functions that check the environment. */
const CHECKERS: ReadonlySet<string> = new Set(['cleanEnv', 'createEnv', 'parseEnv', 'envsafe', 'Env.create']);

const TRANSPARENT: ReadonlySet<string> = new Set([
  'TSAsExpression',
  'TSNonNullExpression',
  'ParenthesizedExpression',
  'AwaitExpression',
]);

/** True when leaving the variable unset ends the program: `if (!process.env.X) throw …`. */
function insists(test: Node, parents: ReadonlyMap<Node, Node>): boolean {
  for (let at = parents.get(test); at !== undefined; at = parents.get(at)) {
    if (at.type !== 'IfStatement') continue;
    const body = at.consequent.type === 'BlockStatement' ? at.consequent.body : [at.consequent];
    return body.some(
      (one) => one.type === 'ThrowStatement' || (one.type === 'ExpressionStatement' && isExit(one.expression)),
    );
  }
  return false;
}

function isExit(node: Node): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  return keyName(node.callee.property) === 'exit';
}

/** How the surroundings of a read treat a missing value. */
function treatment(scope: Scope, module: ModuleIndex, read: Node): Pick<EnvRead, 'default' | 'required'> {
  let node = read;
  for (let depth = 0; depth < 4; depth += 1) {
    const parent = module.parents.get(node);
    if (parent === undefined) break;
    if (parent.type === 'LogicalExpression') {
      if (parent.left !== node) return { default: null, required: parent.operator !== '&&' };
      if (parent.operator === '&&') return { default: null, required: false };
      const { value, variable } = settingOf(scope, { node: parent.right, module });
      const exits = parent.right.type === 'CallExpression' || value !== null || variable !== null;
      return { default: value === null ? null : String(value), required: !exits };
    }
    if (parent.type === 'UnaryExpression' && parent.operator === '!')
      return { default: null, required: insists(parent, module.parents) };
    if (parent.type === 'BinaryExpression') return { default: null, required: false };
    if (parent.type === 'ConditionalExpression' && parent.test === node) return { default: null, required: false };
    if (parent.type === 'IfStatement' || parent.type === 'OptionalMemberExpression')
      return { default: null, required: false };
    if (parent.type === 'AssignmentExpression' && parent.left === node) return { default: null, required: false };
    const converts = parent.type === 'CallExpression' && parent.arguments.length <= 2 && parent.arguments[0] === node;
    if (!TRANSPARENT.has(parent.type) && !converts) break;
    node = parent;
  }
  return { default: null, required: true };
}

/** Every environment variable that the files read, in the order of the source. */
export function envReads(scope: Scope, modules: readonly ModuleIndex[]): readonly EnvRead[] {
  const found: EnvRead[] = [];
  for (const module of modules) {
    for (const { path, node } of module.members) {
      if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') continue;
      if (!isEnvironment(scope, { node: node.object, module })) continue;
      const name = path.slice(path.lastIndexOf('.') + 1);
      found.push({ name, file: module.path, line: lineOf(node), ...treatment(scope, module, node) });
    }
    for (const { node, method, name: callee, line } of module.calls) {
      const asked = ENV_CALL.test(callee ?? '') ? (stringIn(node.arguments[0]) ?? '') : '';
      if (/^[A-Z][A-Z0-9_]*$/.test(asked)) {
        const { value } = settingOf(scope, { node, module });
        const text = value === null ? null : String(value);
        // AdonisJS checks its variables when it starts: asking for one says nothing of whether it must be there.
        const insists = text === null && callee !== 'env.get';
        found.push({ name: asked, file: module.path, line, default: text, required: insists });
      }
      if (!CHECKERS.has(callee ?? '') && !CHECKS.test(method ?? '')) continue;
      const read = (place: Place): Setting => settingOf(scope, place);
      for (const { name, value, optional, place } of checkedVariables(scope, { node, module }, read)) {
        const text = value === null ? null : String(value);
        const at = { file: place.module.path, line: lineOf(place.node) };
        found.push({ name, ...at, default: text, required: text === null && !optional });
      }
    }
    for (const { pattern, init } of module.patterns) {
      if (!isEnvironment(scope, { node: init, module })) continue;
      for (const property of pattern.properties) {
        const name = property.type === 'ObjectProperty' ? keyName(property.key) : undefined;
        if (name === undefined || property.type !== 'ObjectProperty') continue;
        const fallback = property.value.type === 'AssignmentPattern' ? property.value.right : undefined;
        const value = fallback === undefined ? null : settingOf(scope, { node: fallback, module }).value;
        const text = value === null ? null : String(value);
        found.push({
          name,
          file: module.path,
          line: lineOf(property),
          default: text,
          required: fallback === undefined,
        });
      }
    }
  }
  return found;
}
