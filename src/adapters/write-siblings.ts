import { join } from 'node:path';
import { dirname, type RelPath } from '../core/model/paths.ts';

/** The temporary siblings of a target: its new text, its backup, and a backup that is not complete yet. */
export interface Siblings {
  readonly staged: string;
  readonly backup: string;
  readonly partial: string;
}

/** The absolute names for file number `index` of the transaction `id`; short, so that a target may have a long name. */
export function siblings(root: string, id: string, index: number, path: RelPath): Siblings {
  const stem = join(root, dirname(path), `.derrick-${id}-${index}`);
  return { staged: `${stem}.new`, backup: `${stem}.old`, partial: `${stem}.tmp` };
}

/** True for the basename of a temporary. */
export function isTemporary(name: string): boolean {
  return /^\.derrick-[0-9a-f]{8}-\d+\.(new|old|tmp)$/.test(name);
}
