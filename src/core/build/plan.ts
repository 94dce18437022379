import { type Diagnostic, failed, ok, type Result } from '../errors/diagnostic.ts';
import type { ExecStep } from '../model/exec.ts';
import { dnsLabel } from '../model/names.ts';
import { buildahSteps, freeTag, podmanSteps } from './argv-buildah.ts';
import { buildctlLimits, buildctlSteps } from './argv-buildctl.ts';
import { buildkitSteps, buildxSteps, nerdctlSteps } from './argv-docker.ts';
import { declaredArgs } from './dockerfile-args.ts';
import type { BuildPlan, Engine, EngineKind } from './engine.ts';
import { inspectArgv } from './inspect.ts';
import { engineLimits } from './limits.ts';
import type { BuildRequest } from './request.ts';
import { type ArgvInput, isSensitive } from './shared-flags.ts';
import { tagProblems, tagsOf } from './tags.ts';

const STEPS: Readonly<Record<EngineKind, (input: ArgvInput) => readonly ExecStep[]>> = {
  'docker-buildx': buildxSteps,
  'docker-buildkit': buildkitSteps,
  podman: podmanSteps,
  buildah: buildahSteps,
  nerdctl: nerdctlSteps,
  buildctl: buildctlSteps,
};

/** Engines that write the pushed digest to a file; the others have it in their store. */
const WRITES_DIGEST: readonly EngineKind[] = ['docker-buildx', 'podman', 'buildah', 'buildctl'];

/**
 * Plans the build of one image: pure, and the same for the same input.
 * @param scratch an existing folder for the engine's own report files; `null` for a dry run, which names none.
 * @returns the programs to run, or every wrong use at once (DRK4001, exit 2): a tag that is no reference, `--push`
 * without a registry, a feature that this engine lacks.
 */
export function planBuild(request: BuildRequest, engine: Engine, scratch: string | null = null): Result<BuildPlan> {
  const { options } = request;
  const tags = tagsOf(request);
  const own = engine.kind === 'buildctl' ? buildctlLimits(request, isSensitive) : [];
  const problems = [...own, ...tagProblems(tags, options.push), ...engineLimits(options, engine)];
  if (problems.length > 0) return failed(problems);
  const reports = options.push && scratch !== null && WRITES_DIGEST.includes(engine.kind);
  const digestFile = reports ? `${scratch}/${dnsLabel(request.component)}.digest` : null;
  const inspect = inspectOf(request, engine, tags);
  const idFile = scratch !== null && inspect !== null ? `${scratch}/${dnsLabel(request.component)}.id` : null;
  const input: ArgvInput = { request, engine, tags, digestFile, idFile };
  const steps = STEPS[engine.kind](input);
  const before = engine.kind === 'podman' || engine.kind === 'buildah' ? freeTag(input) : [];
  return ok(
    { component: request.component, tags, before, steps, inspect, pushed: options.push, digestFile, idFile },
    unusedArgs(request),
  );
}

function inspectOf(request: BuildRequest, engine: Engine, tags: readonly string[]): ExecStep | null {
  const [first] = tags;
  const elsewhere = request.options.push && engine.capabilities.pushOnly;
  if (first === undefined || elsewhere || request.options.platforms.length > 1) return null;
  return { argv: inspectArgv(engine, first), cwd: request.root, timeoutMs: 60_000 };
}

function unusedArgs(request: BuildRequest): readonly Diagnostic[] {
  const declared = declaredArgs(request.dockerfileText);
  const unused = Object.keys(request.options.buildArgs).filter((name) => !declared.has(name) && !PREDEFINED.test(name));
  return unused.map((name) => ({
    code: 'DRK4001',
    severity: 'warning',
    detail: `--build-arg ${name}: ${request.dockerfile} declares no ARG ${name}`,
    hint: `Declare it (ARG ${name}) in the stage that uses it, or leave the flag out.`,
  }));
}

/** Arguments that BuildKit knows without an ARG instruction. Source: https://docs.docker.com/reference/dockerfile/ */
const PREDEFINED = /^(?:(?:https?|ftp|no|all)_proxy|BUILDKIT_\w+|SOURCE_DATE_EPOCH)$/i;
