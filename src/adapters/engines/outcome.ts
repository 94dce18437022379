import { readFile } from 'node:fs/promises';
import type { BuildPlan, EngineKind } from '../../core/build/engine.ts';
import { type ImageFacts, pushedDigest, readDigestFile } from '../../core/build/inspect.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { ExecStep } from '../../core/model/exec.ts';
import type { ExecResult } from '../exec.ts';
import { interrupted } from '../interrupt.ts';

/**
 * The digest to report: the registry's for a pushed image, else the id in the local store; `null` when neither is known.
 */
export async function digestOf(plan: BuildPlan, facts: ImageFacts | null, kind: EngineKind): Promise<string | null> {
  const [tag] = plan.tags;
  const id = facts?.id ?? null;
  if (!plan.pushed) return id;
  const told = plan.digestFile === null ? null : await digestIn(plan.digestFile);
  const known = facts === null || tag === undefined ? null : pushedDigest(facts, tag);
  // Podman and Buildah compress while they push, so that only the file is right; with Docker's own store buildx writes
  // the id of the configuration into the file, so that only the store is right.
  return (kind === 'docker-buildx' ? (known ?? told) : (told ?? known)) ?? id;
}

/**
 * Returns only when a step of the plan did its work.
 * @throws {UserError} DRK3003 with the last lines when it failed, or an `AbortError` when it was interrupted.
 */
export async function demandSuccess(step: ExecStep, plan: BuildPlan, result: ExecResult): Promise<void> {
  if (result.aborted) throw interrupted();
  if (result.code === null) throw failure(step, plan, `was ended by ${result.signal}`, result);
  if (result.code !== 0) throw failure(step, plan, `failed with exit code ${result.code}`, result);
  if (verbOf(step) !== 'push' || plan.digestFile === null) return;
  // Buildah 1.28 ends a failed push of a manifest list with exit code 0: only the digest proves that it was pushed.
  if ((await digestIn(plan.digestFile)) === null) throw failure(step, plan, 'failed: it reports no digest', result);
}

function failure(step: ExecStep, plan: BuildPlan, how: string, result: ExecResult): UserError {
  const tail = result.tail.map((line) => `\n  ${line}`).join('');
  const detail = `${step.argv[0]} ${verbOf(step)} for ${plan.component} ${how}${tail === '' ? '' : `:${tail}`}`;
  return new UserError([{ code: 'DRK3003', severity: 'error', detail }]);
}

/** `build`, `push` or `tag`, also behind `buildx` and `manifest`. */
function verbOf(step: ExecStep): string {
  const [, first = '', second = ''] = step.argv;
  return first === 'buildx' || first === 'manifest' ? second : first;
}

async function digestIn(path: string): Promise<string | null> {
  try {
    return readDigestFile(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}
