import type { SyntaxNode } from '@lezer/common';

/** A Python expression as far as detection reads it: literals, names, calls and what holds them together. */
export type Expr = { readonly line: number } & (
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'constant'; readonly value: boolean | null }
  | { readonly kind: 'name'; readonly path: string }
  | Call
  | { readonly kind: 'list'; readonly items: readonly Expr[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [Expr, Expr])[] }
  | { readonly kind: 'item'; readonly of: Expr; readonly key: Expr }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'choice'; readonly yes: Expr; readonly no: Expr }
  | { readonly kind: 'other' }
);

/** A call: `callee` is its dotted name as written, empty where it is no plain name. */
export interface Call {
  readonly kind: 'call';
  readonly line: number;
  readonly callee: string;
  readonly target: Expr;
  readonly args: readonly Expr[];
  readonly named: ReadonlyMap<string, Expr>;
}

/** The text that nodes point into, with its line numbers. */
export interface Source {
  readonly text: string;
  lineAt(offset: number): number;
}

/** Nesting beyond this is no setting that anyone wrote by hand. */
const MAX_DEPTH = 40;

/** The named and unnamed children of a node, without comments. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let at = node.firstChild; at !== null; at = at.nextSibling) if (at.name !== 'Comment') found.push(at);
  return found;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };

/** The value of one string literal, `undefined` for a formatted or byte string. */
function literal(text: string): string | undefined {
  const match = /^([rRuUbBfF]*)("""|'''|"|')([\s\S]*)\2$/.exec(text);
  const prefix = match?.[1]?.toLowerCase();
  if (match === null || prefix === undefined || prefix.includes('b') || prefix.includes('f')) return undefined;
  const body = match[3] ?? '';
  return prefix.includes('r') ? body : body.replace(/\\([\\'"ntr]|\n)/g, (_, char: string) => ESCAPES[char] ?? '');
}

function argumentsOf(node: SyntaxNode, source: Source, depth: number): Pick<Call, 'args' | 'named'> {
  const args: Expr[] = [];
  const named = new Map<string, Expr>();
  const parts = childrenOf(node);
  for (const [index, part] of parts.entries()) {
    const isName = parts[index + 1]?.name === 'AssignOp';
    const isValue = parts[index - 1]?.name === 'AssignOp';
    if (/^[(),*]+$|^AssignOp$|^⚠$/.test(part.name) || isName) continue;
    if (/^\*+$/.test(parts[index - 1]?.name ?? '')) continue;
    const value = exprOf(part, source, depth + 1);
    const label = parts[index - 2];
    if (isValue && label !== undefined) named.set(source.text.slice(label.from, label.to), value);
    else args.push(value);
  }
  return { args, named };
}

/** A call whose parts are the children `from` on: a name, then its arguments (a decorator has no node of its own). */
export function callOf(target: Expr, list: SyntaxNode | null, source: Source, depth = 0): Call {
  const parts = list === null ? { args: [], named: new Map<string, Expr>() } : argumentsOf(list, source, depth);
  const callee = target.kind === 'name' ? target.path : '';
  return { kind: 'call', line: target.line, callee, target, ...parts };
}

function member(node: SyntaxNode, source: Source, depth: number, line: number): Expr {
  const parts = childrenOf(node);
  const [object] = parts;
  const last = parts.at(-1);
  if (object === undefined) return { kind: 'other', line };
  const of = exprOf(object, source, depth + 1);
  if (last?.name === 'PropertyName' && of.kind === 'name') {
    return { kind: 'name', path: `${of.path}.${source.text.slice(last.from, last.to)}`, line };
  }
  const key = parts[2];
  if (parts[1]?.name !== '[' || key === undefined) {
    // `x().y`: the call stays visible as what the member belongs to.
    const name = last?.name === 'PropertyName' ? source.text.slice(last.from, last.to) : '';
    return { kind: 'item', of, key: { kind: 'text', value: name, line }, line };
  }
  return { kind: 'item', of, key: exprOf(key, source, depth + 1), line };
}

function items(node: SyntaxNode, source: Source, depth: number): readonly Expr[] {
  return childrenOf(node)
    .filter(({ name }) => !/^[[\](){},*]+$|^⚠$/.test(name))
    .map((child) => exprOf(child, source, depth + 1));
}

function dict(node: SyntaxNode, source: Source, depth: number, line: number): Expr {
  const parts = childrenOf(node);
  const entries: (readonly [Expr, Expr])[] = [];
  for (const [index, part] of parts.entries()) {
    const key = parts[index - 1];
    const value = parts[index + 1];
    if (part.name !== ':' || key === undefined || value === undefined) continue;
    entries.push([exprOf(key, source, depth + 1), exprOf(value, source, depth + 1)]);
  }
  return { kind: 'dict', entries, line };
}

function compound(node: SyntaxNode, source: Source, depth: number, line: number): Expr {
  const [first, second, third, fourth, fifth] = childrenOf(node);
  const read = (one: SyntaxNode) => exprOf(one, source, depth + 1);
  switch (node.name) {
    case 'CallExpression':
      return first === undefined ? { kind: 'other', line } : callOf(read(first), second ?? null, source, depth);
    case 'MemberExpression':
      return member(node, source, depth, line);
    case 'ArrayExpression':
    case 'TupleExpression':
    case 'SetExpression':
      return { kind: 'list', items: items(node, source, depth), line };
    case 'DictionaryExpression':
      return dict(node, source, depth, line);
    case 'ParenthesizedExpression':
    case 'AwaitExpression':
      return second === undefined ? { kind: 'other', line } : read(second);
    case 'BinaryExpression':
      if (first === undefined || second === undefined || third === undefined) return { kind: 'other', line };
      return {
        kind: 'binary',
        operator: source.text.slice(second.from, second.to),
        left: read(first),
        right: read(third),
        line,
      };
    case 'ConditionalExpression':
      if (first === undefined || fourth === undefined || fifth === undefined) return { kind: 'other', line };
      return { kind: 'choice', yes: read(first), no: read(fifth), line };
    case 'ContinuedString': {
      const values = childrenOf(node).map((one) => literal(source.text.slice(one.from, one.to)));
      return values.includes(undefined) ? { kind: 'other', line } : { kind: 'text', value: values.join(''), line };
    }
    default:
      return { kind: 'other', line };
  }
}

/** Reads an expression's node; what detection has no use for becomes `other`. */
export function exprOf(node: SyntaxNode, source: Source, depth = 0): Expr {
  const line = source.lineAt(node.from);
  const text = source.text.slice(node.from, node.to);
  if (depth > MAX_DEPTH) return { kind: 'other', line };
  switch (node.name) {
    case 'String': {
      const value = literal(text);
      return value === undefined ? { kind: 'other', line } : { kind: 'text', value, line };
    }
    case 'Number': {
      const value = Number(text.replaceAll('_', ''));
      return Number.isFinite(value) ? { kind: 'number', value, line } : { kind: 'other', line };
    }
    case 'Boolean':
      return { kind: 'constant', value: text === 'True', line };
    case 'None':
      return { kind: 'constant', value: null, line };
    case 'VariableName':
      return { kind: 'name', path: text, line };
    default:
      return compound(node, source, depth, line);
  }
}

/** The string of a text expression. */
export function textOf(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'text' ? expr.value : undefined;
}
