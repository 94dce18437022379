import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply } from '../../src/adapters/write-fs.ts';
import { recover } from '../../src/adapters/write-recover.ts';
import { readOnDisk, readState, textAt } from '../../src/adapters/write-state.ts';
import { UserError } from '../../src/core/errors/user-error.ts';
import type { FileWrite } from '../../src/core/model/artifact.ts';
import { type RelPath, relPath } from '../../src/core/model/paths.ts';
import { failing, faulty, snapshot } from './write-faults.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'derrick-write-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, content: string, more: Partial<FileWrite> = {}): FileWrite {
  return { path: relPath(path), content, executable: false, ...more };
}

function put(path: string, content: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), content);
}

function problemsOf(action: () => unknown): readonly { readonly code: string; readonly detail: string }[] {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error.problems.map(({ code, detail }) => ({ code, detail }));
    throw error;
  }
  return [];
}

function modeOf(path: string): number {
  return lstatSync(join(root, path)).mode & 0o777;
}

/** One write of each sort: replaced, new, new in new folders, executable, derrick's own. */
const WRITES: readonly FileWrite[] = [
  write('Dockerfile', 'FROM b\n', { was: 'FROM a\n' }),
  write('k8s/base/deployment.yaml', 'kind: Deployment\n', { was: null }),
  write('k8s/base/service.yaml', 'kind: Service\n', { was: null }),
  write('bin/start', '#!/bin/sh\n', { was: null, executable: true }),
  write('sub/Dockerfile', 'FROM d\n', { was: 'FROM c\n' }),
  write('.derrick/pristine/Dockerfile', 'FROM b\n'),
  write('.derrick/ledger.json', '{}\n'),
];

function seed(): void {
  put('Dockerfile', 'FROM a\n');
  put('sub/Dockerfile', 'FROM c\n');
  put('sub/other', 'untouched\n');
}

function oldAndNew(): { readonly before: unknown; readonly after: unknown } {
  seed();
  const before = snapshot(root);
  apply(root, WRITES);
  const after = snapshot(root);
  clear();
  return { before, after };
}

function clear(): void {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root);
}

