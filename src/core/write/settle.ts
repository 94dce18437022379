import type { Diagnostic } from '../errors/diagnostic.ts';
import type { ConflictAction, WriteAction } from '../model/artifact.ts';
import { type RelPath, relPath } from '../model/paths.ts';
import type { ConflictPolicy } from '../model/rigging.ts';
import { merge } from './merge.ts';
import { dressed, plain } from './text.ts';

/** Tells the text of any file on disk; `null` when nothing is there. */
export type TextAt = (path: RelPath) => string | null;

/**
 * Turns conflicts into what `policy` says; every other action stays as it is. `ask` and `fail` leave conflicts
 * for the caller. Only `overwrite` gives up a hand edit: it also brings back files that the user deleted.
 * `merge` keeps the user's lines wherever both sides changed the same ones (`overlaps` counts the places), and
 * the user's whole file where there is nothing to merge against; conflict markers are never written.
 */
export function settle(
  actions: readonly WriteAction[],
  policy: ConflictPolicy,
  textAt: TextAt,
): readonly WriteAction[] {
  const taken = new Set<RelPath>(actions.map((action) => action.artifact.path));
  return actions.map((action) => {
    if (action.kind === 'kept' && action.because === 'deleted' && policy === 'overwrite') {
      return { kind: 'create', artifact: action.artifact };
    }
    return action.kind === 'conflict' ? settleOne(action, policy, textAt, taken) : action;
  });
}

function settleOne(action: ConflictAction, policy: ConflictPolicy, textAt: TextAt, taken: Set<RelPath>): WriteAction {
  const { artifact, was } = action;
  switch (policy) {
    case 'ask':
    case 'fail':
      return action;
    case 'keep':
      return keep(action);
    case 'merge':
      return mergeAnyway(action);
    case 'overwrite':
      return { kind: 'overwrite', artifact, was };
    case 'beside':
      return { kind: 'beside', artifact, was, ...placeBeside(action, textAt, taken) };
  }
}

function keep({ artifact, was, ours }: ConflictAction): WriteAction {
  return { kind: 'kept', artifact, was, because: ours ? 'edited' : 'foreign' };
}

function mergeAnyway(action: ConflictAction): WriteAction {
  const { artifact, was, pristine } = action;
  const merged = pristine === null ? undefined : merge(plain(was), pristine, artifact.content);
  if (merged === undefined) return keep(action);
  return { kind: 'merged', artifact, was, merged: dressed(merged.text, was), overlaps: merged.overlaps };
}

/** `PATH.derrick`, then `PATH.derrick.2` and so on; a file that holds this very render already is taken again. */
function placeBeside(
  { artifact }: ConflictAction,
  textAt: TextAt,
  taken: Set<RelPath>,
): { readonly beside: RelPath; readonly there: string | null } {
  for (let number = 1; ; number += 1) {
    const beside = relPath(`${artifact.path}.derrick${number === 1 ? '' : `.${number}`}`);
    if (taken.has(beside)) continue;
    const there = textAt(beside);
    if (there !== null && there !== artifact.content) continue;
    taken.add(beside);
    return { beside, there };
  }
}

/** One DRK2001 for each conflict that is still open. */
export function openConflicts(actions: readonly WriteAction[]): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  for (const action of actions) {
    if (action.kind !== 'conflict') continue;
    const { path } = action.artifact;
    const cause = action.ours ? 'was edited where the new render differs too' : 'was not written by derrick';
    problems.push({ code: 'DRK2001', severity: 'error', detail: `${path} ${cause}`, at: { file: path, line: null } });
  }
  return problems;
}
