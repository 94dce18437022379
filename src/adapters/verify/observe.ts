import type { AppKind } from '../../core/model/facts.ts';
import { envArgv, type Placement, runArgv } from '../../core/verify/container-argv.ts';
import type { Ending, HealthAnswer, Observation, Stopping } from '../../core/verify/observation.ts';
import type { RunSpec } from '../../core/verify/run-spec.ts';
import type { ListeningSocket } from '../../core/verify/sockets.ts';
import type { ContainerEngine } from './container-engine.ts';
import { pause, secondsSince } from './pause.ts';
import { type Address, askHealth } from './reach.ts';
import { type Arrival, settle, waitForPort } from './wait.ts';

/** How one run is watched. */
export interface WatchPlan {
  readonly kind: AppKind;
  readonly spec: RunSpec;
  readonly place: Placement;
  readonly healthPath: string | null;
  readonly stopSignal: string;
  /** Seconds that it may take to answer. */
  readonly startLimit: number;
  /** Seconds that it may take to stop. */
  readonly stopLimit: number;
  readonly signal: AbortSignal;
}

/** How long a process without a port must stay up. */
const SETTLE_SECONDS = 5;
/** How long an answer other than "not yet" (503) may be wrong before it counts. */
const HEALTH_PATIENCE = 4;

/** Runs the image once, restricted, and notes everything that {@link Observation} holds. */
export async function observe(engine: ContainerEngine, plan: WatchPlan): Promise<Observation> {
  const { spec, place, kind, healthPath } = plan;
  const refused = await engine.start(runArgv(engine.dialect, spec, place, spec.readOnlyRoot), envArgv(spec.env).env);
  const started = performance.now();
  const nothing = { reachedAfter: null, address: null, ended: null, sockets: null };
  const arrival = refused === null ? await arrive(engine, plan, started) : nothing;
  const waited = secondsSince(started);
  const health = arrival.address === null ? null : await healthOf(engine, plan, arrival.address, started);
  const after = await endingOf(engine, place.name, started);
  const ended = arrival.ended ?? (refused === null ? after : null);
  const stopping =
    refused !== null || ended !== null || kind === 'job' || kind === 'cli' ? null : await stop(engine, plan);
  return {
    kind,
    port: spec.port,
    refused,
    ended,
    reachedAfter: arrival.reachedAfter,
    waited,
    sockets: arrival.sockets,
    healthPath,
    health,
    stopping,
    log: refused === null ? await engine.logs(place.name) : [],
    memoryBytes: spec.memoryBytes,
  };
}

async function arrive(
  engine: ContainerEngine,
  { kind, spec, place, startLimit, signal }: WatchPlan,
  started: number,
): Promise<Arrival & { readonly sockets: readonly ListeningSocket[] | null }> {
  if (spec.port !== null) return waitForPort(engine, place.name, spec.port, { started, limit: startLimit, signal });
  const limit = kind === 'job' || kind === 'cli' ? startLimit : SETTLE_SECONDS;
  return { ...(await settle(engine, place.name, { started, limit, signal })), sockets: null };
}

/** Asks until the answer is good; 503 means "not yet" for as long as the start may take. */
async function healthOf(
  engine: ContainerEngine,
  plan: WatchPlan,
  address: Address,
  started: number,
): Promise<HealthAnswer> {
  const asked = performance.now();
  for (;;) {
    const answer = await askHealth(address, plan.healthPath ?? '/');
    const isGood = 'status' in answer && answer.status < 400;
    const notYet = 'status' in answer && answer.status === 503 && secondsSince(started) < plan.startLimit;
    if (isGood || (!notYet && secondsSince(asked) > HEALTH_PATIENCE)) return answer;
    if (plan.healthPath === null && 'status' in answer && answer.status < 500) return answer;
    if ((await endingOf(engine, plan.place.name, started)) !== null) return answer;
    await pause(300, plan.signal);
  }
}

async function endingOf(engine: ContainerEngine, name: string, started: number): Promise<Ending | null> {
  const state = await engine.inspect(name);
  if (state === undefined || state.running) return null;
  return { exitCode: state.exitCode, oomKilled: state.oomKilled, seconds: secondsSince(started) };
}

/** Sends the image's stop signal, as the kubelet does, and waits for the end. */
async function stop(engine: ContainerEngine, plan: WatchPlan): Promise<Stopping> {
  const { place, stopSignal, stopLimit, signal } = plan;
  const started = performance.now();
  await engine.kill(place.name, stopSignal);
  for (;;) {
    const state = await engine.inspect(place.name);
    const seconds = secondsSince(started);
    if (state === undefined || !state.running) {
      return { signal: stopSignal, exitCode: state?.exitCode ?? null, seconds, killed: false };
    }
    if (seconds > stopLimit) {
      await engine.kill(place.name, 'SIGKILL');
      return { signal: stopSignal, exitCode: null, seconds, killed: true };
    }
    await pause(50, signal);
  }
}
