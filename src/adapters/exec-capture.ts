import type { ChildProcess } from 'node:child_process';
import type { ExecStep } from '../core/model/exec.ts';
import type { OutputStream, RunOptions } from './exec.ts';
import { lineReader } from './output-lines.ts';

const TAIL_LINES = 30;
const MAX_CAPTURE = 4 * 1024 * 1024;

/** Both streams are read. */
export const PIPED = ['pipe', 'pipe'] as const;
/** Both streams go to stderr: stdout belongs to what derrick itself prints. */
export const TERMINAL = [2, 2] as const;

/** Reads a program's output: lines as they come, and what is kept of them; everything masked. */
export function newCapture(step: ExecStep, options: RunOptions) {
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

/** Without terminal codes and control characters. */
function plain(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return line.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}
