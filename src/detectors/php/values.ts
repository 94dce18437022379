import type { SyntaxNode } from '@lezer/common';

/** A place where an environment variable is read. */
export interface PhpLookup {
  readonly name: string;
  /** What counts where the variable is not set; `null` where the code does not say. */
  readonly fallback: string | null;
  /** True where something stands in for the variable, whatever it is. */
  readonly hasFallback: boolean;
  readonly line: number;
}

/** Functions that read one variable, the fallback being their second argument. */
const READERS = new Set(['getenv', 'env', 'getenv_docker']);

/** The text of a literal without its quotes; `undefined` where it takes in a variable. */
export function unquoted(text: string): string | undefined {
  const quote = text[0];
  if (quote !== "'" && quote !== '"') return undefined;
  const inside = text.slice(1, -1);
  if (quote === "'") return inside.replace(/\\(['\\])/g, '$1');
  return /[$]|\{\$/.test(inside) ? undefined : inside.replace(/\\(["\\$])/g, '$1');
}

function nodesOf(list: SyntaxNode | null): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = list?.firstChild ?? null; child !== null; child = child.nextSibling)
    if (!/^[(),]$/.test(child.name)) found.push(child);
  return found;
}

function nameRead(node: SyntaxNode, text: string): { readonly name: string; readonly given?: SyntaxNode } | undefined {
  const textOf = (one: SyntaxNode) => text.slice(one.from, one.to);
  if (node.name === 'CallExpression') {
    const callee = node.firstChild;
    const known = callee !== null && READERS.has(textOf(callee).replace(/^\\/, ''));
    // Laravel's and Symfony's own reader: Env::get('X', 'y').
    const isScoped = callee?.name === 'ScopedExpression' && /^(\\?[\w\\]*\\)?Env::get$/.test(textOf(callee));
    if (!known && !isScoped) return undefined;
    const [first, second] = nodesOf(node.getChild('ArgList'));
    const name = first?.name === 'String' ? unquoted(textOf(first)) : undefined;
    return name === undefined ? undefined : { name, ...(second === undefined ? {} : { given: second }) };
  }
  if (node.name !== 'SubscriptExpression' || node.firstChild === null) return undefined;
  if (!/^\$_(ENV|SERVER)$/.test(textOf(node.firstChild))) return undefined;
  const key = node.getChild('String');
  const name = key === null ? undefined : unquoted(textOf(key));
  return name === undefined ? undefined : { name };
}

/** What stands behind `??`, `?:` or `||` of which a node is the first part. */
function alternative(node: SyntaxNode, text: string): SyntaxNode | null {
  const parent = node.parent;
  if (parent === null || parent.firstChild?.from !== node.from || parent.lastChild === null) return null;
  if (parent.name === 'ConditionalExpression') return parent.lastChild;
  const operator = parent.name === 'BinaryExpression' ? parent.getChild('LogicOp') : null;
  if (operator === null || !/^(\?\?|\|\|)$/.test(text.slice(operator.from, operator.to))) return null;
  return parent.lastChild;
}

/** The variable that a node reads, with what counts where it is not set; `undefined` for any other node. */
export function lookups(node: SyntaxNode, text: string): Omit<PhpLookup, 'line'> | undefined {
  const read = nameRead(node, text);
  if (read === undefined || !/^[A-Z][A-Z0-9_]*$/.test(read.name)) return undefined;
  const other = read.given ?? alternative(node, text);
  return { name: read.name, fallback: other === null ? null : literal(other, text), hasFallback: other !== null };
}

/** What an expression comes to with no variable of the environment set; `null` where the code does not say. */
export function literal(node: SyntaxNode, text: string): string | null {
  const own = text.slice(node.from, node.to);
  if (node.name === 'String') return unquoted(own) ?? null;
  if (node.name === 'Integer') return own.replaceAll('_', '');
  if (node.name === 'Boolean') return own.toLowerCase();
  if (node.name === 'CastExpression' || node.name === 'ParenthesizedExpression') {
    const inner = nodesOf(node)
      .filter(({ name }) => name !== 'NamedType')
      .at(-1);
    return inner === undefined ? null : literal(inner, text);
  }
  if (node.name === 'ConditionalExpression' || node.name === 'BinaryExpression') {
    const first = node.firstChild;
    const other = first === null ? null : alternative(first, text);
    return other === null ? null : literal(other, text);
  }
  return lookups(node, text)?.fallback ?? null;
}
