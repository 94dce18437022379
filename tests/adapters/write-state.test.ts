import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOnDisk, readState, textAt } from '../../src/adapters/write-state.ts';
import { type RelPath, relPath } from '../../src/core/model/paths.ts';
import { newRoot, problemsOf, put } from './write-samples.ts';

let root: string;

beforeEach(() => {
  root = newRoot();
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('readOnDisk and readState', () => {
  it('reads what is there, exactly, and marks what is no text', () => {
    put(root, 'a', '\uFEFFx\r\n');
    writeFileSync(join(root, 'b'), Buffer.from([0xe9, 0x0a]));
    put(root, 'c', 'x\0y');
    put(root, 'd', 'x'.repeat(1024 * 1024 + 1));
    const found = readOnDisk(root, ['a', 'b', 'c', 'd', 'none', 'a2/none'].map(relPath));
    expect([...found.keys()]).toEqual(['a', 'b', 'c', 'd']);
    expect(found.get(relPath('a'))).toEqual({ content: '\uFEFFx\r\n' });
    for (const path of ['b', 'c', 'd']) expect(found.get(relPath(path))).toMatchObject({ opaque: true });
  });

  it('throws for what it must not or cannot read', () => {
    mkdirSync(join(root, 'folder'));
    symlinkSync('folder', join(root, 'link'));
    expect(problemsOf(() => readOnDisk(root, [relPath('folder')]))).toMatchObject([{ code: 'DRK2006' }]);
    expect(problemsOf(() => readOnDisk(root, [relPath('link/x')]))).toMatchObject([{ code: 'DRK2003' }]);
    expect(problemsOf(() => readOnDisk(root, ['../x' as RelPath]))).toMatchObject([{ code: 'DRK2003' }]);
    expect(textAt(root)(relPath('folder'))).toBe('\0');
    expect(textAt(root)(relPath('none'))).toBeNull();
  });

  it('reads the ledger with the pristine texts that are there', () => {
    expect(readState(root)).toMatchObject({ ok: true, value: { ledger: { files: {} } } });
    const entry = { rigging: 'x', sha256: 'a'.repeat(64) };
    put(root, '.derrick/ledger.json', JSON.stringify({ schema: 1, files: { a: entry, b: entry, c: entry } }));
    put(root, '.derrick/pristine/a', 'x\n');
    mkdirSync(join(root, '.derrick/pristine/b'));
    const state = readState(root);
    expect(state.ok && [...state.value.pristine]).toEqual([['a', 'x\n']]);
    put(root, '.derrick/ledger.json', '{');
    expect(readState(root)).toMatchObject({ ok: false, problems: [{ code: 'DRK2005' }] });
  });
});
