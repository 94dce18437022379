import { DATA } from '../data.generated.ts';

/** One line of Go releases. */
export interface GoRelease {
  readonly line: string;
  readonly newest: string;
  /** The day of its last fix; `null` while it is supported. */
  readonly end: string | null;
  readonly suite: string;
}

/** Newest first. Source: rigging-templates/_shared/data/go.yaml. */
export const GO_RELEASES: readonly GoRelease[] = DATA.go.releases;

/** The day on which the table was true. */
export const GO_TABLE_DATE: string = DATA.go.date;

/** A version as go.mod and version files write it: `1.24`, `1.24.3`, `go1.24.3`, `1.25rc1`. */
export interface GoVersion {
  readonly minor: number;
  /** `null` where only the line is named. */
  readonly patch: number | null;
}

/** Reads a version; `undefined` for a text that is none. */
export function parseVersion(text: string): GoVersion | undefined {
  const [, minor, patch] =
    /^(?:go)?v?1\.(\d{1,3})(?:\.(\d{1,3}|x))?(?:(?:rc|beta)\d+)?(?:[-+][\w.]+)?$/.exec(text.trim()) ?? [];
  if (minor === undefined) return undefined;
  return { minor: Number(minor), patch: patch === undefined || patch === 'x' ? null : Number(patch) };
}

/** The line of a version: `1.24`. */
export function lineOf({ minor }: GoVersion): string {
  return `1.${minor}`;
}

/** The version as an image's tag has it. */
export function tagOf(version: GoVersion): string {
  return version.patch === null ? lineOf(version) : `${lineOf(version)}.${version.patch}`;
}

/** Whether a release exists: in the table, perhaps made since, or not at all. */
export function standing(version: GoVersion): 'known' | 'ahead' | 'unknown' {
  const release = GO_RELEASES.find(({ line }) => line === lineOf(version));
  const newest = parseVersion(GO_RELEASES[0]?.line ?? '')?.minor ?? 0;
  if (release === undefined) {
    return version.minor > newest && version.minor <= newest + DATA.go.linesAhead ? 'ahead' : 'unknown';
  }
  const patch = parseVersion(release.newest)?.patch ?? 0;
  if (version.patch === null || version.patch <= patch) return 'known';
  return release.end === null && version.patch <= patch + DATA.go.patchesAhead ? 'ahead' : 'unknown';
}

/** The line's row; `undefined` for one that the table does not hold. */
export function releaseOf(version: GoVersion): GoRelease | undefined {
  return GO_RELEASES.find(({ line }) => line === lineOf(version));
}

/** Below zero where `a` is older; a line without a patch counts as its first release. */
export function compare(a: GoVersion, b: GoVersion): number {
  return a.minor - b.minor || (a.patch ?? 0) - (b.patch ?? 0);
}
