import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { UserError } from '../core/errors/user-error.ts';
import type { ExecStep } from '../core/model/exec.ts';
import { newCapture, PIPED, TERMINAL } from './exec-capture.ts';
import { stopper } from './exec-stop.ts';
import { forgetGroup, rememberGroup } from './process-group.ts';
import { findProgram } from './programs.ts';

/** Where a line came from. */
export type OutputStream = 'stdout' | 'stderr';

/** How to run a step. */
export interface RunOptions {
  /** Gets each line, masked, as soon as it is complete. */
  readonly onLine?: (line: string, stream: OutputStream) => void;
  /**
   * Gives the program derrick's own stderr for all its output, so that it sees the terminal and draws its own progress.
   * Nothing is captured or masked then: refused for a step with secrets, which is streamed instead.
   */
  readonly toTerminal?: boolean;
  /** Stops the program and all that it started: SIGTERM, then SIGKILL after `graceMs`. */
  readonly signal?: AbortSignal;
  readonly graceMs?: number;
  /** Characters kept of each stream; what comes after them is dropped. */
  readonly maxCapture?: number;
}

/** What came of a step; a failure is a result, not an error. */
export interface ExecResult {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Masked, with LF line ends. */
  readonly stdout: string;
  readonly stderr: string;
  /** The last lines of both streams, masked and without terminal codes. */
  readonly tail: readonly string[];
  readonly timedOut: boolean;
  readonly aborted: boolean;
  readonly milliseconds: number;
}

/** Runs a step; what adapters take as an argument, so that tests can stand in for a program. */
export type RunStep = (step: ExecStep, options?: RunOptions) => Promise<ExecResult>;

/** How long output is awaited after the program has ended; a daemon that it left behind may hold the pipe for ever. */
const DRAIN_MS = 2000;

/**
 * Runs one program without a shell, in a process group of its own.
 * @throws {UserError} DRK3001 when the program is not there, DRK2006 when its folder is not.
 */
export async function runStep(step: ExecStep, options: RunOptions = {}): Promise<ExecResult> {
  const [name, ...args] = step.argv;
  const program = findProgram(name, step.env?.PATH);
  if (program === undefined) throw missingProgram(name);
  if (!existsSync(step.cwd)) throw missingFolder(step.cwd);
  const started = performance.now();
  if (options.signal?.aborted === true) return notStarted();
  const capture = newCapture(step, options);
  const child = spawn(program, args, {
    cwd: step.cwd,
    env: { ...process.env, ...step.env },
    detached: true,
    argv0: name,
    stdio: [step.stdin === undefined ? 'ignore' : 'pipe', ...(capture.piped ? PIPED : TERMINAL)],
  });
  const { pid } = child;
  if (pid !== undefined) rememberGroup(pid);
  const stop = stopper(child, step, options);
  feed(child, step.stdin);
  capture.listen(child);
  try {
    const { code, signal } = await ended(child, name);
    await stop.settled();
    return { ...capture.end(), code, signal, ...stop.why(), milliseconds: Math.round(performance.now() - started) };
  } finally {
    stop.release();
    if (pid !== undefined) forgetGroup(pid);
  }
}

function feed(child: ChildProcess, stdin: string | undefined): void {
  // A program that ends without reading closes the pipe: no error of ours.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(stdin);
}

function ended(child: ChildProcess, name: string): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(missingProgram(name, error)));
    child.on('close', (code, signal) => resolve({ code, signal }));
    child.on('exit', () => {
      const drained = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, DRAIN_MS);
      child.on('close', () => clearTimeout(drained));
    });
  });
}

function notStarted(): ExecResult {
  const nothing = { stdout: '', stderr: '', tail: [], timedOut: false, milliseconds: 0 };
  return { ...nothing, code: null, signal: null, aborted: true };
}

function missingProgram(name: string, cause?: Error): UserError {
  const found = cause === undefined ? 'is not on PATH' : `cannot be started: ${cause.message}`;
  return new UserError([{ code: 'DRK3001', severity: 'error', detail: `the program ${name} ${found}` }], { cause });
}

function missingFolder(cwd: string): UserError {
  return new UserError([{ code: 'DRK2006', severity: 'error', detail: `the folder ${cwd} does not exist` }]);
}
