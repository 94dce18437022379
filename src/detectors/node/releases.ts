import semver from 'semver';
import { DATA } from '../data.generated.ts';

/** One line of releases: a major of Node.js. */
export interface ReleaseLine {
  readonly major: number;
  /** The newest release on the table's date. */
  readonly newest: string;
  readonly lts: string | null;
  readonly end: string;
  readonly codename: string | null;
}

/** Newest first. Source: rigging-templates/_shared/data/node.yaml. */
export const NODE_LINES: readonly ReleaseLine[] = DATA.node.majors;

/** The day on which the table was true; everything is judged against it. */
export const NODE_TABLE_DATE: string = DATA.node.date;

/** How exactly a text names a version: the higher, the more exact. */
export const EXACTNESS = { range: 1, line: 2, minor: 3, exact: 4 } as const;

/** What a text says about the version of Node.js. */
export type Wish =
  /** Nothing: `*`, `system`, an empty text. */
  | { readonly kind: 'any' }
  /** A semver range (an exact version is one too). */
  | { readonly kind: 'range'; readonly range: string; readonly exactness: number }
  /** No version at all, or one that does not exist. */
  | { readonly kind: 'unknown'; readonly why: string };

/** True when the line had no more fixes on the table's date. */
export function isEndOfLife(line: ReleaseLine): boolean {
  return line.end < NODE_TABLE_DATE;
}

/** True when the line had become LTS by the table's date. */
export function isLts(line: ReleaseLine): boolean {
  return line.lts !== null && line.lts <= NODE_TABLE_DATE;
}

/** The line of a resolved version such as `22`, `22.4` or `22.4.1`. */
export function lineOf(resolved: string): ReleaseLine | undefined {
  return NODE_LINES.find(({ major }) => major === Number.parseInt(resolved, 10));
}

/** The supported LTS lines, newest first. */
export function supportedLines(): readonly ReleaseLine[] {
  return NODE_LINES.filter((line) => isLts(line) && !isEndOfLife(line));
}

function aliasLine(alias: string): ReleaseLine | undefined {
  if (/^(node|stable|latest|current)$/.test(alias)) return NODE_LINES[0];
  const lts = NODE_LINES.filter(isLts);
  if (/^lts([/-]\*)?$/.test(alias)) return lts[0];
  const back = /^lts\/-(\d+)$/.exec(alias);
  if (back?.[1] !== undefined) return lts[Number(back[1])];
  const codename = alias.replace(/^lts[/-]/, '');
  return NODE_LINES.find((line) => line.codename === codename);
}

function reaches(range: semver.Range, { major }: ReleaseLine): boolean {
  return range.intersects(new semver.Range(`${major}.x`));
}

/**
 * True when exactly one line has versions of the range. A range without gaps (no `||`) reaches the first line from its lowest
 * version on, or none; the line after that tells whether it goes on.
 */
function isOfOneLine(range: semver.Range): boolean {
  const lowest = range.set.length === 1 ? (semver.minVersion(range)?.major ?? 0) : 0;
  const lines = NODE_LINES.filter(({ major }) => major >= lowest).reverse();
  const reached = (range.set.length === 1 ? lines.slice(0, 2) : lines).filter((line) => reaches(range, line));
  return reached.length === 1;
}

function exactnessOf(range: semver.Range, text: string): number {
  if (semver.valid(text, { loose: true }) !== null) return EXACTNESS.exact;
  if (!isOfOneLine(range)) return EXACTNESS.range;
  return /^[v=~\s]*\d+\.\d+(\.[x*])?$/i.test(text) ? EXACTNESS.minor : EXACTNESS.line;
}

/**
 * Reads a version as version files and manifests write it: `22`, `v22.4.1`, `22.x`, `>=20 <23`, `lts/*`, `lts/iron`,
 * `node`. Source: https://github.com/nvm-sh/nvm#nvmrc and https://docs.npmjs.com/cli/v11/configuring-npm/package-json
 */
