import { ENGINE_TITLES, type Engine, type EngineWish } from '../../core/build/engine.ts';
import type { Diagnostic } from '../../core/errors/diagnostic.ts';
import { UserError } from '../../core/errors/user-error.ts';
import { interrupted } from '../interrupt.ts';
import { buildah } from './buildah.ts';
import { buildctl } from './buildctl.ts';
import { dockerBuildkit } from './docker-buildkit.ts';
import { dockerBuildx } from './docker-buildx.ts';
import { nerdctl } from './nerdctl.ts';
import { podman } from './podman.ts';
import { type EngineProbe, type Host, localHost } from './probe.ts';

/** The engines in the order of `--engine auto`: a test holds it to ENGINE_ORDER. */
export const ENGINE_PROBES: readonly EngineProbe[] = [dockerBuildx, dockerBuildkit, podman, buildah, nerdctl, buildctl];

/** The engine to build with. */
export interface EngineChoice {
  readonly engine: Engine;
  /** One line for people: which engine, and why not an earlier one. */
  readonly because: string;
  /** Things worth knowing (severity `info`): another docker than the first on PATH is used. */
  readonly notes: readonly Diagnostic[];
}

/**
 * Finds the engine that `--engine` asks for: the first that really answers, asked in the order of {@link ENGINE_PROBES}.
 * @throws {UserError} (exit 5) when none of them answers: one problem for each, with its cause and what to install.
 * @throws an `AbortError` when the host's signal is aborted meanwhile.
 */
export async function chooseEngine(wish: EngineWish, host: Host = localHost()): Promise<EngineChoice> {
  const refused: { readonly title: string; readonly problem: Diagnostic }[] = [];
  for (const candidate of ENGINE_PROBES) {
    if (wish !== 'auto' && candidate.name !== wish) continue;
    // Meant only by those who set it.
    if (wish === 'auto' && candidate.kind === 'buildctl' && !host.environment?.BUILDKIT_HOST) continue;
    // Only buildx has builders of its own.
    if (host.builder !== undefined && candidate.kind !== 'docker-buildx') continue;
    const found = await candidate.probe(host);
    if (host.signal?.aborted === true) throw interrupted();
    if ('engine' in found) return { engine: found.engine, because: because(found.engine, refused), notes: found.notes };
    refused.push({ title: ENGINE_TITLES[candidate.kind], problem: found.refused });
  }
  throw new UserError(noEngine(wish, distinct(refused.map(({ problem }) => problem))));
}

function because(engine: Engine, refused: readonly { readonly title: string; readonly problem: Diagnostic }[]): string {
  const used = `${ENGINE_TITLES[engine.kind]} ${engine.version}`;
  const others = refused.map(({ title, problem }) => `${title}: ${problem.detail}`);
  return others.length === 0 ? used : `${used} (not ${others.join('; not ')})`;
}

function noEngine(wish: EngineWish, problems: readonly Diagnostic[]): readonly [Diagnostic, ...Diagnostic[]] {
  const [only] = problems;
  if (wish !== 'auto' && only !== undefined && problems.length === 1) return [only];
  const detail = wish === 'auto' ? 'no engine that builds images answers' : `${wish} cannot build images here`;
  return [{ code: 'DRK3004', severity: 'error', detail, hint: 'Any one of the following is enough.' }, ...problems];
}

/** Both ways of Docker mostly fail for one reason with one remedy: told once, in the later and more exact words. */
function distinct(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  const byRemedy = new Map(problems.map((problem) => [`${problem.code} ${problem.hint}`, problem]));
  return [...byRemedy.values()];
}
