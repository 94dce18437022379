import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/go';
import type { RelPath } from '../../core/model/paths.ts';
import type { FileTree } from '../../core/workspace/file-tree.ts';
import type { Scope, TextFile } from '../../core/workspace/scope.ts';
import { isLeftOut } from './build-constraint.ts';

/** One import of a file. */
export interface GoImport {
  readonly path: string;
  readonly line: number;
}

/** One parsed Go file that is part of a Linux build. */
export interface GoFile {
  readonly path: RelPath;
  readonly text: string;
  readonly root: SyntaxNode;
  readonly packageName: string;
  /** By the name that the file uses: `http`, or what it calls it. */
  readonly imports: ReadonlyMap<string, GoImport>;
  /** The calls in the file, outermost first. */
  readonly calls: readonly GoCall[];
  textOf(node: SyntaxNode): string;
  lineOf(node: SyntaxNode): number;
}

/** One call: what is called, and with what. */
export interface GoCall {
  readonly node: SyntaxNode;
  readonly file: GoFile;
  /** The called function's own name: `ListenAndServe`. */
  readonly name: string;
  /** What it is called on: an import's path, or `null` for a function of the package or a value. */
  readonly from: string | null;
  /** What stands before the name: a variable, a call; `null` for a plain function. */
  readonly receiver: SyntaxNode | null;
  readonly args: readonly SyntaxNode[];
  /**
   * What is added in front of the call's value. The grammar takes `":" + os.Getenv("PORT")` for a call on the sum,
   * so that the call's node begins with the sum.
   */
  readonly addedTo: SyntaxNode | null;
}

/** The operand that a call or selector really belongs to, where the grammar hands it a whole sum. */
function operand(node: SyntaxNode): { readonly own: SyntaxNode; readonly addedTo: SyntaxNode | null } {
  if (node.name !== 'BinaryExp' || node.lastChild === null) return { own: node, addedTo: null };
  return { own: node.lastChild, addedTo: node.firstChild };
}

/** The children of a node that match, or all. */
export function childrenOf(node: SyntaxNode, ...names: readonly string[]): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (names.length === 0 || names.includes(child.name)) found.push(child);
  }
  return found;
}

/** Every node below one, itself first. */
export function* below(node: SyntaxNode): Iterable<SyntaxNode> {
  const cursor = node.cursor();
  const end = node.to;
  do {
    if (cursor.from >= end && cursor.from > node.from) return;
    yield cursor.node;
  } while (cursor.next());
}

const PUNCTUATION = new Set(['(', ')', ',', '{', '}', '...']);

/** The arguments of a call. */
function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  const list = call.getChild('Arguments');
  return list === null ? [] : childrenOf(list).filter(({ name }) => !PUNCTUATION.has(name));
}

/** The text of a string literal without its quotes; escapes that matter for paths and addresses are resolved. */
export function unquoted(text: string): string {
  if (text.startsWith('`')) return text.slice(1, -1);
  return text.slice(1, -1).replace(/\\(["\\nt])/g, (_, char: string) => ({ n: '\n', t: '\t' })[char] ?? char);
}

/** The name that an import has where it is given none: the last part of its path, without a version. */
export function importName(path: string): string {
  const parts = path.split('/');
  const last = parts.at(-1) ?? '';
  const name = /^v\d+$/.test(last) && parts.length > 1 ? (parts.at(-2) ?? last) : last;
  return name.replace(/\.v\d+$/, '').replace(/^go-|[-.]go$/g, '');
}

function parse({ path, text }: TextFile): GoFile | undefined {
  if (isLeftOut(path, text)) return undefined;
  const root = parser.parse(text).topNode;
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const textOf = (node: SyntaxNode): string => text.slice(node.from, node.to);
  const lineOf = (node: SyntaxNode): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= node.from) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  const clause = root.getChild('PackageClause')?.getChild('DefName');
  const imports = new Map<string, GoImport>();
  const calls: GoCall[] = [];
  const file: GoFile = {
    path,
    text,
    root,
    packageName: clause ? textOf(clause) : '',
    imports,
    calls,
    textOf,
    lineOf,
  };
  for (const node of below(root)) {
    if (node.name === 'ImportSpec') {
      const literal = node.getChild('String');
      const alias = node.getChild('DefName');
      if (literal === null) continue;
      const target = unquoted(textOf(literal));
      imports.set(alias ? textOf(alias) : importName(target), { path: target, line: lineOf(node) });
    }
    if (node.name !== 'CallExpr') continue;
    if (node.firstChild === null) continue;
    const { own: callee, addedTo } = operand(node.firstChild);
    const args = argumentsOf(node);
    if (callee.name === 'VariableName') {
      calls.push({ node, file, name: textOf(callee), from: null, receiver: null, args, addedTo });
    }
    const field = callee.name === 'SelectorExpr' ? callee.getChild('FieldName') : null;
    if (callee.firstChild === null || field === null) continue;
    const inner = operand(callee.firstChild);
    const receiver = inner.own;
    const from = receiver.name === 'VariableName' ? (imports.get(textOf(receiver))?.path ?? null) : null;
    calls.push({ node, file, name: textOf(field), from, receiver, args, addedTo: addedTo ?? inner.addedTo });
  }
  return file;
}

const parsed = new WeakMap<FileTree, Map<RelPath, GoFile | null>>();

/**
 * The parsed Go file at `path`; `undefined` when it is absent or `go build` would leave it out of a Linux image.
 * The grammar recovers from errors, so that a broken file still shows what can be read of it.
 */
export function goFile(scope: Scope, path: RelPath): GoFile | undefined {
  const files = parsed.get(scope.project) ?? new Map<RelPath, GoFile | null>();
  parsed.set(scope.project, files);
  let file = files.get(path);
  if (file === undefined) {
    const text = scope.text(path);
    file = (text && parse(text)) ?? null;
    files.set(path, file);
  }
  return file ?? undefined;
}
