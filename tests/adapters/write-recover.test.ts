import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apply } from '../../src/adapters/write-fs.ts';
import { DONE_PATH } from '../../src/adapters/write-journal.ts';
import { recover } from '../../src/adapters/write-recover.ts';
import { failing, snapshot } from './write-faults.ts';
import { bundled, clear, newRoot, oldAndNew, problemsOf, put, seed, WRITES } from './write-samples.ts';

let root: string;

beforeEach(() => {
  root = newRoot();
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('recover', () => {
  it('restores or completes what a killed process left', async () => {
    const { before, after } = oldAndNew(root);
    const script = [
      "import { apply } from './src/adapters/write-fs.ts';",
      'const writes = JSON.parse(process.env.WRITES);',
      "process.stdout.write('ready\\n', () => apply(process.env.ROOT, writes));",
    ].join('\n');
    const bundle = bundled(script);
    try {
      for (let round = 0; round < 16; round += 1) {
        seed(root);
        await killed(bundle, round / 2);
        recover(root);
        const tree = snapshot(root);
        expect([before, after]).toContainEqual(tree);
        clear(root);
      }
    } finally {
      rmSync(join(bundle, '..'), { recursive: true });
    }
  }, 60_000);

  it('leaves a file alone that was edited after the crash', () => {
    seed(root);
    const journal = crashed(DONE_PATH);
    writeFileSync(join(root, 'Dockerfile'), 'edited since\n');
    expect(journal).toContain('Dockerfile');
    expect(recover(root)).toBe('rolled back');
    expect(readFileSync(join(root, 'Dockerfile'), 'utf8')).toBe('edited since\n');
    expect(readFileSync(join(root, 'sub/Dockerfile'), 'utf8')).toBe('FROM c\n');
  });

  it('leaves a new file alone that someone else made meanwhile, even with the same text', () => {
    seed(root);
    crashed('Dockerfile');
    put(root, 'bin/start', '#!/bin/sh\n');
    expect(recover(root)).toBe('rolled back');
    expect(Object.keys(snapshot(root))).toContain('bin/start');
    expect(Object.keys(snapshot(root))).not.toContain('k8s');
  });

  it('refuses while another process is at work, and a journal that is not derrick’s', () => {
    seed(root);
    const journal = JSON.parse(crashed(DONE_PATH));
    put(root, '.derrick/journal.json', JSON.stringify({ ...journal, pid: process.ppid }));
    expect(problemsOf(() => apply(root, WRITES))).toMatchObject([{ code: 'DRK2002' }]);
    for (const path of ['../x', '.git/config', '.derrick/journal.json', '/x']) {
      const files = [{ path, existed: true, sha256: 'a'.repeat(64) }];
      put(root, '.derrick/journal.json', JSON.stringify({ ...journal, files }));
      expect(problemsOf(() => recover(root))).toMatchObject([{ code: 'DRK2005' }]);
    }
    put(root, '.derrick/journal.json', '{"schema":1,"id');
    expect(recover(root)).toBe('nothing');
  });
});

/** Lets the write end just before `name` is renamed to its place, by a file system that no longer works; returns the journal. */
function crashed(name: string): string {
  let ended = false;
  const fs = failing((operation, args) => {
    ended ||= operation === 'renameSync' && args[1] === join(root, name);
    return ended ? 'EIO' : undefined;
  });
  expect(problemsOf(() => apply(root, WRITES, fs))).toEqual([
    { code: 'DRK2002', detail: `cannot write ${name}: EIO` },
    { code: 'DRK2002', detail: 'the old files could not be brought back yet: EIO' },
  ]);
  return readFileSync(join(root, '.derrick/journal.json'), 'utf8');
}

/** Starts the write in a process of its own and kills it `milliseconds` after it said that it is ready. */
async function killed(bundle: string, milliseconds: number): Promise<void> {
  const child = spawn(process.execPath, [bundle], {
    env: { ...process.env, ROOT: root, WRITES: JSON.stringify(WRITES) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  await new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  child.kill('SIGKILL');
  await ended;
}
