import { CATALOG, type ExitCode } from './catalog.ts';
import type { Diagnostic } from './diagnostic.ts';

/** Paints text for a terminal; the identity where there is no colour. */
export type Paint = (style: 'red' | 'yellow' | 'cyan' | 'green' | 'dim' | 'bold', text: string) => string;

const STYLE = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a hostile file could send to the terminal
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text of the inspected tree, made harmless for a terminal. */
export function printable(text: string): string {
  return text.replace(CONTROL, '?');
}

/** The lines that people see of one diagnostic: what, where, and how to mend it. */
export function diagnosticLines({ code, severity, detail, at, hint }: Diagnostic, paint: Paint): readonly string[] {
  const place =
    at === undefined ? '' : ` ${at.file}${at.line === null ? '' : `:${at.line}`}${at.column ? `:${at.column}` : ''}`;
  const head = `${paint(STYLE[severity], severity)} ${paint('bold', code)}${printable(place)}  ${printable(detail)}`;
  return [head, `  ${paint('dim', 'hint')}  ${printable(hint ?? CATALOG[code].hint)}`];
}

/** The exit code that a list of diagnostics asks for: that of its first error, else 0. */
export function exitCodeOf(diagnostics: readonly Diagnostic[], strict = false): ExitCode {
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error !== undefined) return CATALOG[error.code].exit;
  const contested = strict && diagnostics.some(({ code }) => code === 'DRK1004');
  return contested ? CATALOG.DRK1004.exit : 0;
}
