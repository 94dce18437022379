import type { WriteAction } from '../../../src/core/model/artifact.ts';
import { relPath } from '../../../src/core/model/paths.ts';
import { EMPTY_LEDGER, serialiseLedger } from '../../../src/core/write/ledger.ts';
import { transaction } from '../../../src/core/write/transaction.ts';
import { artifact, remembered } from './samples.ts';

const NOTHING = new Map();

function create(path: string): WriteAction {
  return { kind: 'create', artifact: artifact(path, 'x\n') };
}

describe('transaction', () => {
  it('writes a file, its pristine text and the ledger', () => {
    const result = transaction([create('k8s/a.yaml')], EMPTY_LEDGER, NOTHING);
    const { ledger } = remembered({ 'k8s/a.yaml': 'x\n' });
    expect(result).toMatchObject({ ok: true, value: { ledger } });
    expect(result.ok && result.value.writes).toEqual([
      { path: 'k8s/a.yaml', content: 'x\n', executable: false, was: null },
      { path: '.derrick/pristine/k8s/a.yaml', content: 'x\n', executable: false },
      { path: '.derrick/ledger.json', content: serialiseLedger(ledger), executable: false },
    ]);
  });

  it('writes nothing when nothing changes', () => {
    const { ledger, pristine } = remembered({ a: 'x\n' });
    const same: WriteAction = { kind: 'same', artifact: artifact('a', 'x\n'), edited: true };
    expect(transaction([same], ledger, pristine)).toMatchObject({ value: { writes: [], ledger } });
    expect(transaction([], EMPTY_LEDGER, NOTHING)).toMatchObject({ value: { writes: [] } });
  });

  it('heals a missing pristine text', () => {
    const { ledger } = remembered({ a: 'x\n' });
    const same: WriteAction = { kind: 'same', artifact: artifact('a', 'x\n'), edited: false };
    expect(transaction([same], ledger, NOTHING)).toMatchObject({
      value: { writes: [{ path: '.derrick/pristine/a', content: 'x\n' }] },
    });
  });

  it('keeps the record of kept files and of those that it was not asked about', () => {
    const { ledger, pristine } = remembered({ a: 'old\n', other: 'y\n' });
    const actions: WriteAction[] = [
      { kind: 'kept', artifact: artifact('a', 'x\n'), was: 'mine\n', because: 'edited' },
      { kind: 'kept', artifact: artifact('foreign', 'x\n'), was: 'mine\n', because: 'foreign' },
    ];
    expect(transaction(actions, ledger, pristine)).toMatchObject({ value: { writes: [], ledger } });
  });

  it('writes beside without a record', () => {
    const beside = relPath('a.derrick');
    const action: WriteAction = { kind: 'beside', artifact: artifact('a', 'x\n'), was: 'mine\n', beside, there: null };
    expect(transaction([action], EMPTY_LEDGER, NOTHING)).toMatchObject({
      value: { writes: [{ path: 'a.derrick', content: 'x\n', was: null }], ledger: EMPTY_LEDGER },
    });
    expect(transaction([{ ...action, there: 'x\n' }], EMPTY_LEDGER, NOTHING)).toMatchObject({ value: { writes: [] } });
  });

  it('gives a refreshed file the line ends that it had', () => {
    const action: WriteAction = { kind: 'refresh', artifact: artifact('a', 'x\ny\n'), was: '\uFEFFx\r\n' };
    const result = transaction([action], EMPTY_LEDGER, NOTHING);
    expect(result).toMatchObject({ value: { writes: [{ content: '\uFEFFx\r\ny\r\n' }, { content: 'x\ny\n' }, {}] } });
  });

  it('refuses open conflicts', () => {
    const open: WriteAction = {
      kind: 'conflict',
      artifact: artifact('a', 'x\n'),
      was: '',
      ours: false,
      pristine: null,
    };
    expect(transaction([open], EMPTY_LEDGER, NOTHING)).toMatchObject({ ok: false, problems: [{ code: 'DRK2001' }] });
  });

  it.each([
    [['.git/hooks/pre-commit']],
    [['sub/.GIT/config']],
    [['git~1/config']],
    [['.git. /config']],
    [['.derrick/ledger.json']],
    [['.Derrick/x']],
    [['a', 'a']],
    [['a/b/c', 'a']],
  ])('refuses to write %j', (paths) => {
    const result = transaction(paths.map(create), EMPTY_LEDGER, NOTHING);
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'DRK1203' }] });
  });
});
