import type { OnDisk } from '../../../src/core/model/artifact.ts';
import { relPath } from '../../../src/core/model/paths.ts';
import { entryOf, orphans, parseLedger, serialiseLedger } from '../../../src/core/write/ledger.ts';
import { artifact, remembered } from './samples.ts';

const SHA = 'a'.repeat(64);

describe('the ledger', () => {
  it('has one text, sorted and with a final newline', () => {
    const files = { b: { rigging: 'x', sha256: SHA }, 'a/c': { sha256: SHA, rigging: 'y' } };
    const text = serialiseLedger({ schema: 1, files });
    expect(text).toBe(
      `${JSON.stringify({ schema: 1, files: { 'a/c': { rigging: 'y', sha256: SHA }, b: { rigging: 'x', sha256: SHA } } }, null, 2)}\n`,
    );
    expect(parseLedger(text)).toMatchObject({ ok: true, value: { schema: 1, files } });
  });

  it('takes __proto__ and constructor as the names of files', () => {
    const text = `{"schema":1,"files":{"__proto__":{"rigging":"x","sha256":"${SHA}"}}}`;
    const parsed = parseLedger(text);
    if (!parsed.ok) throw new Error('not parsed');
    expect(entryOf(parsed.value, relPath('__proto__'))).toEqual({ rigging: 'x', sha256: SHA });
    expect(entryOf(parsed.value, relPath('constructor'))).toBeUndefined();
    expect(JSON.parse(serialiseLedger(parsed.value))).toEqual(JSON.parse(text));
  });

  it.each([
    ['', 'it is not JSON'],
    ['{"schema":1,', 'it is not JSON'],
    ['[]', 'it is not an object'],
    ['{"schema":2,"files":{}}', 'its schema is not 1'],
    ['{"schema":1,"files":[]}', '`files` is not an object'],
    ['{"schema":1,"files":{"../x":{}}}', 'it names the path "../x"'],
    ['{"schema":1,"files":{"/x":{}}}', 'it names the path "/x"'],
    ['{"schema":1,"files":{".git/hooks/x":{}}}', 'it names the path ".git/hooks/x"'],
    ['{"schema":1,"files":{"a":{}}}', 'the entry of "a" is not valid'],
    ['{"schema":1,"files":{"a":{"rigging":"x","sha256":"abc"}}}', 'the entry of "a" is not valid'],
  ])('refuses %j', (text, why) => {
    const detail = `.derrick/ledger.json cannot be used: ${why}`;
    expect(parseLedger(text)).toMatchObject({ ok: false, problems: [{ code: 'DRK2005', detail }] });
  });

  it('names the files that are no longer rendered but still there', () => {
    const { ledger } = remembered({ a: '1\n', b: '2\n', c: '3\n', gone: '4\n' });
    const onDisk = new Map<ReturnType<typeof relPath>, OnDisk>([
      [relPath('a'), { content: '1\n' }],
      [relPath('b'), { content: '2\r\n' }],
      [relPath('c'), { content: 'mine\n' }],
    ]);
    expect(orphans([artifact('a', '1\n')], ledger, onDisk)).toEqual([
      { path: 'b', rigging: 'image-test', edited: false },
      { path: 'c', rigging: 'image-test', edited: true },
    ]);
  });
});
