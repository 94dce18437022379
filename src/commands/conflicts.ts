import { choose } from '../adapters/prompt.ts';
import { createTerminal } from '../adapters/terminal.ts';
import { textAt } from '../adapters/write-state.ts';
import type { WriteAction } from '../core/model/artifact.ts';
import type { ConflictPolicy } from '../core/model/rigging.ts';
import { settle } from '../core/write/settle.ts';
import { diffLines } from './action-lines.ts';

type Answer = Exclude<ConflictPolicy, 'ask' | 'fail'> | 'show';

const CHOICES: readonly { readonly name: string; readonly value: Answer }[] = [
  { name: 'keep your file as it is', value: 'keep' },
  { name: 'merge: your lines where both changed, derrick’s elsewhere', value: 'merge' },
  { name: 'write derrick’s version beside it', value: 'beside' },
  { name: 'show the difference', value: 'show' },
  { name: 'overwrite your file', value: 'overwrite' },
];

async function settleOne(root: string, action: WriteAction): Promise<readonly WriteAction[]> {
  if (action.kind !== 'conflict') return [action];
  for (;;) {
    const cause = action.ours ? 'was edited by hand' : 'was not written by derrick';
    const answer = await choose(`${action.artifact.path} ${cause}. What now?`, CHOICES);
    const terminal = createTerminal({});
    if (answer !== 'show') return settle([action], answer, textAt(root));
    for (const line of diffLines([{ kind: 'overwrite', artifact: action.artifact, was: action.was }]))
      terminal.note(line);
  }
}

/** Asks about each file in the way, one after the other. */
export async function askConflicts(root: string, actions: readonly WriteAction[]): Promise<readonly WriteAction[]> {
  const settled: WriteAction[] = [];
  for (const action of actions) settled.push(...(await settleOne(root, action)));
  return settled;
}
