import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { apply } from '../../src/adapters/write-fs.ts';
import { recover } from '../../src/adapters/write-recover.ts';
import type { RelPath } from '../../src/core/model/paths.ts';
import { faulty, snapshot } from './write-faults.ts';
import { clear, newRoot, oldAndNew, problemsOf, put, seed, WRITES, write } from './write-samples.ts';

let root: string;

beforeEach(() => {
  root = newRoot();
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function modeOf(path: string): number {
  return lstatSync(join(root, path)).mode & 0o777;
}

describe('apply', () => {
  it('writes everything and leaves nothing else behind', () => {
    seed(root);
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
    for (const path of ['secret', 'script']) put(root, path, 'old\n');
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
    seed(root);
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
    seed(root);
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
    seed(root);
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
    const { before, after } = oldAndNew(root);
    let failures = 0;
    for (let number = 0; ; number += 1) {
      seed(root);
      const port = faulty(number, number + 1, code);
      const problems = problemsOf(() => apply(root, WRITES, port.fs));
      if (port.count() <= number) break;
      if (problems.length > 0) failures += 1;
      // After the commit, cleaning up is left to the next run; a failed write has brought everything back by itself.
      if (problems.length === 0) recover(root);
      expect({ number, tree: snapshot(root) }).toEqual({ number, tree: problems.length > 0 ? before : after });
      expect(problems.every((problem) => problem.code === 'DRK2002')).toBe(true);
      clear(root);
    }
    expect(failures).toBeGreaterThan(60);
  });

  it('can recover from an end at each operation, and from an end of that recovery', () => {
    const { before, after } = oldAndNew(root);
    const outcomes = new Set<string>();
    for (let number = 0; ; number += 1) {
      seed(root);
      const port = faulty(number, Number.POSITIVE_INFINITY, 'EIO');
      const problems = problemsOf(() => apply(root, WRITES, port.fs));
      if (port.count() <= number) break;
      problemsOf(() => recover(root, faulty(number % 17, Number.POSITIVE_INFINITY, 'EIO').fs));
      outcomes.add(recover(root));
      expect({ number, tree: snapshot(root) }).toEqual({ number, tree: problems.length > 0 ? before : after });
      expect(recover(root)).toBe('nothing');
      clear(root);
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
      seed(root);
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
      seed(root);
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
    seed(root);
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
