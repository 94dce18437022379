import type { Artifact, Ledger, LedgerEntry, OnDisk, WriteAction } from '../model/artifact.ts';
import type { RelPath } from '../model/paths.ts';
import { digest } from './digest.ts';
import { entryOf } from './ledger.ts';
import { merge } from './merge.ts';
import { dressed, plain } from './text.ts';

/**
 * Decides what to do about each artifact, in the order given. `onDisk` and `pristine` hold a key for every file that
 * exists; a pristine text that does not fit its digest in the ledger counts as missing. A byte order mark and the kind
 * of line end never make a difference, and a text to write has those of the file that it replaces.
 */
export function compare(
  artifacts: readonly Artifact[],
  onDisk: ReadonlyMap<RelPath, OnDisk>,
  ledger: Ledger,
  pristine: ReadonlyMap<RelPath, string>,
): readonly WriteAction[] {
  return artifacts.map((artifact) =>
    compareOne(artifact, onDisk.get(artifact.path), entryOf(ledger, artifact.path), pristine.get(artifact.path)),
  );
}

function compareOne(
  artifact: Artifact,
  disk: OnDisk | undefined,
  entry: LedgerEntry | undefined,
  pristine: string | undefined,
): WriteAction {
  if (disk === undefined) {
    // Deleting a generated file is a hand edit too.
    if (entry !== undefined) return { kind: 'kept', artifact, was: null, because: 'deleted' };
    return { kind: 'create', artifact };
  }
  const was = disk.content;
  if (disk.opaque === true) return { kind: 'conflict', artifact, was, ours: entry !== undefined, pristine: null };
  if (plain(was) === artifact.content) return { kind: 'same', artifact, edited: false };
  if (entry === undefined) return { kind: 'conflict', artifact, was, ours: false, pristine: null };
  // The digest alone proves both of these, even where the pristine text is lost.
  if (digest(was) === entry.sha256) return { kind: 'refresh', artifact, was };
  if (digest(artifact.content) === entry.sha256) return { kind: 'same', artifact, edited: true };
  const base = pristine !== undefined && digest(pristine) === entry.sha256 ? plain(pristine) : null;
  return threeWay(artifact, was, base);
}

function threeWay(artifact: Artifact, was: string, base: string | null): WriteAction {
  const merged = base === null ? undefined : merge(plain(was), base, artifact.content);
  if (merged === undefined) return { kind: 'conflict', artifact, was, ours: true, pristine: null };
  if (merged.overlaps > 0) return { kind: 'conflict', artifact, was, ours: true, pristine: base };
  if (merged.text === plain(was)) return { kind: 'same', artifact, edited: true };
  return { kind: 'merged', artifact, was, merged: dressed(merged.text, was), overlaps: 0 };
}
