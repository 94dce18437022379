import type { AppKind } from '../model/facts.ts';
import type { ListeningSocket } from './sockets.ts';

/** How a container ended by itself. */
export interface Ending {
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
  /** Since its start. */
  readonly seconds: number;
}

/** What became of the question for the health path. */
export type HealthAnswer = { readonly status: number; readonly seconds: number } | { readonly error: string };

/** What became of the stop signal. */
export interface Stopping {
  readonly signal: string;
  readonly exitCode: number | null;
  readonly seconds: number;
  /** True when it had to be killed. */
  readonly killed: boolean;
}

/** Everything that was seen of one run; plain data, so that judging it needs no engine. */
export interface Observation {
  readonly kind: AppKind;
  readonly port: number | null;
  /** Why the engine could not start it; `null` when it could. */
  readonly refused: string | null;
  /** How it ended before it was asked to; `null` when it ran on. */
  readonly ended: Ending | null;
  /** When the port answered, in seconds since the start; `null` when it did not (or there is none). */
  readonly reachedAfter: number | null;
  /** How long it was waited for. */
  readonly waited: number;
  /** `null` where they could not be read. */
  readonly sockets: readonly ListeningSocket[] | null;
  readonly healthPath: string | null;
  readonly health: HealthAnswer | null;
  readonly stopping: Stopping | null;
  /** The last lines of its log. */
  readonly log: readonly string[];
  readonly memoryBytes: number;
}
