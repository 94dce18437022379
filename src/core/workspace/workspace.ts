import type { Diagnostic } from '../errors/diagnostic.ts';
import type { ReadRecord } from '../model/app-model.ts';
import { byPath, dirname, join, type RelPath, ROOT } from '../model/paths.ts';
import { decodeText } from './decode.ts';
import type { FileTree } from './file-tree.ts';
import type { Parsed, Parsers } from './parsers.ts';
import type { Doc, DocFormat, PythonTree, Scope, SyntaxTree, TextFile } from './scope.ts';

/** The bytes of one file, at most as many as the limit; `undefined` when it cannot be read. */
export interface RawFile {
  readonly bytes: Uint8Array;
  readonly truncated: boolean;
}

/** Everything that stages may ask about the scanned project. */
export interface Workspace {
  readonly tree: FileTree;
  /** The view of one component for one reader, whose name goes into the read ledger. */
  scope(dir: RelPath, nested: readonly RelPath[], reader: string): Scope;
  /** Syntax errors met so far, one for each file and format. */
  problems(): readonly Diagnostic[];
  /** What was read so far, ordered by path. */
  reads(): readonly ReadRecord[];
}

interface Entry {
  readonly text: string | undefined;
  readonly truncated: boolean;
  readonly bytes: number;
  readonly parses: Record<string, number>;
  readonly readBy: Set<string>;
}

/** Builds a workspace over a tree; `read` is asked at most once for each path. */
export function createWorkspace(
  tree: FileTree,
  read: (path: RelPath) => RawFile | undefined,
  parsers: Parsers,
): Workspace {
  const entries = new Map<RelPath, Entry>();
  const parsed = new Map<string, unknown>();
  const problems = new Map<string, Diagnostic>();
  const views = new Map<string, FileTree>();

  function entry(path: RelPath, reader: string): Entry | undefined {
    if (!tree.has(path)) return undefined;
    let known = entries.get(path);
    if (known === undefined) {
      const raw = read(path);
      const text = raw && decodeText(raw.bytes);
      known = {
        text,
        truncated: raw?.truncated ?? false,
        bytes: raw?.bytes.length ?? 0,
        parses: {},
        readBy: new Set(),
      };
      entries.set(path, known);
    }
    known.readBy.add(reader);
    return known;
  }

  /** Parses once per path and format, and turns a syntax error into one diagnostic. */
  function parseOnce<T>(
    path: RelPath,
    format: string,
    reader: string,
    parse: (text: string) => Parsed<T>,
  ): T | undefined {
    const file = entry(path, reader);
    if (file?.text === undefined) return undefined;
    const key = `${format}\0${path}`;
    if (parsed.has(key)) return parsed.get(key) as T | undefined;
    file.parses[format] = (file.parses[format] ?? 0) + 1;
    const outcome = parse(file.text);
    parsed.set(key, outcome.ok ? outcome.value : undefined);
    if (outcome.ok) return outcome.value;
    const cut = file.truncated ? ' (only its beginning was read, because it is very large)' : '';
    problems.set(key, {
      code: 'DRK1002',
      severity: 'warning',
      detail: `${path}: ${outcome.message}${cut}`,
      at: { file: path, line: outcome.line, column: outcome.column },
    });
    return undefined;
  }

  function docOf(path: RelPath, format: DocFormat, reader: string): Doc | undefined {
    const parse = parsers.docs[format];
    if (parse === undefined) return undefined;
    const body = parseOnce(path, format, reader, parse);
    return body && { path, get: body.get, lineOf: body.lineOf };
  }

  const trees = new Map<unknown, SyntaxTree>();
  function syntaxOf(path: RelPath, reader: string): SyntaxTree | undefined {
    const { syntax } = parsers;
    if (syntax === undefined) return undefined;
    const ast = parseOnce(path, 'syntax', reader, (text) => syntax(text, path));
    if (ast === undefined) return undefined;
    let known = trees.get(ast);
    if (known === undefined) {
      known = { path, ast };
      trees.set(ast, known);
    }
    return known;
  }

  const pythonTrees = new Map<RelPath, PythonTree>();
  function pythonOf(path: RelPath, reader: string): PythonTree | undefined {
    const { python } = parsers;
    const tree = python && parseOnce(path, 'python', reader, python);
    const text = tree && entry(path, reader)?.text;
    if (tree === undefined || text === undefined) return undefined;
    const known = pythonTrees.get(path) ?? { path, text, tree };
    pythonTrees.set(path, known);
    return known;
  }

  const texts = new Map<RelPath, TextFile>();
  function textOf(path: RelPath, reader: string): TextFile | undefined {
    const file = entry(path, reader);
    if (file?.text === undefined) return undefined;
    let known = texts.get(path);
    if (known === undefined) {
      known = { path, text: file.text, truncated: file.truncated };
      texts.set(path, known);
    }
    return known;
  }

  function nearest(dir: RelPath, names: readonly string[]): RelPath | undefined {
    for (let at = dir; ; at = dirname(at)) {
      for (const name of names) if (tree.has(join(at, name))) return join(at, name);
      if (at === ROOT) return undefined;
    }
  }

  return {
    tree,
    scope(dir, nested, reader) {
      const key = [dir, ...nested].join('\0');
      const own = views.get(key) ?? tree.within(dir, nested);
      views.set(key, own);
      return {
        dir,
        tree: own,
        project: tree,
        at: (...segments) => join(dir, ...segments),
        nearest: (...names) => nearest(dir, names),
        text: (path) => textOf(path, reader),
        doc: (path, format) => docOf(path, format, reader),
        syntax: (path) => syntaxOf(path, reader),
        python: (path) => pythonOf(path, reader),
      };
    },
    problems: () => [...problems.entries()].sort(([a], [b]) => byPath(a, b)).map(([, problem]) => problem),
    reads: () =>
      [...entries.entries()]
        .sort(([a], [b]) => byPath(a, b))
        .map(([path, { bytes, parses, readBy }]) => ({ path, bytes, parses, readBy: [...readBy].sort(byPath) })),
  };
}
