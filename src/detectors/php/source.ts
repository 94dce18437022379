import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/php';
import type { RelPath } from '../../core/model/paths.ts';
import type { FileTree } from '../../core/workspace/file-tree.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { literal, lookups, type PhpLookup, unquoted } from './values.ts';

/** A call of a function or method, the making of an object, or an attribute. */
export interface PhpCall {
  /** The function's, method's or class's own name: `getenv`, `command` of `Schedule::command`, `Server`. */
  readonly name: string;
  /** The class before `::`, without its namespace, and `new` for an object that is made; `null` for anything else. */
  readonly on: string | null;
  readonly args: readonly SyntaxNode[];
  /** Arguments that are given by name. */
  readonly named: ReadonlyMap<string, SyntaxNode>;
  readonly line: number;
  /** Where it begins and ends; the calls of one chain begin at the same place. */
  readonly from: number;
  readonly to: number;
  /** True for an attribute of a class, which holds for all of its methods. */
  readonly ofClass: boolean;
}

/** An entry of an array whose key is a text: `'port' => 9501`. */
export interface PhpPair {
  readonly key: string;
  readonly value: SyntaxNode;
  readonly line: number;
}

/** What one PHP file says. */
export interface PhpFile {
  readonly path: RelPath;
  readonly text: string;
  readonly calls: readonly PhpCall[];
  /** Every place where an environment variable is read. */
  readonly reads: readonly PhpLookup[];
  readonly pairs: readonly PhpPair[];
  /** Texts that look like the path of a URL. */
  readonly paths: readonly { readonly path: string; readonly line: number }[];
  /** True for a file with a loop that nothing but a signal ends. */
  readonly isEndless: boolean;
  /** What a node comes to where the code itself says so; variables of the environment count with their fallback. */
  literal(node: SyntaxNode): string | null;
}

const PUNCTUATION = new Set(['(', ')', ',']);

/** The last part of a name with a namespace. */
function lastName(text: string): string {
  return text.slice(text.lastIndexOf('\\') + 1);
}

function argumentsOf(call: SyntaxNode, text: string): Pick<PhpCall, 'args' | 'named'> {
  const args: SyntaxNode[] = [];
  const named = new Map<string, SyntaxNode>();
  for (let child = call.getChild('ArgList')?.firstChild ?? null; child !== null; child = child.nextSibling) {
    if (PUNCTUATION.has(child.name)) continue;
    const name = child.name === 'NamedArgument' ? child.getChild('Name') : null;
    if (name !== null && child.lastChild !== null) named.set(text.slice(name.from, name.to), child.lastChild);
    else args.push(child);
  }
  return { args, named };
}

function calledBy(node: SyntaxNode, text: string): Pick<PhpCall, 'name' | 'on'> | undefined {
  const textOf = (one: SyntaxNode | null) => (one === null ? '' : text.slice(one.from, one.to));
  if (node.name === 'NewExpression') {
    const made = node.getChild('QualifiedName') ?? node.getChild('Name');
    return made === null ? undefined : { name: lastName(textOf(made)), on: 'new' };
  }
  const callee = node.firstChild;
  if (callee?.name === 'Name' || callee?.name === 'QualifiedName') return { name: lastName(textOf(callee)), on: null };
  if (callee?.name === 'MemberExpression') return { name: textOf(callee.lastChild), on: null };
  if (callee?.name === 'ScopedExpression')
    return { name: textOf(callee.lastChild), on: lastName(textOf(callee.firstChild)) };
  return undefined;
}

/** The nodes that the index is made of. */
const NODES = new Set([
  ...['CallExpression', 'NewExpression', 'Attribute', 'Pair', 'SubscriptExpression', 'String'],
  ...['WhileStatement', 'ForStatement'],
]);

/** A `while (true)` or a `for (;;)`. */
function isEndlessLoop(node: SyntaxNode, text: string): boolean {
  const head = /^(while\s*\(\s*(true|1)\s*\)|for\s*\([^;()]*;\s*;)/i;
  return /^(While|For)Statement$/.test(node.name) && head.test(text.slice(node.from, node.from + 200));
}

function read(path: RelPath, text: string): PhpFile {
  const lines = text.split('\n');
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  const calls: PhpCall[] = [];
  const pairs: PhpPair[] = [];
  const reads: PhpLookup[] = [];
  const paths: { readonly path: string; readonly line: number }[] = [];
  let isEndless = false;
  const cursor = parser.parse(text).cursor();
  do {
    if (!NODES.has(cursor.name)) continue;
    const node = cursor.node;
    const line = lineOf(node.from);
    isEndless ||= isEndlessLoop(node, text);
    const path = node.name === 'String' ? unquoted(text.slice(node.from, node.to)) : undefined;
    if (path !== undefined && /^\/[\w./~-]+$/.test(path)) paths.push({ path, line });
    const lookup = lookups(node, text);
    if (lookup !== undefined) reads.push({ ...lookup, line });
    const called = /^((Call|New)Expression|Attribute)$/.test(node.name) ? calledBy(node, text) : undefined;
    if (called !== undefined) {
      const ofClass = node.name === 'Attribute' && node.parent?.parent?.name === 'ClassDeclaration';
      calls.push({ ...called, ...argumentsOf(node, text), line, from: node.from, to: node.to, ofClass });
    }
    const key = node.name === 'Pair' && node.firstChild?.name === 'String' ? node.firstChild : null;
    if (key !== null && node.lastChild !== null)
      pairs.push({ key: unquoted(text.slice(key.from, key.to)) ?? '', value: node.lastChild, line });
  } while (cursor.next());
  return { path, text, calls, reads, pairs, paths, isEndless, literal: (node) => literal(node, text) };
}

const known = new WeakMap<FileTree, Map<RelPath, PhpFile | undefined>>();

/**
 * A file of PHP, parsed once. The parser recovers from syntax errors; nothing is included or run.
 * Source: https://github.com/lezer-parser/php
 */
export function phpFile(scope: Scope, path: RelPath): PhpFile | undefined {
  const files = known.get(scope.project) ?? new Map<RelPath, PhpFile | undefined>();
  known.set(scope.project, files);
  if (!files.has(path)) {
    const text = scope.text(path)?.text;
    files.set(path, text === undefined ? undefined : read(path, text));
  }
  return files.get(path);
}
