import type { SyntaxNode } from '@lezer/common';
import type { RelPath } from '../../core/model/paths.ts';
import type { PythonTree } from '../../core/workspace/scope.ts';
import { type Call, callOf, childrenOf, type Expr, exprOf, type Source } from './expression.ts';
import {
  type Assignment,
  assignmentOf,
  type ClassDef,
  decoratorsOf,
  type FunctionDef,
  type Import,
  importsOf,
  ownerOf,
  type Place,
  requiredOf,
} from './statements.ts';

/** A call or a read of an item, wherever it stands. */
export interface Occurrence<T> extends Place {
  readonly expr: T;
}

/** Everything that detection reads of one Python file, from one walk over its tree. */
export interface PyModule {
  readonly path: RelPath;
  readonly imports: ReadonlyMap<string, Import>;
  /** Every imported module, star imports included. */
  readonly imported: readonly Import[];
  readonly assignments: readonly Assignment[];
  readonly functions: readonly FunctionDef[];
  readonly classes: readonly ClassDef[];
  readonly calls: readonly Occurrence<Call>[];
  readonly items: readonly Occurrence<Extract<Expr, { kind: 'item' }>>[];
  /** Every string literal. */
  readonly texts: ReadonlySet<string>;
  /** The line of `if __name__ == '__main__':`. */
  readonly mainLine: number | null;
  /** The line of a loop without an end. */
  readonly endlessLine: number | null;
  /** The line of such a loop outside of every function: running the file is enough to reach it. */
  readonly topLoopLine: number | null;
  /** What the functions return, by the function's name. */
  readonly returns: readonly Occurrence<Expr>[];
}

function sourceOf(text: string): Source {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return {
    text,
    lineAt(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return low + 1;
    },
  };
}

/** Walks a file's tree once and keeps what detection asks for. */
export function indexOf({ path, text, tree }: PythonTree): PyModule {
  const source = sourceOf(text);
  const imports = new Map<string, Import>();
  const imported: Import[] = [];
  const assignments: Assignment[] = [];
  const functions: FunctionDef[] = [];
  const classes: ClassDef[] = [];
  const calls: Occurrence<Call>[] = [];
  const items: Occurrence<Extract<Expr, { kind: 'item' }>>[] = [];
  const returns: Occurrence<Expr>[] = [];
  const texts = new Set<string>();
  let mainLine: number | null = null;
  let endlessLine: number | null = null;
  let topLoopLine: number | null = null;
  const visit = (node: SyntaxNode): void => {
    const line = source.lineAt(node.from);
    switch (node.name) {
      case 'ImportStatement':
        for (const { local, ...one } of importsOf(node, source)) {
          imported.push(one);
          if (local !== '*') imports.set(local, one);
        }
        return;
      case 'AssignStatement': {
        const found = assignmentOf(node, source);
        if (found !== undefined) assignments.push(found);
        return;
      }
      case 'FunctionDefinition': {
        const name = node.getChild('VariableName');
        if (name === null) return;
        const required = requiredOf(node.getChild('ParamList'));
        const decorators = decoratorsOf(node, source);
        const owner = ownerOf(node, source);
        functions.push({ name: text.slice(name.from, name.to), required, decorators, owner, line });
        return;
      }
      case 'ClassDefinition': {
        const name = node.getChild('VariableName');
        if (name === null) return;
        const target: Expr = { kind: 'name', path: text.slice(name.from, name.to), line };
        const head = callOf(target, node.getChild('ArgList'), source);
        classes.push({ name: head.callee, head, owner: ownerOf(node, source), line });
        return;
      }
      case 'CallExpression':
      case 'MemberExpression': {
        const expr = exprOf(node, source);
        const owner = ownerOf(node, source);
        if (expr.kind === 'call') calls.push({ expr, owner, line });
        if (expr.kind === 'item') items.push({ expr, owner, line });
        return;
      }
      case 'ReturnStatement': {
        const value = childrenOf(node)[1];
        if (value !== undefined) returns.push({ expr: exprOf(value, source), owner: ownerOf(node, source), line });
        return;
      }
      case 'String': {
        const expr = exprOf(node, source);
        if (expr.kind === 'text') texts.add(expr.value);
        return;
      }
      case 'IfStatement':
        if (
          /^if\s*\(?\s*(__name__\s*==\s*["']__main__["']|["']__main__["']\s*==\s*__name__)/.test(
            text.slice(node.from, node.from + 80),
          )
        )
          mainLine ??= line;
        return;
      case 'WhileStatement':
        if (!/^while\s*\(?\s*(True|1)\b/.test(text.slice(node.from, node.from + 20))) return;
        endlessLine ??= line;
        if (ownerOf(node, source) === '') topLoopLine ??= line;
        return;
      default:
    }
  };
  tree.iterate({ enter: (ref) => visit(ref.node) });
  return {
    path,
    imports,
    imported,
    assignments,
    functions,
    classes,
    calls,
    items,
    texts,
    mainLine,
    endlessLine,
    topLoopLine,
    returns,
  };
}

/** The full dotted name behind a name as written: `F` is `flask.Flask` after `from flask import Flask as F`. */
export function canonical(module: PyModule, path: string): string {
  const [head = '', ...rest] = path.split('.');
  const found = module.imports.get(head);
  if (found === undefined) return path;
  if (found.name === null) {
    // `import a.b` binds `a`; `import a.b as c` binds the module itself.
    const bound = found.module.split('.')[0] === head ? head : found.module;
    return [bound, ...rest].join('.');
  }
  return [found.module.endsWith('.') ? `${found.module}${found.name}` : `${found.module}.${found.name}`, ...rest].join(
    '.',
  );
}
