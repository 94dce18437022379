import type { ServiceNeed } from '../../core/model/facts.ts';
import { type BackingService, backingService, SERVERLESS } from '../../core/verify/backing-services.ts';
import { type Check, failedCheck, passed } from '../../core/verify/check.ts';
import { envArgv, labelArgv } from '../../core/verify/container-argv.ts';
import { isGiven } from '../../core/verify/environment.ts';
import { withLog } from '../../core/verify/run-checks.ts';
import type { ContainerEngine } from './container-engine.ts';
import type { Lease } from './lease.ts';
import { pause, secondsSince } from './pause.ts';

/** The services that run beside an application, and what could not be started. */
export interface Backing {
  readonly running: readonly BackingService[];
  /** Their addresses by the names under which they are looked for: not every network of Podman resolves names. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Kinds that run nowhere, each with the reason. */
  readonly missing: readonly string[];
  /** `null` when none is needed. */
  readonly check: Check | null;
}

/** What {@link startBacking} needs. */
export interface BackingInput {
  readonly needs: readonly ServiceNeed[];
  readonly given: Readonly<Record<string, string>>;
  readonly network: string;
  readonly lease: Lease;
  readonly note: (line: string) => void;
  readonly signal: AbortSignal;
}

const READY_SECONDS = 60;

async function obtain(
  engine: ContainerEngine,
  service: BackingService,
  note: (line: string) => void,
): Promise<string | undefined> {
  for (const image of service.images) if ((await engine.image(image)) !== undefined) return image;
  for (const image of service.images) {
    note(`pulling ${image}`);
    if (await engine.pull(image)) return image;
  }
  return undefined;
}

async function startOne(
  engine: ContainerEngine,
  service: BackingService,
  { image, name }: { readonly image: string; readonly name: string },
  { network, lease, signal }: BackingInput,
): Promise<string | null> {
  const { args, env } = envArgv(service.env);
  const aliases = service.hosts.flatMap((host) => ['--network-alias', host]);
  const { program } = engine.dialect;
  const refused = await engine.start(
    [
      program,
      'run',
      '--detach',
      '--name',
      name,
      ...labelArgv(lease.labels),
      '--network',
      network,
      ...aliases,
      ...args,
      image,
    ],
    env,
  );
  if (refused !== null) return refused;
  const started = performance.now();
  for (;;) {
    const state = await engine.inspect(name);
    if (state?.running !== true) return withLog(`it ended with exit code ${state?.exitCode}`, await engine.logs(name));
    if (service.ready === null) return null;
    if ((await engine.exec(name, service.ready)).code === 0) return null;
    if (secondsSince(started) > READY_SECONDS) {
      return withLog(`it was not ready within ${READY_SECONDS} s`, await engine.logs(name));
    }
    await pause(250, signal);
  }
}

/** Starts what detection found, each in the private network; what the user gave an address for is left to the user. */
export async function startBacking(engine: ContainerEngine, input: BackingInput): Promise<Backing> {
  const running: BackingService[] = [];
  const given: string[] = [];
  const missing: string[] = [];
  const broken: string[] = [];
  const hosts: Record<string, string> = {};
  for (const kind of new Set(input.needs.map((need) => need.kind))) {
    if (SERVERLESS.includes(kind)) continue;
    const service = backingService(kind);
    if (service === undefined) missing.push(`${kind} (derrick can start none)`);
    else if (isGiven(service, input.given)) given.push(kind);
    else if (!running.includes(service)) {
      const image = await obtain(engine, service, input.note);
      const name = input.lease.container();
      const problem = image === undefined ? undefined : await startOne(engine, service, { image, name }, input);
      if (problem === undefined) missing.push(`${kind} (${service.images[0]} cannot be had)`);
      else if (problem === null) {
        running.push(service);
        const address = (await engine.inspect(name))?.address;
        if (address)
          Object.assign(hosts, Object.fromEntries(service.hosts.map((host) => [host, address])), { ...hosts });
      } else broken.push(`${kind}: ${problem}`);
    }
  }
  return { running, hosts, missing, check: checkOf(running, given, missing, broken) };
}

function checkOf(
  running: readonly BackingService[],
  given: readonly string[],
  missing: readonly string[],
  broken: readonly string[],
): Check | null {
  if (broken.length > 0) {
    return failedCheck(
      'backing-services',
      broken.join('; '),
      'Give the address of a service of your own with --env, then none is started.',
    );
  }
  const parts = [
    ...(running.length > 0 ? [`${running.map(({ hosts }) => hosts[0]).join(', ')} beside it`] : []),
    ...(given.length > 0 ? [`${given.join(', ')}: your own`] : []),
    ...(missing.length > 0 ? [`not there: ${missing.join(', ')}`] : []),
  ];
  return parts.length === 0 ? null : passed('backing-services', parts.join('; '));
}
