import type { Argv } from './facts.ts';

/** One program to run, as data: never a shell string. */
export interface ExecStep {
  readonly argv: Argv;
  /** Absolute folder to run in. */
  readonly cwd: string;
  readonly stdin?: string;
  /** Added to the environment of derrick itself. */
  readonly env?: Readonly<Record<string, string>>;
  /** Values to mask wherever output is shown. */
  readonly secrets?: readonly string[];
  /** Milliseconds; none = no limit. */
  readonly timeoutMs?: number;
}
