import type { SyntaxNode } from '@lezer/common';
import { type Call, callOf, childrenOf, type Expr, exprOf, type Source } from './expression.ts';

/** What a local name stands for. */
export interface Import {
  /** Dotted module as written, with the leading dots of a relative import. */
  readonly module: string;
  /** The imported name; `null` for a whole module. */
  readonly name: string | null;
  readonly line: number;
}

/** Where a statement stands: in no function, or in this one (`Class.method` for a method). */
export interface Place {
  readonly owner: string;
  readonly line: number;
}

/** `target = value` or `target: annotation = value`. */
export interface Assignment extends Place {
  readonly target: string;
  readonly value: Expr | undefined;
  readonly annotation: Expr | undefined;
}

/** A function with what calling it takes. */
export interface FunctionDef extends Place {
  readonly name: string;
  /** The number of parameters without a default. */
  readonly required: number;
  readonly decorators: readonly Call[];
}

/** A class with its bases and the keywords of its head. */
export interface ClassDef extends Place {
  readonly name: string;
  readonly head: Call;
}

/** Reads both forms of an import statement from its words. Source: https://docs.python.org/3/reference/simple_stmts.html#import */
export function importsOf(node: SyntaxNode, source: Source): readonly (Import & { readonly local: string })[] {
  const line = source.lineAt(node.from);
  const text = source.text
    .slice(node.from, node.to)
    .replace(/#.*$/gm, '')
    .replace(/[()\\]/g, ' ');
  const from = /^from\s+([.\w\s]*?)\s*\bimport\b([\s\S]*)$/.exec(text);
  const parts = (from === null ? text.replace(/^import\b/, '') : (from[2] ?? '')).split(',');
  const found: (Import & { readonly local: string })[] = [];
  for (const part of parts) {
    const [name = '', alias] = part.trim().split(/\s+as\s+/);
    if (name === '') continue;
    if (from !== null) {
      found.push({ module: (from[1] ?? '').replace(/\s+/g, ''), name, line, local: (alias ?? name).trim() });
      continue;
    }
    const module = name.replace(/\s+/g, '');
    const local = alias?.trim() ?? module.split('.')[0] ?? module;
    found.push({ module: alias === undefined ? module : module, name: null, line, local });
  }
  return found;
}

/** The functions and classes around a node, joined by dots. */
export function ownerOf(node: SyntaxNode, source: Source): string {
  const names: string[] = [];
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.name !== 'FunctionDefinition' && at.name !== 'ClassDefinition') continue;
    const name = at.getChild('VariableName');
    if (name !== null) names.unshift(source.text.slice(name.from, name.to));
  }
  return names.join('.');
}

/** An assignment to a plain name. */
export function assignmentOf(node: SyntaxNode, source: Source): Assignment | undefined {
  const parts = childrenOf(node);
  const [target] = parts;
  if (target === undefined) return undefined;
  const name = exprOf(target, source);
  const type = parts.find((part) => part.name === 'TypeDef');
  const annotation = type === undefined ? undefined : childrenOf(type).at(-1);
  const operator = parts.findLastIndex((part) => part.name === 'AssignOp');
  const value = operator < 0 ? undefined : parts[operator + 1];
  if (name.kind !== 'name') return undefined;
  return {
    target: name.path,
    value: value && exprOf(value, source),
    annotation: annotation && exprOf(annotation, source),
    owner: ownerOf(node, source),
    line: source.lineAt(node.from),
  };
}

/** The decorators of a function. */
export function decoratorsOf(node: SyntaxNode, source: Source): readonly Call[] {
  if (node.parent?.name !== 'DecoratedStatement') return [];
  return node.parent.getChildren('Decorator').map((decorator) => {
    const list = decorator.getChild('ArgList');
    const path = source.text.slice(decorator.from + 1, list?.from ?? decorator.to).trim();
    return callOf({ kind: 'name', path, line: source.lineAt(decorator.from) }, list, source);
  });
}

/** Parameters that a caller must give: no default, no star, not after a lone star without default. */
export function requiredOf(list: SyntaxNode | null): number {
  if (list === null) return 0;
  const parts = childrenOf(list);
  let count = 0;
  for (const [index, part] of parts.entries()) {
    if (part.name !== 'VariableName' || parts[index - 1]?.name === 'AssignOp') continue;
    if (/^\*+$/.test(parts[index - 1]?.name ?? '')) continue;
    const next = parts[index + 1]?.name === 'TypeDef' ? parts[index + 2] : parts[index + 1];
    if (next?.name !== 'AssignOp') count += 1;
  }
  return count;
}
