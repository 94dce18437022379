import type { ConflictAction, WriteAction } from '../../../src/core/model/artifact.ts';
import { openConflicts, settle } from '../../../src/core/write/settle.ts';
import { artifact } from './samples.ts';

const OLD = 'a\nb\nc\nd\ne\nf\n';
const USER = 'a\nmine\nc\nd\ne\nf\n';
const NEW = 'a\ntheirs\nc\nd\ne\nfurther\n';

function conflict(more: Partial<ConflictAction> = {}): ConflictAction {
  const render = artifact('Dockerfile', NEW);
  return { kind: 'conflict', artifact: render, was: USER, ours: true, pristine: OLD, ...more };
}

function nothingThere(): null {
  return null;
}

describe('settle', () => {
  it.each(['ask', 'fail'] as const)('leaves conflicts open for %s', (policy) => {
    const actions = [conflict(), conflict({ ours: false })];
    expect(settle(actions, policy, nothingThere)).toEqual(actions);
    const problems = openConflicts(actions);
    expect(problems.map(({ code }) => code)).toEqual(['DRK2001', 'DRK2001']);
    expect(problems.map(({ detail }) => detail)).toEqual([
      'Dockerfile was edited where the new render differs too',
      'Dockerfile was not written by derrick',
    ]);
  });

  it('keeps', () => {
    expect(settle([conflict()], 'keep', nothingThere)).toMatchObject([{ kind: 'kept', because: 'edited', was: USER }]);
    const foreign = conflict({ ours: false, pristine: null });
    expect(settle([foreign], 'keep', nothingThere)).toMatchObject([{ kind: 'kept', because: 'foreign' }]);
  });

  it('overwrites only when told to', () => {
    expect(settle([conflict()], 'overwrite', nothingThere)).toMatchObject([{ kind: 'overwrite', was: USER }]);
  });

  it('merges with the lines of the user where both changed, without markers', () => {
    const merged = 'a\nmine\nc\nd\ne\nfurther\n';
    expect(settle([conflict()], 'merge', nothingThere)).toMatchObject([{ kind: 'merged', merged, overlaps: 1 }]);
  });

  it('keeps the file where there is nothing to merge against', () => {
    const foreign = conflict({ ours: false, pristine: null });
    expect(settle([foreign], 'merge', nothingThere)).toMatchObject([{ kind: 'kept', because: 'foreign' }]);
    const damaged = conflict({ pristine: null });
    expect(settle([damaged], 'merge', nothingThere)).toMatchObject([{ kind: 'kept', because: 'edited' }]);
  });

  it('writes beside under the next free name', () => {
    const there = new Map([
      ['Dockerfile.derrick', 'other\n'],
      ['Dockerfile.derrick.3', NEW],
    ]);
    const actions = [conflict(), { kind: 'create', artifact: artifact('Dockerfile.derrick.2', 'x\n') } as const];
    const settled = settle(actions, 'beside', (path) => there.get(path) ?? null);
    expect(settled[0]).toMatchObject({ kind: 'beside', beside: 'Dockerfile.derrick.3', there: NEW });
    expect(settle([conflict()], 'beside', nothingThere)).toMatchObject([{ beside: 'Dockerfile.derrick', there: null }]);
  });

  it('brings a deleted file back for overwrite only', () => {
    const deleted: WriteAction = { kind: 'kept', artifact: artifact('a', 'x\n'), was: null, because: 'deleted' };
    for (const policy of ['ask', 'fail', 'keep', 'merge', 'beside'] as const) {
      expect(settle([deleted], policy, nothingThere)).toEqual([deleted]);
    }
    expect(settle([deleted], 'overwrite', nothingThere)).toMatchObject([{ kind: 'create' }]);
  });
});
