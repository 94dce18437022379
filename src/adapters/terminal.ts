import type { Diagnostic } from '../core/errors/diagnostic.ts';
import { diagnosticLines, type Paint } from '../core/errors/format.ts';

const CODES = { red: 31, yellow: 33, cyan: 36, green: 32, dim: 2, bold: 1 } as const;

/** What every command may be told about its output. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color?: boolean;
  /** Run by another command, to which stdout belongs: what is printed is a remark. */
  readonly aside?: boolean;
}

/** Where a command's words go: results to stdout, everything for people to stderr. */
export interface Terminal {
  /** One JSON document, the only thing on stdout. */
  json(value: unknown): void;
  /** A result for people, on stdout. */
  print(line: string): void;
  /** Progress and remarks, on stderr; silent with `--quiet`. */
  note(line: string): void;
  diagnostics(list: readonly Diagnostic[]): void;
  readonly paint: Paint;
}

function wantsColor(options: OutputOptions, isTerminal: boolean): boolean {
  if (options.color === false || process.env.NO_COLOR || process.env.TERM === 'dumb') return false;
  return isTerminal || Boolean(process.env.FORCE_COLOR);
}

/** A terminal over this process's own streams. */
export function createTerminal(options: OutputOptions): Terminal {
  const colored = wantsColor(
    options,
    process.stderr.isTTY === true && (options.json === true || process.stdout.isTTY === true),
  );
  const paint: Paint = (style, text) => (colored ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text);
  const isQuiet = options.quiet === true;
  const note = (line: string) => {
    if (!isQuiet) process.stderr.write(`${line}\n`);
  };
  return {
    paint,
    json: (value) => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    print(line) {
      if (options.aside === true) note(line);
      else process.stdout.write(`${line}\n`);
    },
    note,
    diagnostics(list) {
      for (const one of list) {
        if (isQuiet && one.severity !== 'error') continue;
        process.stderr.write(`${diagnosticLines(one, paint).join('\n')}\n`);
      }
    },
  };
}

/** Whether anybody can be asked: stdin is a terminal, this is no pipeline, and `--yes` was not given. */
export function isInteractive(options: { readonly yes?: boolean }): boolean {
  return options.yes !== true && process.stdin.isTTY === true && process.stderr.isTTY === true && !process.env.CI;
}
