import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildPlan, Engine } from '../../core/build/engine.ts';
import { type ImageFacts, inspectArgv, readDigestFile, readInspect } from '../../core/build/inspect.ts';
import { planBuild } from '../../core/build/plan.ts';
import type { BuildRequest } from '../../core/build/request.ts';
import type { Diagnostic } from '../../core/errors/diagnostic.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { ExecStep } from '../../core/model/exec.ts';
import { type RunOptions, type RunStep, runStep } from '../exec.ts';
import { writeMetadata } from './metadata-file.ts';
import { demandSuccess, digestOf } from './outcome.ts';
import { secretValues } from './secret-values.ts';

/** One image of `build --json`. */
export interface BuiltImage {
  readonly component: string;
  readonly tags: readonly string[];
  /** The registry's digest of a pushed image, else the id in the local store; `null` when the engine tells neither. */
  readonly digest: string | null;
  /** Size in the local store; `null` for an image that is only in the registry. */
  readonly sizeBytes: number | null;
  readonly seconds: number;
}

/** The document of `build --json`. */
export interface BuildReport {
  readonly schemaVersion: 1;
  readonly engine: { readonly name: string; readonly version: string };
  readonly images: readonly BuiltImage[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How {@link buildImages} runs. */
export interface BuildRun {
  readonly engine: Engine;
  /** True where stderr is a terminal and `CI` is not set: the engine draws its own progress there. */
  readonly terminal: boolean;
  /** Gets each line of the engine where it draws none itself, secrets masked. */
  readonly onLine?: (line: string) => void;
  /** Called before each image, with its number from 1. */
  readonly onImage?: (plan: BuildPlan, number: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Absolute path for `--metadata-file`. */
  readonly metadataFile?: string;
  /** Further diagnostics for the report, those of the choice of engine. */
  readonly notes?: readonly Diagnostic[];
  /** Where the values of secrets given as `env=NAME` are looked up to be masked; derrick's own unless told otherwise. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly run?: RunStep;
}

/**
 * Builds (and pushes) one image after the other; all are planned before the first is built.
 * @throws {UserError} DRK4001 (exit 2) when the engine cannot do what was asked or a secret's variable
 * is not set, DRK3003 (exit 6) with the last lines
 * when a program fails, DRK3001 (exit 5) when it is missing, DRK2002 (exit 2) when the metadata file cannot be written.
 * @throws an error named `AbortError` (exit 130) after an interrupt, once nothing runs any more.
 */
export async function buildImages(requests: readonly BuildRequest[], options: BuildRun): Promise<BuildReport> {
  const scratch = await mkdtemp(join(tmpdir(), 'derrick-build-'));
  try {
    const { plans, warnings } = planAll(requests, options.engine, scratch);
    const environment = options.environment ?? process.env;
    const secrets = await Promise.all(requests.map((request) => secretValues(request, environment)));
    const images: BuiltImage[] = [];
    for (const [index, plan] of plans.entries()) {
      options.onImage?.(plan, index + 1, plans.length);
      images.push(await buildImage(plan, secrets[index] ?? [], options));
    }
    if (options.metadataFile !== undefined) await writeMetadata(options.metadataFile, images);
    const { name, version } = options.engine;
    return {
      schemaVersion: 1,
      engine: { name, version },
      images,
      diagnostics: [...(options.notes ?? []), ...warnings],
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function planAll(requests: readonly BuildRequest[], engine: Engine, scratch: string) {
  const plans: BuildPlan[] = [];
  const problems: Diagnostic[] = [];
  const warnings: Diagnostic[] = [];
  for (const request of requests) {
    const plan = planBuild(request, engine, scratch);
    if (plan.ok) {
      plans.push(plan.value);
      warnings.push(...plan.warnings);
    } else {
      problems.push(...plan.problems);
    }
  }
  const [first, ...rest] = problems;
  if (first !== undefined) throw new UserError([first, ...rest]);
  return { plans, warnings };
}

async function buildImage(plan: BuildPlan, secrets: readonly string[], options: BuildRun): Promise<BuiltImage> {
  const started = performance.now();
  const run = options.run ?? runStep;
  const quiet: RunOptions = options.signal === undefined ? {} : { signal: options.signal };
  for (const step of plan.before) await run(step, quiet);
  const onLine = options.onLine;
  const shown: RunOptions = { ...quiet, toTerminal: options.terminal, ...(onLine === undefined ? {} : { onLine }) };
  for (const step of plan.steps) {
    if (plan.digestFile !== null) await rm(plan.digestFile, { force: true });
    const whole: ExecStep = { ...step, secrets: [...(step.secrets ?? []), ...secrets] };
    const result = await run(whole, shown);
    await demandSuccess(step, plan, result);
  }
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const facts = plan.inspect === null ? null : await inspect(plan, plan.inspect, options, run, quiet);
  const { component, tags } = plan;
  return {
    component,
    tags,
    digest: await digestOf(plan, facts, options.engine.kind),
    sizeBytes: facts?.sizeBytes ?? null,
    seconds,
  };
}

/** The facts of exactly the image that was built: by its id where the engine told it, since a tag may have moved on. */
async function inspect(
  plan: BuildPlan,
  byTag: ExecStep,
  options: BuildRun,
  run: RunStep,
  quiet: RunOptions,
): Promise<ImageFacts> {
  const { engine } = options;
  const id = plan.idFile === null ? null : await idIn(plan.idFile);
  const byId = id === null ? undefined : await run({ ...byTag, argv: inspectArgv(engine, id) }, quiet);
  return readInspect(engine.kind, byId?.code === 0 ? byId.stdout : (await run(byTag, quiet)).stdout);
}

async function idIn(path: string): Promise<string | null> {
  try {
    return readDigestFile(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}
