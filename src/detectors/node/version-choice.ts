import type { Diagnostic } from '../../core/errors/diagnostic.ts';
import { bestFit, EXACTNESS, type Fit, type Wish, wishOf } from './releases.ts';
import { place, shown, type VersionSource } from './version-source.ts';

/** What is known of one tool's releases. */
export interface ReleaseTable {
  wishOf(raw: string): Wish;
  bestFit(ranges: readonly string[]): Fit | undefined;
}

const NODE: ReleaseTable = { wishOf, bestFit };

/** A source that lost, with what it would have meant on its own. */
export interface Loser {
  readonly source: VersionSource;
  readonly resolved: string;
}

/** What the sources say together. */
export interface VersionChoice {
  /** `undefined` when no source says anything, or one of them names a version that does not exist. */
  readonly winner: { readonly source: VersionSource; readonly fit: Fit } | undefined;
  readonly losers: readonly Loser[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Standing {
  readonly source: VersionSource;
  readonly range: string;
  readonly exactness: number;
}

function unknownVersion(source: VersionSource, why: string): Diagnostic {
  return {
    code: 'DRK1006',
    severity: 'error',
    detail: `${source.label} in ${source.file} says "${shown(source.raw)}", which ${why}`,
    at: { file: source.file, line: source.line },
  };
}

function disagreement(winner: VersionSource, loser: VersionSource): Diagnostic {
  return {
    code: 'DRK1104',
    severity: 'warning',
    detail:
      `${winner.label} (${place(winner)}) says "${shown(winner.raw)}", but ${loser.label} (${place(loser)}) ` +
      `says "${shown(loser.raw)}"; the first one is used`,
    at: { file: loser.file, line: loser.line },
  };
}

/**
 * Chooses among sources, which come in the order in which they count: the first one wins, a later one that is more
 * exact and agrees with all before it refines it, and one that cannot be satisfied together with them loses.
 */
export function chooseVersion(sources: Iterable<VersionSource>, releases: ReleaseTable = NODE): VersionChoice {
  const diagnostics: Diagnostic[] = [];
  const agreed: Standing[] = [];
  const losers: Loser[] = [];
  let best: Standing | undefined;
  for (const source of sources) {
    const wish = releases.wishOf(source.raw);
    if (wish.kind === 'any') continue;
    if (wish.kind === 'unknown') {
      diagnostics.push(unknownVersion(source, wish.why));
      continue;
    }
    const standing = { source, range: wish.range, exactness: wish.exactness };
    const together = releases.bestFit([...agreed.map(({ range }) => range), wish.range]);
    if (together === undefined && best !== undefined) {
      diagnostics.push(disagreement(best.source, source));
      losers.push({ source, resolved: releases.bestFit([wish.range])?.resolved ?? wish.range });
      continue;
    }
    agreed.push(standing);
    if (best === undefined || standing.exactness > best.exactness) best = standing;
  }
  for (const { source, range } of agreed) {
    if (source !== best?.source) losers.push({ source, resolved: releases.bestFit([range])?.resolved ?? range });
  }
  const wrong = diagnostics.some(({ severity }) => severity === 'error');
  const found = best && releases.bestFit(agreed.map(({ range }) => range));
  return {
    winner: wrong || best === undefined || found === undefined ? undefined : { source: best.source, fit: found },
    losers,
    diagnostics,
  };
}

/** True when nothing yet says more than an open range, so that weaker sources are worth reading. */
export function isOpen(sources: readonly VersionSource[], releases: ReleaseTable = NODE): boolean {
  return sources.every(({ raw }) => {
    const wish = releases.wishOf(raw);
    return wish.kind === 'any' || (wish.kind === 'range' && wish.exactness === EXACTNESS.range);
  });
}
