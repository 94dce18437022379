import type { RelPath } from './paths.ts';
import type { ArtifactFormat, ConflictPolicy } from './rigging.ts';

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
  readonly content: string;
}

/**
 * The record of the last write, kept in `.derrick/ledger.json`; the pristine text of each file lies beside it
 * in `.derrick/pristine/PATH`, so that a later render can be merged with hand edits.
 */
export interface Ledger {
  readonly schema: 1;
  readonly files: Readonly<Record<string, { readonly rigging: string; readonly sha256: string }>>;
}

/** What to do about one artifact. */
export type WriteAction =
  /** Not on disk. */
  | { readonly kind: 'create'; readonly artifact: Artifact }
  /** On disk as rendered, or edited by hand while the render did not change. */
  | { readonly kind: 'same'; readonly artifact: Artifact }
  /** Untouched since derrick wrote it: replaced silently. */
  | { readonly kind: 'refresh'; readonly artifact: Artifact; readonly was: string }
  /** Edited by hand and rendered anew, in different places: both kept. */
  | { readonly kind: 'merged'; readonly artifact: Artifact; readonly was: string; readonly merged: string }
  /** Edited by hand and rendered anew in the same place, or not derrick's file at all. */
  | {
      readonly kind: 'conflict';
      readonly artifact: Artifact;
      readonly was: string;
      readonly ours: boolean;
    }
  /** A conflict settled by leaving the user's file alone. */
  | { readonly kind: 'kept'; readonly artifact: Artifact; readonly was: string }
  /** A conflict settled by writing the render to `beside`, the user's file staying as it is. */
  | { readonly kind: 'beside'; readonly artifact: Artifact; readonly was: string; readonly beside: RelPath }
  /** A conflict settled by replacing the user's file. */
  | { readonly kind: 'overwrite'; readonly artifact: Artifact; readonly was: string };

/** How a command settles conflicts. */
export interface ConflictChoice {
  readonly policy: ConflictPolicy;
}
