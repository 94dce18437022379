import type { File } from '@babel/types';
import type { Tree } from '@lezer/common';
import type { RelPath } from '../model/paths.ts';
import type { FileTree } from './file-tree.ts';

/** A format that {@link Scope.doc} parses; `manifests` is YAML with several documents, whose number is the first key. */
export type DocFormat = 'json' | 'yaml' | 'manifests' | 'toml' | 'xml' | 'properties';

/** The text of one file: BOM stripped, UTF-16 decoded, line ends made LF. */
export interface TextFile {
  readonly path: RelPath;
  readonly text: string;
  /** True when the file was longer than the limit and `text` is its beginning. */
  readonly truncated: boolean;
}

/** A parsed document with the line numbers of its parts. */
export interface Doc {
  readonly path: RelPath;
  /** The value at a path of keys, `undefined` when there is none; without keys the whole document. */
  get(...keys: readonly (string | number)[]): unknown;
  /** The line, from 1, of the key at that path; `null` when there is none. */
  lineOf(...keys: readonly (string | number)[]): number | null;
}

/** A parsed JavaScript or TypeScript file; positions are Babel's (`loc.start.line` counts from 1). */
export interface SyntaxTree {
  readonly path: RelPath;
  readonly ast: File;
}

/** A parsed Python file; positions are offsets into `text`. */
export interface PythonTree {
  readonly path: RelPath;
  readonly text: string;
  readonly tree: Tree;
}

/**
 * What a detector sees: one candidate component inside the whole project. Every path, given or returned,
 * is relative to the project root, so that evidence needs no translation. Files are read and parsed once,
 * whoever asks; asking costs nothing the second time.
 */
export interface Scope {
  /** The component's folder. */
  readonly dir: RelPath;
  /** The component's own files: those below `dir`, without the folders of nested components. */
  readonly tree: FileTree;
  /** All files of the project. */
  readonly project: FileTree;
  /** A path below the component's folder. */
  at(...segments: readonly string[]): RelPath;
  /** The first of `names` that exists in the component's folder or, failing that, in the next folder above it, up to the root. */
  nearest(...names: readonly string[]): RelPath | undefined;
  /** The text of a file; `undefined` when it is absent, binary, or outside the project. */
  text(path: RelPath): TextFile | undefined;
  /** The parsed file; `undefined` when it is absent or has a syntax error, which becomes a diagnostic by itself. */
  doc(path: RelPath, format: DocFormat): Doc | undefined;
  /** The syntax tree of a JavaScript or TypeScript file; `undefined` when it is absent or cannot be parsed. */
  syntax(path: RelPath): SyntaxTree | undefined;
  /** The syntax tree of a Python file; `undefined` when it is absent. */
  python(path: RelPath): PythonTree | undefined;
}
