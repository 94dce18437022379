import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { UserError } from '../core/errors/user-error.ts';
import type { ExecStep } from '../core/model/exec.ts';
import { lineReader } from './output-lines.ts';
import { forgetGroup, rememberGroup, signalGroup } from './process-group.ts';
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

const TAIL_LINES = 30;
const MAX_CAPTURE = 4 * 1024 * 1024;
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

const PIPED = ['pipe', 'pipe'] as const;
/** Both streams go to stderr: stdout belongs to what derrick itself prints. */
const TERMINAL = [2, 2] as const;

function newCapture(step: ExecStep, options: RunOptions) {
  const secrets = step.secrets ?? [];
  const piped = options.toTerminal !== true || secrets.length > 0;
  const limit = options.maxCapture ?? MAX_CAPTURE;
  const text = { stdout: '', stderr: '' };
  const tail: string[] = [];
  const read = (stream: OutputStream) =>
    lineReader(secrets, (line) => {
      if (text[stream].length < limit) text[stream] += `${line}\n`.slice(0, limit - text[stream].length);
      tail.push(plain(line));
      if (tail.length > TAIL_LINES) tail.shift();
      options.onLine?.(line, stream);
    });
  const readers = { stdout: read('stdout'), stderr: read('stderr') };
  return {
    piped,
    listen(child: ChildProcess) {
      child.stdout?.setEncoding('utf8').on('data', readers.stdout.push);
      child.stderr?.setEncoding('utf8').on('data', readers.stderr.push);
    },
    end() {
      readers.stdout.end();
      readers.stderr.end();
      return { ...text, tail: tail.filter((line) => line.trim() !== '') };
    },
  };
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

/** Ends the group on a timeout or an abort, and knows which of them it was. */
function stopper(child: ChildProcess, step: ExecStep, options: RunOptions) {
  const grace = options.graceMs ?? 5000;
  const why = { timedOut: false, aborted: false };
  let forced: NodeJS.Timeout | undefined;
  const stop = (reason: 'timedOut' | 'aborted') => {
    if (child.pid === undefined || why.timedOut || why.aborted) return;
    why[reason] = true;
    const { pid } = child;
    signalGroup(pid, 'SIGTERM');
    forced = setTimeout(() => signalGroup(pid, 'SIGKILL'), grace);
  };
  const onAbort = () => stop('aborted');
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const timer = step.timeoutMs === undefined ? undefined : setTimeout(() => stop('timedOut'), step.timeoutMs);
  return {
    why: () => why,
    /** After a stop: waits until no process of the group is left (one that nobody reaps counts for a moment only). */
    async settled(): Promise<void> {
      if (forced === undefined || child.pid === undefined) return;
      const latest = performance.now() + grace + 500;
      while (signalGroup(child.pid, 0) && performance.now() < latest) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    release(): void {
      clearTimeout(timer);
      clearTimeout(forced);
      options.signal?.removeEventListener('abort', onAbort);
    },
  };
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

/** Without terminal codes and control characters. */
function plain(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return line.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}
