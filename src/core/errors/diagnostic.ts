import type { RelPath } from '../model/paths.ts';
import type { ErrorCode } from './catalog.ts';

/** How grave a diagnostic is; only an `error` stops a command. */
export type Severity = 'error' | 'warning' | 'info';

/** One problem with its code, place and remedy; title, exit code and default hint come from the catalogue. */
export interface Diagnostic {
  readonly code: ErrorCode;
  readonly severity: Severity;
  /** One sentence that names the cause. */
  readonly detail: string;
  readonly at?: { readonly file: RelPath; readonly line: number | null; readonly column?: number | null };
  /** A remedy better than the catalogue's. */
  readonly hint?: string;
}

/** The outcome of a pure stage: a value with warnings, or every problem found. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly problems: readonly [Diagnostic, ...Diagnostic[]] };

/** A successful result. */
export function ok<T>(value: T, warnings: readonly Diagnostic[] = []): Result<T> {
  return { ok: true, value, warnings };
}

/** A failed result; `problems` must not be empty. */
export function failed<T>(problems: readonly Diagnostic[]): Result<T> {
  const [first, ...rest] = problems;
  if (first === undefined) throw new Error('a failed result needs a problem');
  return { ok: false, problems: [first, ...rest] };
}
