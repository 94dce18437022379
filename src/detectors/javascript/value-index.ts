import type { Node } from '@babel/types';
import { bare, dotted, keyName } from './expressions.ts';

/** A parameter of a named function. */
export interface Parameter {
  /** The function's or method's name. */
  readonly of: string;
  readonly at: number;
  readonly fallback?: Node;
}

/** Values that names get other than by their declaration. */
export interface ValueIndex {
  /** What is assigned, by the dotted name: `port`, `this.port`, `process.env.PORT`; fields of classes count as `this.`. */
  readonly assigned: ReadonlyMap<string, readonly Node[]>;
  /** Parameters by their names; of several with one name the first. */
  readonly parameters: ReadonlyMap<string, Parameter>;
}

/** {@link ValueIndex} while a file is walked. */
export interface ValueDraft {
  readonly assigned: Map<string, Node[]>;
  readonly parameters: Map<string, Parameter>;
}

function assign(draft: ValueDraft, name: string | undefined, value: Node | null | undefined): void {
  if (name === undefined || !value) return;
  const known = draft.assigned.get(name);
  if (known === undefined) draft.assigned.set(name, [bare(value)]);
  else known.push(bare(value));
}

function addParameters(draft: ValueDraft, of: string | undefined, parameters: readonly Node[]): void {
  for (const [at, parameter] of of === undefined ? [] : parameters.entries()) {
    const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    if (of === undefined || target.type !== 'Identifier' || draft.parameters.has(target.name)) continue;
    const fallback = parameter.type === 'AssignmentPattern' ? { fallback: parameter.right } : {};
    draft.parameters.set(target.name, { of, at, ...fallback });
  }
}

/** Gathers what one node says about later values. */
export function addValues(draft: ValueDraft, node: Node): void {
  switch (node.type) {
    case 'AssignmentExpression':
      if (['=', '??=', '||='].includes(node.operator)) assign(draft, dotted(node.left), node.right);
      break;
    case 'ClassProperty':
      if (!node.static) assign(draft, `this.${keyName(node.key) ?? ''}`, node.value);
      break;
    case 'FunctionDeclaration':
      addParameters(draft, node.id?.name, node.params);
      break;
    case 'ClassMethod':
    case 'ObjectMethod':
      addParameters(draft, keyName(node.key), node.params);
      break;
    case 'VariableDeclarator':
      if (node.id.type !== 'Identifier') break;
      if (node.init?.type === 'ArrowFunctionExpression' || node.init?.type === 'FunctionExpression') {
        addParameters(draft, node.id.name, node.init.params);
      }
      break;
  }
}

/** The expressions that a function returns; none for any other node. */
export function returnedBy(node: Node): readonly Node[] {
  if (
    node.type !== 'FunctionDeclaration' &&
    node.type !== 'ArrowFunctionExpression' &&
    node.type !== 'FunctionExpression' &&
    node.type !== 'ObjectMethod' &&
    node.type !== 'ClassMethod'
  )
    return [];
  if (node.body.type !== 'BlockStatement') return [bare(node.body)];
  return node.body.body.flatMap((statement) => {
    const at = statement.type === 'IfStatement' ? statement.consequent : statement;
    const inner = at.type === 'BlockStatement' ? at.body : [at];
    return inner.flatMap((one) => (one.type === 'ReturnStatement' && one.argument ? [bare(one.argument)] : []));
  });
}
