import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { WriteAction } from '../model/artifact.ts';
import type { RelPath } from '../model/paths.ts';
import { plain } from './text.ts';

/** Texts that differ in more lines than this are not compared line by line: the time grows with the square. */
const MOST_EDITS = 1500;

interface Sides {
  readonly path: RelPath;
  /** `null` = the file is made anew. */
  readonly before: string | null;
  readonly after: string;
}

function sidesOf(action: WriteAction): Sides | undefined {
  const { path, content } = action.artifact;
  switch (action.kind) {
    case 'same':
    case 'kept':
      return undefined;
    case 'create':
      return { path, before: null, after: content };
    case 'beside':
      return { path: action.beside, before: action.there, after: content };
    case 'merged':
      return { path, before: action.was, after: action.merged };
    default:
      return { path, before: action.was, after: content };
  }
}

/**
 * What an action changes on disk, as a unified diff that `git apply` reads; the empty string when it changes nothing.
 * An open conflict is shown as if the render replaced the file. Line ends and byte order marks are left out. The text
 * comes from the inspected tree: a terminal must not get it without its control characters being made visible.
 */
export function unifiedDiff(action: WriteAction): string {
  const sides = sidesOf(action);
  if (sides === undefined) return '';
  return unifiedTextDiff(sides.path, sides.before, sides.after);
}

/** The unified diff of two texts of one file; `before` is `null` for a new file. Empty when they are equal. */
export function unifiedTextDiff(path: RelPath, before: string | null, after: string): string {
  const [from, to] = [plain(before ?? ''), plain(after)];
  if (before !== null && from === to) return '';
  const oldName = before === null ? '/dev/null' : `a/${path}`;
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY, maxEditLength: MOST_EDITS };
  const patch = createTwoFilesPatch(oldName, `b/${path}`, from, to, undefined, undefined, options);
  return patch ?? `--- ${oldName}\n+++ b/${path}\n(more than ${MOST_EDITS} lines differ)\n`;
}
