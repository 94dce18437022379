import type { ExecStep } from '../model/exec.ts';

/** What `--engine` accepts. */
export type EngineWish = 'auto' | EngineName;

/** The program, as `build --json` names it. */
export type EngineName = 'docker' | 'podman' | 'buildah' | 'nerdctl' | 'buildctl';

/** A program together with the way in which it builds. */
export type EngineKind = 'docker-buildx' | 'docker-buildkit' | 'podman' | 'buildah' | 'nerdctl' | 'buildctl';

/** The kinds in the order in which `--engine auto` asks them. */
export const ENGINE_ORDER = ['docker-buildx', 'docker-buildkit', 'podman', 'buildah', 'nerdctl', 'buildctl'] as const;

/** What one installation can do; asked of it once, then planned with. */
export interface Capabilities {
  /** Several platforms in one build: never, only while pushing, or also into the local store. */
  readonly manyPlatforms: 'no' | 'pushed' | 'yes';
  /** Where the build cache can be written to. */
  readonly cacheTo: 'no' | 'inline' | 'registry' | 'any';
  readonly cacheFrom: 'no' | 'registry' | 'any';
  readonly sbom: boolean;
  readonly provenance: boolean;
  /** True when a pushed image is not in the engine's own store afterwards. */
  readonly pushOnly: boolean;
}

/** An engine that answered. Plain data: planning needs nothing else of it. */
export interface Engine {
  readonly kind: EngineKind;
  readonly name: EngineName;
  /** The engine's own version, as it prints it. */
  readonly version: string;
  /** The client to run: a name found on PATH, or an absolute path where the first on PATH cannot be used. */
  readonly program: string;
  readonly capabilities: Capabilities;
  /** A buildx builder by name; `null` for the current one. */
  readonly builder: string | null;
}

/** How people call the kind. */
export const ENGINE_TITLES: Readonly<Record<EngineKind, string>> = {
  'docker-buildx': 'Docker with buildx',
  'docker-buildkit': "Docker with the daemon's BuildKit",
  podman: 'Podman',
  buildah: 'Buildah',
  nerdctl: 'nerdctl',
  buildctl: 'BuildKit at BUILDKIT_HOST',
};

/** Everything to run for one image: the build, then the pushes. */
export interface BuildPlan {
  readonly component: string;
  readonly tags: readonly string[];
  /** Run first; that one of them fails does not matter. */
  readonly before: readonly ExecStep[];
  readonly steps: readonly ExecStep[];
  /** Prints what was built (by its first tag), as {@link readInspect} understands it; `null` when the image is not in the local store. */
  readonly inspect: ExecStep | null;
  readonly pushed: boolean;
  /** File to which the engine writes the id of what it built; `null` when that is not in the local store. */
  readonly idFile: string | null;
  /** File to which the engine writes the digest that the registry got; `null` when it needs none. */
  readonly digestFile: string | null;
}
