import type { Confidence } from '../../core/model/evidence.ts';
import type { RelPath } from '../../core/model/paths.ts';

/** One place that says which version to use, before it is known what wins. */
export interface VersionSource {
  /** The text as written, shortened where it is absurdly long. */
  readonly raw: string;
  readonly file: RelPath;
  readonly line: number | null;
  readonly confidence: Confidence;
  /** A short name for people: `engines.node`, `.nvmrc`. */
  readonly label: string;
}

/** The program whose version is asked for. */
export type Tool = 'node' | 'bun' | 'python';

/** Text of the inspected tree, made fit for a one-line message. */
export function shown(text: string): string {
  const line = [...text].map((char) => (char < ' ' || char === '\u007f' ? ' ' : char)).join('');
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}

/** `file:line`, or the file alone. */
export function place(source: Pick<VersionSource, 'file' | 'line'>): string {
  return source.line === null ? source.file : `${source.file}:${source.line}`;
}
