import type { OnDisk, WriteAction } from '../../../src/core/model/artifact.ts';
import { type RelPath, relPath } from '../../../src/core/model/paths.ts';
import { compare } from '../../../src/core/write/compare.ts';
import { EMPTY_LEDGER } from '../../../src/core/write/ledger.ts';
import { artifact, remembered } from './samples.ts';

const OLD = 'FROM a\nWORKDIR /app\nCOPY . .\nRUN build\nCMD run\n';
const NEW = OLD.replace('FROM a', 'FROM b');

interface Case {
  readonly disk?: OnDisk;
  readonly render?: string;
  readonly last?: string;
  readonly pristine?: ReadonlyMap<RelPath, string>;
}

function decide({ disk, render = NEW, last, pristine }: Case): WriteAction | undefined {
  const known = last === undefined ? { ledger: EMPTY_LEDGER, pristine: new Map() } : remembered({ Dockerfile: last });
  const onDisk = new Map(disk === undefined ? [] : [[relPath('Dockerfile'), disk]]);
  return compare([artifact('Dockerfile', render)], onDisk, known.ledger, pristine ?? known.pristine)[0];
}

describe('compare', () => {
  it('creates what is absent', () => {
    expect(decide({})).toMatchObject({ kind: 'create' });
  });

  it('does not bring back what the user deleted', () => {
    expect(decide({ last: OLD })).toMatchObject({ kind: 'kept', was: null, because: 'deleted' });
  });

  it('is content with a file equal to the render, whoever wrote it', () => {
    expect(decide({ disk: { content: NEW } })).toMatchObject({ kind: 'same', edited: false });
    expect(decide({ disk: { content: NEW }, last: OLD })).toMatchObject({ kind: 'same', edited: false });
  });

  it('refreshes an untouched file', () => {
    expect(decide({ disk: { content: OLD }, last: OLD })).toMatchObject({ kind: 'refresh', was: OLD });
  });

  it('needs no pristine text to see that a file is untouched or a render unchanged', () => {
    expect(decide({ disk: { content: OLD }, last: OLD, pristine: new Map() })).toMatchObject({ kind: 'refresh' });
    const edited = decide({ disk: { content: `${OLD}# mine\n` }, last: OLD, render: OLD, pristine: new Map() });
    expect(edited).toMatchObject({ kind: 'same', edited: true });
  });

  it('merges a hand edit with a new render elsewhere', () => {
    const action = decide({ disk: { content: `${OLD}# mine\n` }, last: OLD });
    expect(action).toMatchObject({ kind: 'merged', merged: `${NEW}# mine\n`, overlaps: 0 });
  });

  it('has nothing to do when the hand edit holds the new render already', () => {
    expect(decide({ disk: { content: `${NEW}# mine\n` }, last: OLD })).toMatchObject({ kind: 'same', edited: true });
  });

  it('reports a conflict for the same line', () => {
    const action = decide({ disk: { content: OLD.replace('FROM a', 'FROM mine') }, last: OLD });
    expect(action).toMatchObject({ kind: 'conflict', ours: true, pristine: OLD });
  });

  it('never touches a file that is not in the ledger', () => {
    expect(decide({ disk: { content: OLD } })).toMatchObject({ kind: 'conflict', ours: false, pristine: null });
  });

  it.each([
    ['missing', new Map()],
    ['damaged', new Map([[relPath('Dockerfile'), `${OLD}x`]])],
  ])('does not merge with a %s pristine text', (_, pristine) => {
    const action = decide({ disk: { content: `${OLD}# mine\n` }, last: OLD, pristine });
    expect(action).toMatchObject({ kind: 'conflict', ours: true, pristine: null });
  });

  it('looks through CRLF and a byte order mark and keeps them when it merges', () => {
    const windows = (text: string): string => `\uFEFF${text.replaceAll('\n', '\r\n')}`;
    expect(decide({ disk: { content: windows(NEW) } })).toMatchObject({ kind: 'same' });
    expect(decide({ disk: { content: windows(OLD) }, last: OLD })).toMatchObject({ kind: 'refresh' });
    const action = decide({ disk: { content: windows(`${OLD}# mine\n`) }, last: OLD });
    expect(action).toMatchObject({ kind: 'merged', merged: windows(`${NEW}# mine\n`) });
  });

  it('accepts a pristine text that git has given CRLF', () => {
    const pristine = new Map([[relPath('Dockerfile'), OLD.replaceAll('\n', '\r\n')]]);
    expect(decide({ disk: { content: `${OLD}# mine\n` }, last: OLD, pristine })).toMatchObject({ kind: 'merged' });
  });

  it('keeps the missing final newline of a hand edit', () => {
    expect(decide({ disk: { content: `${OLD}# mine` }, last: OLD })).toMatchObject({ merged: `${NEW}# mine` });
  });

  it('does not merge what is no text', () => {
    const action = decide({ disk: { content: OLD, opaque: true }, last: OLD });
    expect(action).toMatchObject({ kind: 'conflict', ours: true, pristine: null });
  });

  it('does not merge a file of very many lines', () => {
    const action = decide({ disk: { content: OLD + '# mine\n'.repeat(6000) }, last: OLD });
    expect(action).toMatchObject({ kind: 'conflict', ours: true, pristine: null });
  });

  it('is not confused by a path that every object has', () => {
    const path = relPath('constructor');
    const actions = compare([artifact('constructor', 'a\n')], new Map(), EMPTY_LEDGER, new Map());
    expect(actions).toEqual([{ kind: 'create', artifact: artifact(path, 'a\n') }]);
  });
});
