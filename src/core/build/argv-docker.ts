import type { ExecStep } from '../model/exec.ts';
import { registryCache } from './limits.ts';
import { type ArgvInput, contextWord, repeated, secretFlags, sharedFlags } from './shared-flags.ts';

/**
 * Docker with buildx. Without `--push` the image is loaded into Docker's own store. buildx attaches a provenance by
 * itself, with the time of the build in it: it is asked not to, so that the same commit gives the same digest. It
 * also runs git in the context: either not at all, or without the hooks of the inspected repository.
 * Source: https://docs.docker.com/reference/cli/docker/buildx/build/, https://docs.docker.com/build/building/variables/
 */
export function buildxSteps(input: ArgvInput): readonly ExecStep[] {
  const { request, engine, digestFile } = input;
  const { options } = request;
  const shared = sharedFlags(input);
  const env = options.provenance
    ? { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.fsmonitor', GIT_CONFIG_VALUE_0: 'false' }
    : { BUILDX_GIT_INFO: 'false' };
  return [
    {
      argv: [
        engine.program,
        'buildx',
        'build',
        ...(engine.builder === null ? [] : ['--builder', engine.builder]),
        ...shared.words,
        ...secretFlags(request),
        ...repeated('--cache-from', options.cacheFrom),
        ...repeated('--cache-to', options.cacheTo),
        ...(options.sbom ? ['--sbom=true'] : []),
        ...(options.provenance ? ['--provenance=true'] : []),
        ...(digestFile === null ? [] : ['--metadata-file', digestFile]),
        options.push ? '--push' : '--load',
        contextWord(request),
      ],
      cwd: request.root,
      env: { ...env, BUILDX_NO_DEFAULT_ATTESTATIONS: '1', ...shared.env },
      secrets: shared.secrets,
    },
  ];
}

/**
 * Docker with the BuildKit inside its daemon: `docker build` of a client up to 20.10, which speaks BuildKit itself.
 * Source: https://docs.docker.com/build/buildkit/
 */
export function buildkitSteps(input: ArgvInput): readonly ExecStep[] {
  const { request, engine, tags } = input;
  const { options } = request;
  const shared = sharedFlags(input);
  const caches = options.cacheFrom.map((flag) => registryCache(flag) ?? flag);
  const build: ExecStep = {
    argv: [
      engine.program,
      'build',
      ...shared.words,
      ...secretFlags(request),
      ...repeated('--cache-from', caches),
      // The only cache that this client can write: beside the image's own layers.
      ...(options.cacheTo.includes('type=inline') ? ['--build-arg', 'BUILDKIT_INLINE_CACHE=1'] : []),
      contextWord(request),
    ],
    cwd: request.root,
    env: { DOCKER_BUILDKIT: '1', ...shared.env },
    secrets: shared.secrets,
  };
  return options.push ? [build, ...pushSteps(input, tags)] : [build];
}

/**
 * nerdctl, which hands the build to BuildKit and the push to containerd.
 * Source: https://github.com/containerd/nerdctl/blob/main/docs/command-reference.md
 */
export function nerdctlSteps(input: ArgvInput): readonly ExecStep[] {
  const { request, engine, tags } = input;
  const { options } = request;
  const shared = sharedFlags(input);
  const build: ExecStep = {
    argv: [
      engine.program,
      'build',
      ...shared.words,
      ...secretFlags(request),
      ...repeated('--cache-from', options.cacheFrom),
      ...repeated('--cache-to', options.cacheTo),
      ...(options.sbom ? ['--sbom=true'] : []),
      ...(options.provenance ? ['--provenance=true'] : []),
      contextWord(request),
    ],
    cwd: request.root,
    env: shared.env,
    secrets: shared.secrets,
  };
  if (!options.push) return [build];
  // A push of several platforms needs to be told so, else nerdctl pushes its own platform only.
  const platforms = options.platforms.length > 1 ? ['--platform', options.platforms.join(',')] : [];
  return [build, ...pushSteps(input, tags, platforms)];
}

function pushSteps(input: ArgvInput, tags: readonly string[], flags: readonly string[] = []): readonly ExecStep[] {
  return tags.map((tag) => ({ argv: [input.engine.program, 'push', ...flags, tag], cwd: input.request.root }));
}
