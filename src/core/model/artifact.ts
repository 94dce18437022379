import type { RelPath } from './paths.ts';
import type { ArtifactFormat } from './rigging.ts';

/** One rendered and verified file, not yet on disk. */
export interface Artifact {
  readonly path: RelPath;
  /** Text with LF line ends and a final newline. */
  readonly content: string;
  readonly format: ArtifactFormat;
  readonly executable: boolean;
  /** Id of the rigging that rendered it; `derrick` for derrick's own files. */
  readonly rigging: string;
}

/** A file as it is on disk. */
export interface OnDisk {
  /** Its exact text: a byte order mark and CRLF line ends are kept. */
  readonly content: string;
  /** True for a file that is no UTF-8 text or is too long: it can be kept or replaced, never merged. */
  readonly opaque?: boolean;
}

/** One record of the ledger. */
export interface LedgerEntry {
  readonly rigging: string;
  /** Digest of the pristine text (LF line ends, no byte order mark), in hexadecimal. */
  readonly sha256: string;
}

/**
 * The record of the last write, kept in `.derrick/ledger.json`; the pristine text of each file lies beside it
 * in `.derrick/pristine/PATH`, so that a later render can be merged with hand edits. `files` may hold any path
 * as key: look entries up with `entryOf` (src/core/write/ledger.ts).
 */
export interface Ledger {
  readonly schema: 1;
  readonly files: Readonly<Record<string, LedgerEntry>>;
}

/** Not on disk. */
export interface CreateAction {
  readonly kind: 'create';
  readonly artifact: Artifact;
}

/** On disk as rendered, or edited by hand while the render did not change. */
export interface SameAction {
  readonly kind: 'same';
  readonly artifact: Artifact;
  /** True when the file holds a hand edit. */
  readonly edited: boolean;
}

/** Untouched since derrick wrote it: replaced silently. */
export interface RefreshAction {
  readonly kind: 'refresh';
  readonly artifact: Artifact;
  readonly was: string;
}

/** Edited by hand and rendered anew: one text that holds both. */
export interface MergedAction {
  readonly kind: 'merged';
  readonly artifact: Artifact;
  readonly was: string;
  /** The text to write, with the byte order mark and line ends of the file. */
  readonly merged: string;
  /** Places where both changed the same lines and the user's were taken; 0 = a clean merge. */
  readonly overlaps: number;
}

/** Edited by hand and rendered anew in the same place, or not derrick's file at all. */
export interface ConflictAction {
  readonly kind: 'conflict';
  readonly artifact: Artifact;
  readonly was: string;
  /** True when derrick wrote the file once. */
  readonly ours: boolean;
  /** The last render to merge against; `null` when there is none or it is damaged, so that merging keeps the file. */
  readonly pristine: string | null;
}

/** The user's file is left alone. */
export interface KeptAction {
  readonly kind: 'kept';
  readonly artifact: Artifact;
  /** `null` when the user deleted the file. */
  readonly was: string | null;
  /** `edited`: derrick's file with hand edits; `foreign`: not derrick's; `deleted`: derrick's, removed by the user. */
  readonly because: 'edited' | 'foreign' | 'deleted';
}

/** A conflict settled by writing the render to `beside`, the user's file staying as it is. */
export interface BesideAction {
  readonly kind: 'beside';
  readonly artifact: Artifact;
  readonly was: string;
  readonly beside: RelPath;
  /** The text at `beside` now: `null` for none, else it equals the render. */
  readonly there: string | null;
}

/** A conflict settled by replacing the user's file. */
export interface OverwriteAction {
  readonly kind: 'overwrite';
  readonly artifact: Artifact;
  readonly was: string;
}

/** What to do about one artifact. */
export type WriteAction =
  | CreateAction
  | SameAction
  | RefreshAction
  | MergedAction
  | ConflictAction
  | KeptAction
  | BesideAction
  | OverwriteAction;

/** A file that derrick wrote once and no longer renders; it stays on disk. */
export interface Orphan {
  readonly path: RelPath;
  readonly rigging: string;
  /** True when it was edited by hand since. */
  readonly edited: boolean;
}

/** One file to write. */
export interface FileWrite {
  readonly path: RelPath;
  readonly content: string;
  readonly executable: boolean;
  /** What the decision was based on: the write is refused when the file holds another text by then; absent = not checked. */
  readonly was?: string | null;
}
