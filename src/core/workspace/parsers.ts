import type { File } from '@babel/types';
import type { Tree } from '@lezer/common';
import type { Doc, DocFormat } from './scope.ts';

/** What a parser says of a text: a document, or where and why it could not be read. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly line: number | null; readonly column: number | null };

/** The two faces of a parsed document, before it knows its path. */
export type DocBody = Omit<Doc, 'path'>;

/** Parses one text. Total: a syntax error is a value, never an exception. */
export type DocParser = (text: string) => Parsed<DocBody>;

/** Parses JavaScript or TypeScript; `path` decides on JSX and types by its extension. */
export type SyntaxParser = (text: string, path: string) => Parsed<File>;

/** Parses Python; recovers from syntax errors by itself. */
export type PythonParser = (text: string) => Parsed<Tree>;

/**
 * The parsers that a workspace uses. A record rather than imports, so that a command loads only those
 * that the scanned tree has files for.
 */
export interface Parsers {
  readonly docs: Readonly<Partial<Record<DocFormat, DocParser>>>;
  readonly syntax?: SyntaxParser;
  readonly python?: PythonParser;
}

/** Walks a path of keys through plain data. */
export function dig(value: unknown, keys: readonly (string | number)[]): unknown {
  let at = value;
  for (const key of keys) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return at;
}

/** The line and column, both from 1, of an offset in `text`. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}
