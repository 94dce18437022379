import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow } from '../support/fixture.ts';

/** The repository's root, absolute. */
export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** The program as users start it; `npm run build` makes what it loads. */
export const DERRICK = join(REPOSITORY, 'bin/derrick.js');

/** What a run of derrick left. */
export interface Ended {
  /** 130 also where the signal came before derrick could handle it, as a shell says it. */
  readonly code: number;
  readonly pid: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a run differs from the plain one. */
export interface Run {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Runs as another user, where the caller is root. */
  readonly uid?: number;
  /** Sends a signal after so many milliseconds. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly afterMs: number };
}

/** The environment without what changes derrick's manners. */
export function plainEnv(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ...more };
  for (const name of ['CI', 'NO_COLOR', 'FORCE_COLOR', 'DERRICK_HOME', 'NODE_OPTIONS']) {
    if (!(name in more)) delete env[name];
  }
  return env;
}

/** Runs derrick with pipes for all three streams. */
export function derrick(args: readonly string[], { cwd = tmpdir(), env = {}, signal, uid }: Run = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const user = uid === undefined ? {} : { uid };
    const child = spawn(process.execPath, [DERRICK, ...args], { cwd, env: plainEnv(env), stdio: 'pipe', ...user });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.stdin.end();
    if (signal !== undefined) setTimeout(() => child.kill(signal.name), signal.afterMs);
    child.on('error', reject);
    child.on('close', (code, name) =>
      resolve({ code: code ?? (name === 'SIGINT' ? 130 : 137), pid: child.pid ?? 0, stdout, stderr }),
    );
  });
}

/** A new folder for one test. */
export function folder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'derrick-cli-')));
}

/** A copy of a fixture's tree. */
export function copyOf(fixture: string): string {
  const dir = folder();
  cpSync(join(REPOSITORY, 'fixtures', fixture, 'app'), dir, { recursive: true, verbatimSymlinks: true });
  return dir;
}

/** All files below a folder with their text, as plain data. */
export function textsOf(dir: string): Readonly<Record<string, string>> {
  return Object.fromEntries(filesBelow(dir));
}

/** The one document on stdout: fails where there is anything else. */
export function json({ stdout }: Ended): unknown {
  return JSON.parse(stdout);
}