export function wishOf(raw: string): Wish {
  const text = raw
    .trim()
    .toLowerCase()
    .replace(/^node[@-]?(?=v?\d)/, '');
  if (text === '' || text === 'system' || text === 'default') return { kind: 'any' };
  if (/^[a-z]/.test(text) && !/^v\d/.test(text)) {
    const line = aliasLine(text);
    if (line !== undefined) return { kind: 'range', range: `${line.major}.x`, exactness: EXACTNESS.line };
    if (text !== 'x') return { kind: 'unknown', why: 'is no version that Node.js has' };
  }
  const valid = semver.validRange(text, { loose: true });
  if (valid === null) return { kind: 'unknown', why: 'is no version that Node.js has' };
  if (valid === '*' || valid === '') return { kind: 'any' };
  // From the strict form: further steps read a range anew, and would stop at what only loose reading forgives.
  const range = new semver.Range(valid);
  if (bestFit([range.range]) === undefined)
    return { kind: 'unknown', why: `matches no release of Node.js known on ${NODE_TABLE_DATE}` };
  return { kind: 'range', range: range.range, exactness: exactnessOf(range, text) };
}

/** A version to build with. */
export interface Fit {
  readonly resolved: string;
  /** True when the table does not hold the release yet, but the line may have made it since. */
  readonly ahead: boolean;
}

function exactFit(line: ReleaseLine, version: string): Fit | undefined {
  if (semver.major(version) !== line.major) return undefined;
  if (semver.lte(version, line.newest)) return { resolved: version, ahead: false };
  const minors = semver.minor(version) - semver.minor(line.newest);
  return isEndOfLife(line) || minors > DATA.node.minorsAhead ? undefined : { resolved: version, ahead: true };
}

/** The version of one line that satisfies every range: its major, else its newest minor, else an exact version. */
function fitLine(line: ReleaseLine, ranges: readonly semver.Range[]): Fit | undefined {
  const allows = (version: string) => ranges.every((range) => range.test(version));
  const exact = ranges.find(({ set }) => set.length === 1 && set[0]?.length === 1 && set[0][0]?.operator === '');
  const pinned = exact?.set[0]?.[0]?.semver.version;
  if (pinned !== undefined) return allows(pinned) ? exactFit(line, pinned) : undefined;
  if (allows(line.newest)) return { resolved: String(line.major), ahead: false };
  // Most lines end here; all their versions would have to be tried to find none.
  if (!ranges.every((range) => reaches(range, line))) return undefined;
  const newest = semver.minor(line.newest);
  // A patch that no release reaches stands for "the newest patch", which is what a minor tag floats to.
  for (let minor = newest; minor >= 0; minor -= 1) {
    if (allows(`${line.major}.${minor}.999`)) return { resolved: `${line.major}.${minor}`, ahead: false };
  }
  for (let minor = newest; minor >= 0; minor -= 1) {
    for (let patch = 30; patch >= 0; patch -= 1) {
      const version = `${line.major}.${minor}.${patch}`;
      if (allows(version)) return exactFit(line, version);
    }
  }
  if (isEndOfLife(line)) return undefined;
  for (let minor = newest + 1; minor <= newest + DATA.node.minorsAhead; minor += 1) {
    if (allows(`${line.major}.${minor}.999`)) return { resolved: `${line.major}.${minor}`, ahead: true };
  }
  return undefined;
}

/** True when the line has been LTS for long enough to be preferred without being asked for. */
function isSettled(line: ReleaseLine): boolean {
  return line.lts !== null && line.lts <= DATA.node.settled;
}

/** Supported LTS lines first, those that have settled before younger ones, then other supported ones, then those without fixes. */
function byMerit(): readonly ReleaseLine[] {
  const rank = (line: ReleaseLine) => (isEndOfLife(line) ? 3 : isSettled(line) ? 0 : isLts(line) ? 1 : 2);
  return [...NODE_LINES].sort((a, b) => rank(a) - rank(b) || b.major - a.major);
}

/** The version to build with that satisfies all `ranges`; `undefined` when no known release does. */
export function bestFit(ranges: readonly string[]): Fit | undefined {
  const parsed = ranges.map((range) => new semver.Range(range, { loose: true }));
  for (const line of byMerit()) {
    const found = fitLine(line, parsed);
    if (found !== undefined) return found;
  }
  return undefined;
}
