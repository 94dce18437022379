import semver from 'semver';
import { DATA } from '../data.generated.ts';
import { EXACTNESS, type Fit, type Wish } from '../node/releases.ts';
import type { ReleaseTable } from '../node/version-choice.ts';

/** A row of the table. */
export interface PhpRelease {
  readonly line: string;
  readonly end: string;
  readonly suite: string;
}

/** Newest first. Source: rigging-templates/_shared/data/php.yaml. */
export const PHP_RELEASES: readonly PhpRelease[] = DATA.php.releases;

/** The day on which the table was true. */
export const PHP_TABLE_DATE: string = DATA.php.date;

/** The row of a version such as `8.3` or `8.3.12`. */
export function phpRelease(version: string): PhpRelease | undefined {
  return PHP_RELEASES.find(({ line }) => version === line || version.startsWith(`${line}.`));
}

/** True when a line had no more fixes on the table's date. */
export function isEnded({ end }: PhpRelease): boolean {
  return end < PHP_TABLE_DATE;
}

/**
 * A constraint of Composer as a range of npm: `|` for `||`, commas for white space, and `~8.1` as all of 8 from 8.1 on.
 * Source: https://getcomposer.org/doc/articles/versions.md
 */
export function composerRange(constraint: string): string {
  return constraint
    .trim()
    .replace(/@\w+/g, '')
    .replace(/\s*\|\|?\s*/g, ' || ')
    .replace(/\s*,\s*/g, ' ')
    .replace(/~\s*(\d+\.\d+)(?![.\d])/g, '^$1')
    .replace(/(^|[\s|])!=\s*[\d.*]+/g, '$1');
}

function wishOf(raw: string): Wish {
  const text = composerRange(raw.replace(/^php[-@]?/i, '').replace(/^v(?=\d)/, ''));
  const valid = semver.validRange(text, { loose: true });
  if (valid === null) return { kind: 'unknown', why: 'is no version of PHP' };
  if (valid === '*' || valid === '') return { kind: 'any' };
  if (bestFit([text]) === undefined)
    return { kind: 'unknown', why: `matches no release of PHP known on ${PHP_TABLE_DATE}` };
  const lines = PHP_RELEASES.filter(({ line }) =>
    new semver.Range(text, { loose: true }).intersects(new semver.Range(`${line}.x`)),
  );
  const exactness =
    semver.valid(text, { loose: true }) !== null
      ? EXACTNESS.exact
      : lines.length === 1
        ? EXACTNESS.line
        : EXACTNESS.range;
  return { kind: 'range', range: text, exactness };
}

/** The line that satisfies every range: the default one where it does, else the newest with fixes, else the newest. */
function bestFit(ranges: readonly string[]): Fit | undefined {
  const parsed = ranges.map((range) => new semver.Range(range, { loose: true }));
  const exact = ranges.find((range) => semver.valid(range, { loose: true }) !== null);
  if (exact !== undefined) {
    const version = semver.parse(exact, { loose: true })?.version ?? exact;
    const fits = parsed.every((range) => range.test(version)) && phpRelease(version) !== undefined;
    return fits ? { resolved: version, ahead: false } : undefined;
  }
  // A range that a newest patch satisfies is satisfied by the line's floating tag.
  const fitting = PHP_RELEASES.filter(({ line }) => parsed.every((range) => range.test(`${line}.999`)));
  const usual = fitting.find(({ line }) => line === DATA.php.default);
  const best = usual ?? fitting.find((row) => !isEnded(row)) ?? fitting[0];
  return best && { resolved: best.line, ahead: false };
}

/** What is known of the releases of PHP, for the choice among sources. */
export const PHP: ReleaseTable = { wishOf, bestFit };
