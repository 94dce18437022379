import type { JsonValue } from '../../src/core/model/rigging.ts';

/** One probe of a container; without a path it opens a connection. */
export interface Probe {
  readonly [key: string]: JsonValue;
  readonly kind: 'startup' | 'readiness' | 'liveness';
  readonly path: string | null;
  /** Seconds. */
  readonly period: number;
  readonly timeout: number;
  readonly failures: number;
}

/** What a container's probes need to know. */
export interface ProbeFacts {
  readonly health: string | null;
  /** Seconds that the slowest start may take. */
  readonly startup: number;
}

/**
 * Probes of a container that listens on a port. Liveness only opens a connection: a health path may ask a
 * database, and one that is down must not restart every pod.
 */
export function probesOf({ health, startup }: ProbeFacts): readonly Probe[] {
  const period = startup > 60 ? 5 : 2;
  return [
    { kind: 'startup', path: health, period, timeout: 2, failures: Math.ceil(startup / period) },
    { kind: 'readiness', path: health, period: 5, timeout: 2, failures: 2 },
    { kind: 'liveness', path: null, period: 10, timeout: 2, failures: 6 },
  ];
}

/** Why the probes are as they are, where a reader would wonder; `null` where not. */
export function probesWhy(hasPort: boolean, health: string | null): string | null {
  if (!hasPort) return 'No probes: the process listens on no port, and one that always passes would prove nothing.';
  if (health === null) return 'No health path was found: an open port has to count as ready.';
  return null;
}
