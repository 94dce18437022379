import { masker } from '../../core/build/mask.ts';
import type { AppKind, EnvVar, ServiceNeed } from '../../core/model/facts.ts';
import { type Check, failedCheck } from '../../core/verify/check.ts';
import { checkEnvironment, containerEnvironment } from '../../core/verify/environment.ts';
import { checkImage, checkUser, runChecks } from '../../core/verify/run-checks.ts';
import { healthPathOf, runSpec } from '../../core/verify/run-spec.ts';
import type { Subject } from '../../core/verify/subject.ts';
import { checkWrites } from '../../core/verify/write-check.ts';
import { refusedPaths } from '../../core/verify/writes.ts';
import { startBacking } from './backing.ts';
import type { ContainerEngine } from './container-engine.ts';
import { newLease } from './lease.ts';
import { observe, type WatchPlan } from './observe.ts';
import { changesInSecondRun } from './second-run.ts';

/** One image to run and how. */
export interface RunInput {
  readonly subject: Subject;
  readonly image: string;
  /** What is run: the id of the image that was just built, since another build may take its tag; `null` for one that was given. */
  readonly digest: string | null;
  /** `null` for an image that was given. */
  readonly buildSeconds: number | null;
  readonly kind: AppKind;
  readonly env: readonly EnvVar[];
  readonly services: readonly ServiceNeed[];
  readonly healthPath: string | null;
  /** Absolute folders that detection found to be written to. */
  readonly writable: readonly string[];
  /** `--env-file` and `--env`. */
  readonly given: Readonly<Record<string, string>>;
  /** `--timeout`; `null` for what the probes of the manifests allow. */
  readonly startLimit: number | null;
  readonly note: (line: string) => void;
  readonly signal: AbortSignal;
}

/** What running an image showed. */
export interface RunOutcome {
  readonly checks: readonly Check[];
  /** The id of the image that was run. */
  readonly digest: string | null;
  readonly sizeBytes: number | null;
  readonly layers: number | null;
  readonly startSeconds: number | null;
  readonly stopSeconds: number | null;
  /** Services that could not be started, for a warning. */
  readonly missingServices: readonly string[];
}

const MOST_START_SECONDS = 300;
const DEFAULT_START_SECONDS = 60;
const MOST_STOP_SECONDS = 10;

function notThere(image: string): RunOutcome {
  const remedy = 'Check the name, or pull it with the engine first.';
  const check = failedCheck('image-built', `${image} is not in the engine's store and cannot be pulled`, remedy);
  return { ...NOTHING, checks: [check] };
}

const NOTHING: RunOutcome = {
  checks: [],
  digest: null,
  sizeBytes: null,
  layers: null,
  startSeconds: null,
  stopSeconds: null,
  missingServices: [],
};

/** The given values that must not be shown: those of sensitive variables, and of those that the manifests take from a Secret. */
function secretsOf({ env, given, subject }: RunInput): readonly string[] {
  const { required = [], optional = [] } = subject.workload?.environment ?? {};
  const names = [...env.filter(({ sensitive }) => sensitive).map(({ name }) => name), ...required, ...optional];
  return names.flatMap((name) => given[name] ?? []);
}

/** Runs an image as its pod would run, twice at most, and removes everything that it made for that. */
export async function runHalf(engine: ContainerEngine, input: RunInput): Promise<RunOutcome> {
  const { subject, image, signal, given } = input;
  const local =
    (await engine.image(input.digest ?? image)) ?? ((await engine.pull(image)) ? await engine.image(image) : undefined);
  if (local === undefined) return notThere(image);
  const { lease, release } = newLease(engine);
  try {
    const network = lease.network();
    const refused = await engine.createNetwork(network, lease.labels);
    if (refused !== null) {
      const check = failedCheck('starts', `no network can be made: ${refused}`, 'Check the engine’s networks.');
      return { ...NOTHING, checks: [checkImage(image, local, input.buildSeconds), check] };
    }
    const backing = await startBacking(engine, { ...input, needs: input.services, network, lease });
    const environment = containerEnvironment({
      facts: input.env,
      manifests: subject.workload?.environment ?? null,
      services: backing.running,
      given,
    });
    const spec = runSpec(subject, local.id, environment.values, input.writable);
    const allowed = Math.min(subject.workload?.startSeconds ?? DEFAULT_START_SECONDS, MOST_START_SECONDS);
    const plan: WatchPlan = {
      kind: input.kind,
      spec,
      place: {
        name: lease.container(),
        labels: lease.labels,
        network,
        hosts: backing.hosts,
        processors: await engine.processors(),
      },
      healthPath: healthPathOf(subject, input.healthPath),
      stopSignal: local.stopSignal,
      startLimit: input.startLimit ?? allowed,
      stopLimit: Math.min(subject.workload?.graceSeconds ?? MOST_STOP_SECONDS, MOST_STOP_SECONDS),
      signal,
    };
    const observed = await observe(engine, plan);
    const hide = masker(secretsOf(input));
    const seen = { ...observed, log: observed.log.map(hide) };
    const worthwhile = seen.refused === null && (seen.ended === null || refusedPaths(seen.log).length > 0);
    const changed =
      worthwhile && spec.readOnlyRoot
        ? await changesInSecondRun(engine, { ...plan, place: { ...plan.place, name: lease.container() } })
        : null;
    const checks = [
      checkImage(image, local, input.buildSeconds),
      checkEnvironment(environment, backing.missing),
      backing.check,
      checkUser(local, spec),
      ...runChecks(seen),
      checkWrites(seen.log, changed, spec.writable),
    ];
    return {
      checks: checks.flatMap((check) => check ?? []),
      digest: local.id,
      sizeBytes: local.sizeBytes,
      layers: local.layers,
      startSeconds: seen.reachedAfter,
      stopSeconds: seen.stopping?.seconds ?? null,
      missingServices: backing.missing,
    };
  } finally {
    await release();
  }
}
