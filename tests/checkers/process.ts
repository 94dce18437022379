import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { OutputFiles } from './finding.ts';

/** The end of a program; `status` is `null` when a signal or a missing program ended it. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, at most fourteen minutes, and answers with what it printed. */
export function run(program: string, args: readonly string[], cwd?: string): Outcome {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 840_000,
    maxBuffer: 64 * 1024 * 1024,
    ...(cwd === undefined ? {} : { cwd }),
  });
  return { status, stdout: stdout ?? '', stderr: error === undefined ? stderr : `${stderr ?? ''}${error.message}` };
}

/** Writes files below a new temporary folder, hands it to `use` and removes it whatever happens. */
export function withFiles<T>(files: OutputFiles, use: (dir: string) => T): T {
  const dir = mkdtempSync(join(tmpdir(), 'derrick-check-'));
  try {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), content);
    }
    return use(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
