import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { stripVTControlCharacters } from 'node:util';
import { DERRICK, plainEnv } from './derrick.ts';

/** The program of util-linux that runs a command on a terminal of its own. */
const SCRIPT = ['/usr/bin/script', '/bin/script'].find((path) => existsSync(path));

/** `it` where a terminal can be had here, else a skipped test. */
export const itInTerminal = SCRIPT === undefined ? it.skip : it;

/** Keys to press once a text is on the screen. */
export type Step = readonly [awaited: string, keys: string];

/** What a session on a terminal left. */
export interface Session {
  readonly code: number;
  /** Everything that was shown, without control sequences. */
  readonly screen: string;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Runs derrick on a real terminal, pressing the keys of each step once its text has been shown after the step before. */
export function onTerminal(args: readonly string[], steps: readonly Step[]): Promise<Session> {
  const line = [process.execPath, DERRICK, ...args].map(quoted).join(' ');
  return new Promise((resolve, reject) => {
    const env = plainEnv({ TERM: 'xterm', COLUMNS: '200', LINES: '50' });
    const argv = ['--quiet', '--return', '--command', `stty cols 200; exec ${line}`, '/dev/null'];
    const child = spawn(SCRIPT ?? 'script', argv, { cwd: tmpdir(), env, stdio: ['pipe', 'pipe', 'inherit'] });
    let screen = '';
    let seen = 0;
    let next = 0;
    child.stdout.on('data', (chunk) => {
      screen = stripVTControlCharacters(screen + chunk);
      const step = steps[next];
      const at = step === undefined ? -1 : screen.indexOf(step[0], seen);
      if (step === undefined || at < 0) return;
      seen = at + step[0].length;
      next += 1;
      // The prompt listens once it has drawn itself.
      setTimeout(() => child.stdin.write(step[1]), 150);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, screen }));
  });
}

/** Keys as a terminal sends them. */
export const KEYS = { enter: '\r', down: '\u001b[B', interrupt: '\u0003' } as const;
