import type { Artifact, Ledger, OnDisk } from '../model/artifact.ts';
import type { RelPath } from '../model/paths.ts';
import { digest } from '../write/digest.ts';
import { entryOf, orphans } from '../write/ledger.ts';
import { plain } from '../write/text.ts';
import { unifiedTextDiff } from '../write/unified-diff.ts';

/** One file that no longer follows from the tree and derrick.yaml. */
export interface Drift {
  readonly path: RelPath;
  /** From the last render to the one of now; empty for a file that is not written yet or no longer rendered. */
  readonly diff: string;
  readonly because: string;
}

/** What is compared. */
export interface DriftInput {
  readonly artifacts: readonly Artifact[];
  readonly disk: ReadonlyMap<RelPath, OnDisk>;
  readonly ledger: Ledger;
  readonly pristine: ReadonlyMap<RelPath, string>;
  /** A better reason for a change, from the evidence; `undefined` where there is none. */
  readonly reason: (diff: string) => string | undefined;
}

/** Long diffs are cut: the whole one is `derrick init --diff`. */
const MOST_LINES = 40;

function short(diff: string): string {
  const lines = diff.split('\n');
  if (lines.length <= MOST_LINES) return diff;
  return [...lines.slice(0, MOST_LINES), `(${lines.length - MOST_LINES} more lines)`, ''].join('\n');
}

function driftOf(artifact: Artifact, { disk, ledger, pristine, reason }: DriftInput): Drift | undefined {
  const { path, content } = artifact;
  const entry = entryOf(ledger, path);
  const there = disk.get(path);
  if (entry === undefined) {
    // A file that the user wrote stays the user's; `init` said so.
    if (there !== undefined) return undefined;
    return { path, diff: '', because: 'it is not written yet' };
  }
  // A deleted file is the user's decision, like any hand edit.
  if (there === undefined || digest(content) === entry.sha256) return undefined;
  if (plain(there.content) === content) return undefined;
  const before = pristine.get(path) ?? there.content;
  const diff = short(unifiedTextDiff(path, before, content));
  return { path, diff, because: reason(diff) ?? 'the source tree, derrick.yaml or derrick itself changed since' };
}

/**
 * The files that `derrick init` would change: the last render is compared with the one of now, so that hand edits,
 * which it would merge, are no drift.
 */
export function driftIn(input: DriftInput): readonly Drift[] {
  const left = orphans(input.artifacts, input.ledger, input.disk).map(({ path, rigging }) => ({
    path,
    diff: '',
    because: `nothing renders it any more (it came from ${rigging})`,
  }));
  return [...input.artifacts.flatMap((artifact) => driftOf(artifact, input) ?? []), ...left];
}
