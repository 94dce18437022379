import process from 'node:process';
import { setImmediate } from 'node:timers/promises';

const HELD = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The outcome of an action during which signals were held. */
export interface Held<T> {
  readonly value: T;
  /** The first signal that came meanwhile: the caller should stop now, with exit code 130. */
  readonly signal: NodeJS.Signals | undefined;
}

/**
 * Runs `action` to its end whatever SIGINT, SIGTERM or SIGHUP comes meanwhile, and says which came first.
 * Errors of `action` are passed on once the handlers are gone. Never ends the process.
 */
export async function holdSignals<T>(action: () => T | Promise<T>): Promise<Held<T>> {
  let signal: NodeJS.Signals | undefined;
  const note = (name: NodeJS.Signals): void => {
    signal ??= name;
  };
  for (const name of HELD) process.on(name, note);
  try {
    const value = await action();
    // A signal that came during a synchronous action is delivered by the event loop only.
    await setImmediate();
    await setImmediate();
    return { value, signal };
  } finally {
    for (const name of HELD) process.off(name, note);
  }
}
