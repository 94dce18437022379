import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply } from '../../src/adapters/write-fs.ts';
import { UserError } from '../../src/core/errors/user-error.ts';
import type { FileWrite } from '../../src/core/model/artifact.ts';
import { relPath } from '../../src/core/model/paths.ts';
import { snapshot } from './write-faults.ts';

/** A folder to write in; remove it afterwards. */
export function newRoot(): string {
  return mkdtempSync(join(tmpdir(), 'derrick-write-'));
}

/** One write, not executable and not compared unless `more` says so. */
export function write(path: string, content: string, more: Partial<FileWrite> = {}): FileWrite {
  return { path: relPath(path), content, executable: false, ...more };
}

/** Puts a file on the disk, with the folders that it needs. */
export function put(root: string, path: string, content: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** The codes and details of the {@link UserError} that `action` throws; nothing when it throws none. */
export function problemsOf(action: () => unknown): readonly { readonly code: string; readonly detail: string }[] {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error.problems.map(({ code, detail }) => ({ code, detail }));
    throw error;
  }
  return [];
}

/** One write of each sort: replaced, new, new in new folders, executable, derrick's own. */
export const WRITES: readonly FileWrite[] = [
  write('Dockerfile', 'FROM b\n', { was: 'FROM a\n' }),
  write('k8s/base/deployment.yaml', 'kind: Deployment\n', { was: null }),
  write('k8s/base/service.yaml', 'kind: Service\n', { was: null }),
  write('bin/start', '#!/bin/sh\n', { was: null, executable: true }),
  write('sub/Dockerfile', 'FROM d\n', { was: 'FROM c\n' }),
  write('.derrick/pristine/Dockerfile', 'FROM b\n'),
  write('.derrick/ledger.json', '{}\n'),
];

/** The files before {@link WRITES}. */
export function seed(root: string): void {
  put(root, 'Dockerfile', 'FROM a\n');
  put(root, 'sub/Dockerfile', 'FROM c\n');
  put(root, 'sub/other', 'untouched\n');
}

/** The tree before and after {@link WRITES}; `root` is empty again afterwards. */
export function oldAndNew(root: string): { readonly before: unknown; readonly after: unknown } {
  seed(root);
  const before = snapshot(root);
  apply(root, WRITES);
  const after = snapshot(root);
  clear(root);
  return { before, after };
}

/** Empties `root`. */
export function clear(root: string): void {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root);
}

/** Bundles a script that imports from the repository's root, since Node 20 runs no TypeScript; returns its path. */
export function bundled(script: string): string {
  const bundle = join(mkdtempSync(join(tmpdir(), 'derrick-bundle-')), 'script.mjs');
  const options = ['--bundle', '--platform=node', '--format=esm', '--log-level=error', `--outfile=${bundle}`];
  execFileSync('node_modules/.bin/esbuild', options, { input: script });
  return bundle;
}
