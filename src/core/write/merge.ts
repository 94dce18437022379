import { diff3Merge } from 'node-diff3';

/** Beyond this many lines no merge is tried: the library's time grows with the square and such a file is not derrick's. */
const MOST_LINES = 5000;

/** A merged text. */
export interface Merge {
  readonly text: string;
  /** Places where both sides changed the same lines; there `text` holds the user's. */
  readonly overlaps: number;
}

/**
 * Merges by lines what the user and the new render each made of the pristine text; all three with LF line ends.
 * The same change on both sides is no overlap. `undefined` when a text is too long to merge.
 */
export function merge(user: string, pristine: string, render: string): Merge | undefined {
  const sides = [user.split('\n'), pristine.split('\n'), render.split('\n')] as const;
  if (sides.some((side) => side.length > MOST_LINES)) return undefined;
  const lines: string[] = [];
  let overlaps = 0;
  for (const region of diff3Merge(...sides, { excludeFalseConflicts: true })) {
    if (region.conflict !== undefined) overlaps += 1;
    for (const line of region.ok ?? region.conflict?.a ?? []) lines.push(line);
  }
  return { text: lines.join('\n'), overlaps };
}
