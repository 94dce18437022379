import type { ContainerState } from '../../core/verify/image-facts.ts';
import type { Ending } from '../../core/verify/observation.ts';
import type { ListeningSocket } from '../../core/verify/sockets.ts';
import type { ContainerEngine } from './container-engine.ts';
import { pause, secondsSince } from './pause.ts';
import { type Address, reach } from './reach.ts';
import { socketsOf } from './socket-table.ts';

/** How long to wait. */
export interface Waiting {
  /** A time of `performance.now()`. */
  readonly started: number;
  /** In seconds. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** What came of a wait. */
export interface Arrival {
  readonly reachedAfter: number | null;
  /** Where the port is reached from here; `null` where only the container itself shows that it is open. */
  readonly address: Address | null;
  readonly ended: Ending | null;
}

/** A server that has listened elsewhere for so many seconds will not come to its port any more. */
const STRAY_SECONDS = 4;
const TABLE_EVERY = 1;

function endingOf(state: ContainerState | undefined, started: number): Ending | null {
  if (state === undefined) return { exitCode: null, oomKilled: false, seconds: secondsSince(started) };
  if (state.running) return null;
  return { exitCode: state.exitCode, oomKilled: state.oomKilled, seconds: secondsSince(started) };
}

/** Waits until the port answers, the container has ended, it is clear that it listens elsewhere, or the time is over. */
export async function waitForPort(
  engine: ContainerEngine,
  name: string,
  port: number,
  { started, limit, signal }: Waiting,
): Promise<Arrival & { readonly sockets: readonly ListeningSocket[] | null }> {
  let sockets: readonly ListeningSocket[] | null = null;
  let readAt = 0;
  let straySince: number | undefined;
  for (;;) {
    const state = await engine.inspect(name);
    const ended = endingOf(state, started);
    if (state === undefined || ended !== null) return { reachedAfter: null, address: null, ended, sockets };
    const found = await reach(state, port);
    const seconds = secondsSince(started);
    if (found.reach === 'open') return { reachedAfter: seconds, address: found.address, ended: null, sockets };
    if (seconds - readAt > TABLE_EVERY) {
      sockets = await socketsOf(engine, name, state);
      readAt = seconds;
      const isOpen = sockets?.some((socket) => socket.port === port && socket.scope === 'all') === true;
      // The engine is on another machine: what the container shows is all that can be known.
      if (isOpen && found.reach === 'unreachable')
        return { reachedAfter: seconds, address: null, ended: null, sockets };
      straySince = sockets !== null && sockets.length > 0 && !isOpen ? (straySince ?? seconds) : undefined;
    }
    const isStray = straySince !== undefined && seconds - straySince > STRAY_SECONDS;
    if (isStray || seconds > limit) return { reachedAfter: null, address: null, ended: null, sockets };
    await pause(100, signal);
  }
}

/** Waits until the container has ended or the time is over. */
export async function settle(engine: ContainerEngine, name: string, waiting: Waiting): Promise<Arrival> {
  for (;;) {
    const ended = endingOf(await engine.inspect(name), waiting.started);
    if (ended !== null || secondsSince(waiting.started) > waiting.limit) {
      return { reachedAfter: null, address: null, ended };
    }
    await pause(200, waiting.signal);
  }
}
