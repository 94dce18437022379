import { envArgv, runArgv } from '../../core/verify/container-argv.ts';
import { changedPaths } from '../../core/verify/writes.ts';
import type { ContainerEngine } from './container-engine.ts';
import type { WatchPlan } from './observe.ts';
import { askHealth } from './reach.ts';
import { settle, waitForPort } from './wait.ts';

/** A process without a port shows within so many seconds what it writes. */
const SETTLE_SECONDS = 3;

/**
 * Runs the image once more with a writable root, asks it as the first run did, and returns what it changed outside its
 * volumes; `null` when it could not be run.
 */
export async function changesInSecondRun(engine: ContainerEngine, plan: WatchPlan): Promise<readonly string[] | null> {
  const { spec, place, healthPath, signal } = plan;
  if ((await engine.start(runArgv(engine.dialect, spec, place, false), envArgv(spec.env).env)) !== null) return null;
  const started = performance.now();
  const limit = spec.port === null ? SETTLE_SECONDS : Math.min(plan.startLimit, 20);
  const arrival =
    spec.port === null
      ? await settle(engine, place.name, { started, limit, signal })
      : await waitForPort(engine, place.name, spec.port, { started, limit, signal });
  if (arrival.address !== null) {
    for (const path of new Set(['/', healthPath ?? '/'])) await askHealth(arrival.address, path);
  }
  const diff = await engine.diff(place.name);
  await engine.remove('container', [place.name]);
  return changedPaths(diff, spec.writable);
}
