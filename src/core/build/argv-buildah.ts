import type { ExecStep } from '../model/exec.ts';
import { finalSteps, stagesOf } from '../verify/dockerfile-stages.ts';
import { registryCache } from './limits.ts';
import type { BuildRequest } from './request.ts';
import { type ArgvInput, contextWord, repeated, secretFlags, sharedFlags } from './shared-flags.ts';

/**
 * Podman builds with Buildah's code and spells the flags alike; `--layers` is its default.
 * Source: https://docs.podman.io/en/latest/markdown/podman-build.1.html
 */
export function podmanSteps(input: ArgvInput): readonly ExecStep[] {
  return steps(input, []);
}

/**
 * Buildah; without `--layers` it would cache nothing.
 * Source: https://github.com/containers/buildah/blob/main/docs/buildah-build.1.md
 */
export function buildahSteps(input: ArgvInput): readonly ExecStep[] {
  return steps(input, ['--layers']);
}

function steps(input: ArgvInput, own: readonly string[]): readonly ExecStep[] {
  const { request, engine, tags } = input;
  const many = request.options.platforms.length > 1;
  const shared = sharedFlags(many ? { ...input, tags: [] } : input);
  const [first = request.image, ...others] = tags;
  const build: ExecStep = {
    argv: [
      engine.program,
      'build',
      ...own,
      ...shared.words,
      ...formatFlags(request),
      ...(many ? ['--manifest', first] : []),
      ...secretFlags(request),
      ...cacheFlags(request),
      contextWord(request),
    ],
    cwd: request.root,
    env: shared.env,
    secrets: shared.secrets,
  };
  const renames = many ? others.map((tag) => step(request, [engine.program, 'tag', first, tag])) : [];
  return [build, ...renames, ...pushes(input, many)];
}

/** The OCI format has no place for a HEALTHCHECK: the image would silently lose it. */
function formatFlags({ dockerfileText }: BuildRequest): readonly string[] {
  const steps = finalSteps(stagesOf(dockerfileText));
  return steps.some(({ keyword }) => keyword === 'HEALTHCHECK') ? ['--format', 'docker'] : [];
}

/**
 * Takes the first tag from whatever has it: a manifest list of an earlier build would only grow, and a plain image of
 * that name makes the build fail. Without `--force` nothing in use is removed.
 */
export function freeTag({ request, engine, tags }: ArgvInput): readonly ExecStep[] {
  const [first] = tags;
  if (first === undefined || request.options.platforms.length < 2) return [];
  return [step(request, [engine.program, 'rmi', first])];
}

function cacheFlags({ options }: BuildRequest): readonly string[] {
  return [
    ...repeated(
      '--cache-from',
      options.cacheFrom.map((flag) => registryCache(flag) ?? flag),
    ),
    ...repeated(
      '--cache-to',
      options.cacheTo.map((flag) => registryCache(flag) ?? flag),
    ),
  ];
}

function pushes({ request, engine, tags, digestFile }: ArgvInput, many: boolean): readonly ExecStep[] {
  if (!request.options.push) return [];
  const digest = digestFile === null ? [] : ['--digestfile', digestFile];
  return tags.map((tag) => {
    const verb = many ? ['manifest', 'push', '--all'] : ['push'];
    return step(request, [engine.program, ...verb, ...digest, tag, `docker://${tag}`]);
  });
}

function step(request: BuildRequest, argv: ExecStep['argv']): ExecStep {
  return { argv, cwd: request.root };
}
