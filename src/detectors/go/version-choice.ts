import { compare, type GoVersion, tagOf } from './releases.ts';
import type { GoVersionSource } from './version-sources.ts';

/** One source with the version that it asks for. */
export interface Wish {
  readonly source: GoVersionSource;
  readonly version: GoVersion;
}

/** What the sources come to: an exact wish that is no older than any minimum, else the highest minimum. */
export function choose(wishes: readonly Wish[]): {
  readonly winner: Wish | undefined;
  readonly losers: readonly Wish[];
} {
  const minima = wishes.filter(({ source }) => source.kind === 'minimum');
  const lowest = [...minima].sort((a, b) => compare(b.version, a.version))[0];
  const exact = wishes.filter(({ source }) => source.kind === 'exact');
  const reaches = ({ version }: Wish): boolean => {
    if (lowest === undefined || compare(version, lowest.version) >= 0) return true;
    // A line without a patch floats to its newest release.
    return version.patch === null && version.minor === lowest.version.minor;
  };
  const winner = exact.find(reaches) ?? lowest ?? exact[0];
  const losers = exact.filter(
    (wish) => wish !== winner && (winner === undefined || tagOf(wish.version) !== tagOf(winner.version)),
  );
  return { winner, losers };
}
