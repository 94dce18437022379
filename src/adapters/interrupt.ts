const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The error of work that was interrupted: `name` is `AbortError`, as with Node's own functions. */
export function interrupted(): Error {
  const error = new Error('interrupted');
  error.name = 'AbortError';
  return error;
}

/**
 * Runs `work` with a signal that is aborted by Ctrl-C (or SIGTERM, SIGHUP), so that the work can end what it started.
 * A second Ctrl-C while it does so changes nothing: the work has its own time limit for that.
 */
export async function withInterrupt<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort(interrupted());
  for (const signal of SIGNALS) process.on(signal, abort);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of SIGNALS) process.off(signal, abort);
  }
}
