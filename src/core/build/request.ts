import type { RelPath } from '../model/paths.ts';

/** A secret for `RUN --mount=type=secret,id=…`: the content of a file or of an environment variable of derrick's own. */
export type BuildSecret = { readonly id: string; readonly src: string } | { readonly id: string; readonly env: string };

/** One image to build. */
export interface BuildRequest {
  readonly component: string;
  /** Repository of the default tags: `shop-web`, or with a registry `registry.example/team/shop-web`. */
  readonly image: string;
  /** Absolute folder in which the engine runs; the two paths below are relative to it. */
  readonly root: string;
  readonly dockerfile: RelPath;
  readonly context: RelPath;
  /** Content of the Dockerfile: only build arguments that it declares are passed. */
  readonly dockerfileText: string;
  /** Version of the application where it has one. */
  readonly version: string | null;
  readonly source: SourceState;
  /** When the image counts as made, RFC 3339; see {@link createdAt}. */
  readonly created: string;
  readonly options: BuildOptions;
  /** True when a step of the Dockerfile wants the keys of an SSH agent, and there is one. */
  readonly ssh?: boolean;
}

/** What git says of the tree; everything `null` or false without git. */
export interface SourceState {
  /** The full commit. */
  readonly revision: string | null;
  /** The commit as git abbreviates it, at least seven digits. */
  readonly short: string | null;
  /** True when the tree differs from that commit, untracked files included. */
  readonly dirty: boolean;
  /** URL of the remote `origin`, without credentials. */
  readonly remote: string | null;
  /** Time of the commit, RFC 3339. */
  readonly committed: string | null;
}

/** The state of a tree of which git knows nothing. */
export const NO_SOURCE: SourceState = { revision: null, short: null, dirty: false, remote: null, committed: null };

/** The user's flags. */
export interface BuildOptions {
  /** `--tag`; empty = the default tags. */
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** `--platform`; empty = the engine's own. */
  readonly platforms: readonly string[];
  readonly push: boolean;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly secrets: readonly BuildSecret[];
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  readonly noCache: boolean;
  readonly sbom: boolean;
  readonly provenance: boolean;
}

/** No flag given. */
export const NO_OPTIONS: BuildOptions = {
  tags: [],
  labels: {},
  platforms: [],
  push: false,
  buildArgs: {},
  secrets: [],
  cacheFrom: [],
  cacheTo: [],
  noCache: false,
  sbom: false,
  provenance: false,
};

/**
 * When the image counts as made: `SOURCE_DATE_EPOCH` (seconds) where it is set, else the commit's time for an unchanged
 * tree, so that the same commit gives the same image, else `now`.
 * Source: https://reproducible-builds.org/docs/source-date-epoch/
 */
export function createdAt(source: SourceState, epoch: string | undefined, now: Date): string {
  if (epoch !== undefined && /^\d{1,11}$/.test(epoch)) return isoSeconds(new Date(Number(epoch) * 1000));
  if (source.committed === null || source.dirty) return isoSeconds(now);
  const committed = new Date(source.committed);
  return isoSeconds(Number.isNaN(committed.getTime()) ? now : committed);
}

function isoSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}
