import { setTimeout as sleep } from 'node:timers/promises';
import { interrupted } from '../interrupt.ts';

/** Waits; ends with an `AbortError` at once after an interrupt. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch {
    throw interrupted();
  }
}

/** Seconds since a time of `performance.now()`. */
export function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
