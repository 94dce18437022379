import type { RelPath } from '../model/paths.ts';

/** One change of lines: at `line` (from 1), `remove` lines give way to `insert`. */
export interface LineEdit {
  readonly line: number;
  readonly remove: number;
  readonly insert: readonly string[];
}

/** An improvement of a file that is not derrick's; it is made only when somebody says yes. */
export interface Suggestion {
  /** Unique in the file, the same for the same fault: `exec-form`. */
  readonly id: string;
  /** Id of docs/reference/checks.md. */
  readonly rule: string;
  readonly file: RelPath;
  readonly line: number;
  /** What it does and why, in one sentence. */
  readonly title: string;
  readonly edits: readonly LineEdit[];
}

/** A suggestion's name on the command line: `Dockerfile#exec-form`. */
export function suggestionName({ file, id }: Suggestion): string {
  return `${file}#${id}`;
}

/**
 * A file's text (LF line ends) with some of its suggestions applied. Edits go from the end, so that lines stay right;
 * at one line what replaces goes before what is put in front of it, and that keeps the order of the suggestions.
 */
export function applied(text: string, suggestions: readonly Suggestion[]): string {
  const lines = text.split('\n');
  const edits = suggestions.flatMap((one) => one.edits).map((edit, order) => ({ ...edit, order }));
  edits.sort((a, b) => b.line - a.line || b.remove - a.remove || b.order - a.order);
  for (const { line, remove, insert } of edits) lines.splice(line - 1, remove, ...insert);
  return lines.join('\n');
}
