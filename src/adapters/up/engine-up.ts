import { UserError } from '../../core/errors/user-error.ts';
import type { Argv } from '../../core/model/facts.ts';
import { addressesIn } from '../../core/up/addresses.ts';
import type { Published } from '../../core/up/containers.ts';
import { testOf } from '../../core/up/read-service.ts';
import type { UpProject, UpService } from '../../core/up/service.ts';
import { containerName, serviceArgv, type UpPlace, volumeName } from '../../core/up/service-argv.ts';
import { envArgv } from '../../core/verify/container-argv.ts';
import { likelyReason } from '../../core/verify/log-reasons.ts';
import { withLog } from '../../core/verify/run-checks.ts';
import type { ContainerEngine } from '../verify/container-engine.ts';
import { pause, secondsSince } from '../verify/pause.ts';
import { networkName, removeOfFolder, upLabels } from './engine-down.ts';

/** How long a service may take until it is well. */
const READY_SECONDS = 120;
/** A service without a check counts as up when it has run for so long. */
const SETTLE_SECONDS = 1;

/** What {@link upOnEngine} needs besides the project. */
export interface UpRun {
  readonly root: string;
  readonly note: (line: string) => void;
  readonly signal: AbortSignal;
}

function failure(detail: string, hint?: string): UserError {
  return new UserError([{ code: 'DRK3003', severity: 'error', detail, ...(hint === undefined ? {} : { hint }) }]);
}

/** How often the log of a container that has ended is asked for while it is empty, and how long in between. */
const LOG_TRIES = 5;
const LOG_PAUSE_MS = 200;

/** What a container said. The monitor of Podman says that it has ended before the last lines are written. */
async function lastWords(engine: ContainerEngine, container: string, signal: AbortSignal): Promise<readonly string[]> {
  for (let tries = 1; ; tries += 1) {
    const log = await engine.logs(container);
    if (log.length > 0 || tries === LOG_TRIES) return log;
    await pause(LOG_PAUSE_MS, signal);
  }
}

async function ended(
  engine: ContainerEngine,
  service: UpService,
  container: string,
  how: string,
  signal: AbortSignal,
): Promise<UserError> {
  const log = await lastWords(engine, container, signal);
  const reason = likelyReason(log);
  const told = reason === undefined ? how : `${how}: ${reason.detail}`;
  return failure(`${service.name} ${withLog(told, log)}`, reason?.remedy);
}

/** Waits until the service's own check (the file's, else the image's) passes. */
async function whenWell(engine: ContainerEngine, service: UpService, container: string, signal: AbortSignal) {
  const image = await engine.image(service.image);
  const test = service.test ?? testOf(image?.healthTest) ?? [];
  const started = performance.now();
  for (;;) {
    const state = await engine.inspect(container);
    if (state?.running !== true) {
      throw await ended(engine, service, container, `ended with exit code ${state?.exitCode ?? 'unknown'}`, signal);
    }
    const [program, ...args] = test;
    const isWell =
      program === undefined
        ? secondsSince(started) > SETTLE_SECONDS
        : (await engine.exec(container, [program, ...args] as Argv)).code === 0;
    if (isWell) return;
    if (secondsSince(started) > READY_SECONDS) {
      throw await ended(engine, service, container, `was not well within ${READY_SECONDS} s`, signal);
    }
    await pause(300, signal);
  }
}

/** Waits until a service that works once has ended well. */
async function whenDone(engine: ContainerEngine, service: UpService, container: string, signal: AbortSignal) {
  for (;;) {
    const state = await engine.inspect(container);
    if (state?.running === true) await pause(300, signal);
    else if (state?.exitCode === 0) return;
    else throw await ended(engine, service, container, `ended with exit code ${state?.exitCode ?? 'unknown'}`, signal);
  }
}

/** Pulls what is not there. */
async function obtain(engine: ContainerEngine, { name, image }: UpService, note: (line: string) => void) {
  if ((await engine.image(image)) !== undefined) return;
  note(`pulling ${image}`);
  if (await engine.pull(image)) return;
  const hint = 'Check its name and tag, the network, and the login for a private registry.';
  throw failure(`${name}: the image ${image} cannot be had`, hint);
}

async function made(what: Promise<string | null>, name: string): Promise<void> {
  const refused = await what;
  if (refused !== null) throw failure(`${name} cannot be made: ${refused}`);
}

async function start(engine: ContainerEngine, project: UpProject, place: UpPlace, { note, signal }: UpRun) {
  const finished = new Set(
    project.services.flatMap(({ dependsOn }) =>
      dependsOn.filter(({ condition }) => condition === 'service_completed_successfully').map(({ name }) => name),
    ),
  );
  for (const service of project.services) {
    note(`starting ${service.name}`);
    const container = containerName(project.name, service.name);
    const refused = await engine.start(serviceArgv(engine.dialect, service, place), envArgv(service.environment).env);
    if (refused !== null) {
      const reason = likelyReason([refused]);
      const why = reason === undefined ? refused : `${reason.detail} (${refused})`;
      throw failure(`${service.name} cannot be started: ${why}`, reason?.remedy);
    }
    const isWaitedFor = finished.has(service.name) ? whenDone : whenWell;
    await isWaitedFor(engine, service, container, signal);
  }
}

/** The ports of this machine that lead to the project's services. */
async function published(engine: ContainerEngine, project: UpProject): Promise<readonly Published[]> {
  const found: Published[] = [];
  for (const { name } of project.services) {
    const state = await engine.inspect(containerName(project.name, name));
    for (const [target, port] of state?.published ?? []) found.push({ service: name, port, target });
  }
  return found.sort((a, b) => (a.service < b.service ? -1 : a.service > b.service ? 1 : a.port - b.port));
}

/**
 * Runs a project on an engine that has no Compose: a network, the named volumes, and one service after the other, each
 * when those that it waits for are well. Containers of an earlier run are replaced, volumes stay. What was started goes
 * away again when one of them fails.
 * @throws {UserError} DRK3003 (exit 6) with the service, its last lines and the likely reason.
 */
export async function upOnEngine(
  engine: ContainerEngine,
  project: UpProject,
  run: UpRun,
): Promise<readonly Published[]> {
  const labels = upLabels(project.name, run.root);
  await removeOfFolder(engine, run.root, false);
  try {
    for (const service of project.services) await obtain(engine, service, run.note);
    const network = networkName(project.name);
    await made(engine.createNetwork(network, labels), `the network ${network}`);
    for (const volume of project.volumes) {
      const name = volumeName(project.name, volume);
      await made(engine.createVolume(name, labels), `the volume ${name}`);
    }
    const subnet = await engine.namelessSubnet(network);
    const names = project.services.map(({ name }) => name);
    const addresses = subnet === null ? {} : addressesIn(subnet, names);
    await start(engine, project, { project: project.name, root: run.root, network, labels, addresses }, run);
    return await published(engine, project);
  } catch (error) {
    await removeOfFolder(engine, run.root, false);
    throw error;
  }
}