describe('apply', () => {
  it('writes everything and leaves nothing else behind', () => {
    seed();
    apply(root, WRITES);
    expect(Object.keys(snapshot(root)).sort()).toEqual([
      '.derrick',
      '.derrick/ledger.json',
      '.derrick/pristine',
      '.derrick/pristine/Dockerfile',
      'Dockerfile',
      'bin',
      'bin/start',
      'k8s',
      'k8s/base',
      'k8s/base/deployment.yaml',
      'k8s/base/service.yaml',
      'sub',
      'sub/Dockerfile',
      'sub/other',
    ]);
    for (const { path, content } of WRITES) expect(readFileSync(join(root, path), 'utf8')).toBe(content);
  });

  it('does nothing for nothing', () => {
    apply(root, []);
    expect(snapshot(root)).toEqual({});
  });

  it('leaves no .derrick behind when it writes nothing there', () => {
    apply(root, [write('a.derrick', 'x\n', { was: null })]);
    expect(Object.keys(snapshot(root))).toEqual(['a.derrick']);
  });

  it('gives new files 0644, executable ones 0755, and replaced ones the mode and owner that they had', () => {
    for (const path of ['secret', 'script']) put(path, 'old\n');
    chmodSync(join(root, 'secret'), 0o600);
    chmodSync(join(root, 'script'), 0o640);
    if (process.getuid?.() === 0) chownSync(join(root, 'secret'), 1234, 1234);
    const { uid } = lstatSync(join(root, 'secret'));
    apply(root, [
      write('new', 'x\n'),
      write('start', 'x\n', { executable: true }),
      write('secret', 'x\n'),
      write('script', 'x\n', { executable: true }),
    ]);
    const mask = process.umask();
    expect([modeOf('new'), modeOf('start')]).toEqual([0o644 & ~mask, 0o755 & ~mask]);
    expect([modeOf('secret'), modeOf('script')]).toEqual([0o600, 0o750]);
    expect(lstatSync(join(root, 'secret')).uid).toBe(uid);
  });

  it('refuses a file that changed since it was compared', () => {
    seed();
    for (const [path, was] of [
      ['Dockerfile', 'FROM older\n'],
      ['sub/other', null],
      ['gone', 'x\n'],
    ] as const) {
      const before = snapshot(root);
      const problems = problemsOf(() => apply(root, [write('new/a', 'x\n'), write(path, 'y\n', { was })]));
      expect(problems).toEqual([{ code: 'DRK2001', detail: `${path} changed while derrick ran` }]);
      expect(snapshot(root)).toEqual(before);
    }
  });

  it('crosses no symbolic link', () => {
    seed();
    mkdirSync(join(root, 'real'));
    symlinkSync('real', join(root, 'link'));
    symlinkSync('/nowhere', join(root, 'dangling'));
    const before = Object.keys(snapshotWithoutLinks());
    for (const path of ['link/a', 'link', 'dangling', 'dangling/a']) {
      expect(problemsOf(() => apply(root, [write('x', 'x\n'), write(path, 'x\n')]))).toMatchObject([
        { code: 'DRK2003', detail: `${path.split('/')[0]} is a symbolic link` },
      ]);
    }
    expect(Object.keys(snapshotWithoutLinks())).toEqual(before);
    rmSync(join(root, 'link'));
    symlinkSync('real', join(root, '.derrick'));
    expect(problemsOf(() => apply(root, [write('x', 'x\n')]))).toMatchObject([{ code: 'DRK2003' }]);
  });

  it.each(['../x', '/x', 'a/../../x', '.git/hooks/pre-commit', '.derrick/journal.json', '.derrick/pristine/.git/x'])(
    'refuses the path %s',
    (path) => {
      const problems = problemsOf(() => apply(root, [{ ...write('x', 'x\n'), path: path as RelPath }]));
      expect(problems).toMatchObject([{ code: 'DRK2003' }]);
      expect(snapshot(root)).toEqual({});
    },
  );

  it('reports a folder, a pipe or a file that is in the way', () => {
    seed();
    mkdirSync(join(root, 'folder'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    for (const [path, detail] of [
      ['folder', 'folder is not a plain file'],
      ['pipe', 'pipe is not a plain file'],
      ['Dockerfile/x', 'Dockerfile is not a folder'],
    ] as const) {
      expect(problemsOf(() => apply(root, [write('x', 'x\n'), write(path, 'x\n')]))).toEqual([
        { code: 'DRK2002', detail },
      ]);
    }
    rmSync(join(root, 'pipe'));
    expect(Object.keys(snapshot(root))).not.toContain('x');
  });

  it('reports a project folder that is not there', () => {
    const problems = problemsOf(() => apply(join(root, 'none'), [write('x', 'x\n')]));
    expect(problems).toEqual([{ code: 'DRK2002', detail: 'cannot write .derrick: no such file or folder' }]);
  });
});

function snapshotWithoutLinks(): Readonly<Record<string, string>> {
  const names = execFileSync('find', [root, '-not', '-type', 'l'], { encoding: 'utf8' }).split('\n').sort();
  return Object.fromEntries(names.map((name) => [name, '']));
}

describe('apply when an operation fails', () => {
  it.each(['EIO', 'EPERM', 'ENOSPC'])('leaves the old or the new tree, for each one (%s)', (code) => {
    const { before, after } = oldAndNew();
    let failures = 0;
    for (let number = 0; ; number += 1) {
      seed();
      const port = faulty(number, number + 1, code);
      const problems = problemsOf(() => apply(root, WRITES, port.fs));
      if (port.count() <= number) break;
      if (problems.length > 0) failures += 1;
      // After the commit, cleaning up is left to the next run; a failed write has brought everything back by itself.
      if (problems.length === 0) recover(root);
      expect({ number, tree: snapshot(root) }).toEqual({ number, tree: problems.length > 0 ? before : after });
      expect(problems.every((problem) => problem.code === 'DRK2002')).toBe(true);
      clear();
    }
    expect(failures).toBeGreaterThan(60);
  });

  it('can recover from an end at each operation, and from an end of that recovery', () => {
    const { before, after } = oldAndNew();
    const outcomes = new Set<string>();
    for (let number = 0; ; number += 1) {
      seed();
      const port = faulty(number, Number.POSITIVE_INFINITY, 'EIO');
      const problems = problemsOf(() => apply(root, WRITES, port.fs));
      if (port.count() <= number) break;
      problemsOf(() => recover(root, faulty(number % 17, Number.POSITIVE_INFINITY, 'EIO').fs));
      outcomes.add(recover(root));
      expect({ number, tree: snapshot(root) }).toEqual({ number, tree: problems.length > 0 ? before : after });
      expect(recover(root)).toBe('nothing');
      clear();
    }
    expect([...outcomes].sort()).toEqual(['completed', 'nothing', 'rolled back']);
  });
});

describe('apply on a real disk', () => {
  const asRoot = process.getuid?.() === 0 && process.platform === 'linux';

  it('survives a full disk', () => {
    if (!asRoot) return console.warn('not root: no small disk can be mounted');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', root]);
    try {
      seed();
      const before = snapshot(root);
      const big = write('big', 'x'.repeat(80_000));
      expect(problemsOf(() => apply(root, [...WRITES, big]))).toEqual([
        { code: 'DRK2002', detail: 'cannot write the files: no space left on the device' },
      ]);
      expect(snapshot(root)).toEqual(before);
      apply(root, WRITES);
    } finally {
      execFileSync('umount', [root]);
    }
  });

  it('survives a read-only disk', () => {
    if (!asRoot) return console.warn('not root: no disk can be mounted');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', root]);
    try {
      seed();
      execFileSync('mount', ['-o', 'remount,ro', root]);
      expect(problemsOf(() => apply(root, WRITES))).toEqual([
        { code: 'DRK2002', detail: 'cannot write .derrick: the file system is read-only' },
      ]);
    } finally {
      execFileSync('umount', [root]);
    }
  });

  it('brings everything back when one file or folder cannot be replaced', () => {
    if (!asRoot) return console.warn('not root: no file can be made immutable');
    seed();
    const before = snapshot(root);
    for (const path of ['sub/Dockerfile', 'sub']) {
      execFileSync('chattr', ['+i', join(root, path)]);
      try {
        expect(problemsOf(() => apply(root, WRITES))).toMatchObject([
          { code: 'DRK2002', detail: `cannot write ${path}: operation not permitted` },
        ]);
        expect(snapshot(root)).toEqual(before);
      } finally {
        execFileSync('chattr', ['-i', join(root, path)]);
      }
    }
  });
});

describe('recover', () => {
  it('restores or completes what a killed process left', async () => {
    const { before, after } = oldAndNew();
    const script = [
      "import { apply } from './src/adapters/write-fs.ts';",
      'const writes = JSON.parse(process.env.WRITES);',
      "process.stdout.write('ready\\n', () => apply(process.env.ROOT, writes));",
    ].join('\n');
    const bundle = bundled(script);
    try {
      for (let round = 0; round < 16; round += 1) {
        seed();
        await killed(bundle, round / 2);
        recover(root);
        const tree = snapshot(root);
        expect([before, after]).toContainEqual(tree);
        clear();
      }
    } finally {
      rmSync(join(bundle, '..'), { recursive: true });
    }
  }, 60_000);

  it('leaves a file alone that was edited after the crash', () => {
    seed();
    const journal = crashed();
    writeFileSync(join(root, 'Dockerfile'), 'edited since\n');
    expect(journal).toContain('Dockerfile');
    expect(recover(root)).toBe('rolled back');
    expect(readFileSync(join(root, 'Dockerfile'), 'utf8')).toBe('edited since\n');
    expect(readFileSync(join(root, 'sub/Dockerfile'), 'utf8')).toBe('FROM c\n');
  });

  it('refuses while another process is at work, and a journal that is not derrick’s', () => {
    seed();
    const journal = JSON.parse(crashed());
    put('.derrick/journal.json', JSON.stringify({ ...journal, pid: process.ppid }));
    expect(problemsOf(() => apply(root, WRITES))).toMatchObject([{ code: 'DRK2002' }]);
    for (const path of ['../x', '.git/config', '.derrick/journal.json', '/x']) {
      const files = [{ path, existed: true, sha256: 'a'.repeat(64) }];
      put('.derrick/journal.json', JSON.stringify({ ...journal, files }));
      expect(problemsOf(() => recover(root))).toMatchObject([{ code: 'DRK2005' }]);
    }
    put('.derrick/journal.json', '{"schema":1,"id');
    expect(recover(root)).toBe('nothing');
  });
});

/** Lets the write end just before its commit, with a file system that no longer works; returns the journal. */
function crashed(): string {
  let ended = false;
  const fs = failing((name, args) => {
    ended ||= name === 'renameSync' && String(args[1]).endsWith('journal-done.json');
    return ended ? 'EIO' : undefined;
  });
  expect(problemsOf(() => apply(root, WRITES, fs))).toEqual([
    { code: 'DRK2002', detail: 'cannot write .derrick/journal-done.json: EIO' },
    { code: 'DRK2002', detail: 'the old files could not be brought back yet: EIO' },
  ]);
  return readFileSync(join(root, '.derrick/journal.json'), 'utf8');
}

/** Bundles a script that imports from the repository's root, since Node 20 runs no TypeScript; returns its path. */
function bundled(script: string): string {
  const bundle = join(mkdtempSync(join(tmpdir(), 'derrick-bundle-')), 'script.mjs');
  const options = ['--bundle', '--platform=node', '--format=esm', '--log-level=error', `--outfile=${bundle}`];
  execFileSync('node_modules/.bin/esbuild', options, { input: script });
  return bundle;
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

describe('readOnDisk and readState', () => {
  it('reads what is there, exactly, and marks what is no text', () => {
    put('a', '\uFEFFx\r\n');
    writeFileSync(join(root, 'b'), Buffer.from([0xe9, 0x0a]));
    put('c', 'x\0y');
    put('d', 'x'.repeat(1024 * 1024 + 1));
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
    put('.derrick/ledger.json', JSON.stringify({ schema: 1, files: { a: entry, b: entry, c: entry } }));
    put('.derrick/pristine/a', 'x\n');
    mkdirSync(join(root, '.derrick/pristine/b'));
    const state = readState(root);
    expect(state.ok && [...state.value.pristine]).toEqual([['a', 'x\n']]);
    put('.derrick/ledger.json', '{');
    expect(readState(root)).toMatchObject({ ok: false, problems: [{ code: 'DRK2005' }] });
  });
});

describe('holdSignals', () => {
  it('lets the action end, tells of the signal and passes errors on', () => {
    // In a process of its own: inside jest `process` is a copy that gets no signals.
    const bundle = bundled(`
      import { holdSignals } from './src/adapters/write-signals.ts';
      const held = await holdSignals(() => {
        process.kill(process.pid, 'SIGTERM');
        const until = Date.now() + 20;
        while (Date.now() < until);
        return 'done';
      });
      const calm = await holdSignals(async () => 1);
      const error = await holdSignals(() => { throw new Error('no'); }).catch(({ message }) => message);
      const left = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => process.listenerCount(name));
      console.log(JSON.stringify({ held, calm, error, left }));
    `);
    const said = execFileSync(process.execPath, [bundle], { encoding: 'utf8' });
    rmSync(join(bundle, '..'), { recursive: true });
    const held = { value: 'done', signal: 'SIGTERM' };
    expect(JSON.parse(said)).toEqual({ held, calm: { value: 1 }, error: 'no', left: [0, 0, 0] });
  });
});
