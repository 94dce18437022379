import { type Paint, printable } from '../core/errors/format.ts';
import type { WriteAction } from '../core/model/artifact.ts';
import { unifiedDiff } from '../core/write/unified-diff.ts';
import type { Changes } from './changes.ts';

/** The word of `init --json` for an action; settled conflicts show as what became of them. */
export function actionName(action: WriteAction): string {
  if (action.kind === 'overwrite') return 'refresh';
  return action.kind === 'beside' ? 'kept' : action.kind;
}

const STYLE = {
  create: 'green',
  same: 'dim',
  refresh: 'green',
  merged: 'cyan',
  conflict: 'red',
  kept: 'yellow',
  beside: 'yellow',
  overwrite: 'yellow',
} as const;

function remark(action: WriteAction): string {
  switch (action.kind) {
    case 'same':
      return action.edited ? 'with your edits' : '';
    case 'merged':
      return action.overlaps === 0
        ? 'your edits and the new render'
        : `your lines kept in ${action.overlaps} places where both changed`;
    case 'kept':
      return { edited: 'your edits, not merged', foreign: 'not written by derrick', deleted: 'you deleted it' }[
        action.because
      ];
    case 'beside':
      return `the render is in ${action.beside}`;
    case 'conflict':
      return action.ours ? 'edited where the new render differs too' : 'not written by derrick';
    default:
      return '';
  }
}

/** One line for each file: what happens to it and why. */
export function actionLines({ actions, orphans }: Changes, paint: Paint): readonly string[] {
  const lines = actions.map((action) => {
    const note = remark(action);
    return `  ${paint(STYLE[action.kind], action.kind.padEnd(9))} ${action.artifact.path}${note === '' ? '' : paint('dim', `  ${note}`)}`;
  });
  const left = orphans.map(
    ({ path }) =>
      `  ${paint('dim', 'left'.padEnd(9))} ${path}${paint('dim', '  no longer rendered; delete it if you do not need it')}`,
  );
  return ['', ...lines, ...left];
}

/** The changes as unified diffs. */
export function diffLines(actions: readonly WriteAction[]): readonly string[] {
  return actions
    .map(unifiedDiff)
    .filter((text) => text !== '')
    .map((text) => text.split('\n').map(printable).join('\n'));
}
