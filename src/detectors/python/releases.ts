import semver from 'semver';
import { DATA } from '../data.generated.ts';
import { EXACTNESS, type Fit, type Wish } from '../node/releases.ts';
import { rangeOf } from './specifier.ts';

/** One line of releases: a minor version of Python. */
export interface PythonLine {
  /** `3.13`. */
  readonly line: string;
  readonly newest: string;
  readonly end: string;
  /** The Debian suites of its images, the newest first. */
  readonly suites: readonly string[];
}

/** Newest first. Source: rigging-templates/_shared/data/python.yaml. */
export const PYTHON_LINES: readonly PythonLine[] = DATA.python.lines;

/** The day on which the table was true; everything is judged against it. */
export const PYTHON_TABLE_DATE: string = DATA.python.date;

/** True when the line had no more fixes on the table's date. */
export function isEndOfLife({ end }: PythonLine): boolean {
  return end < PYTHON_TABLE_DATE;
}

/** The line of a resolved version such as `3.12` or `3.12.4`. */
export function pythonLineOf(resolved: string): PythonLine | undefined {
  const [major, minor] = resolved.split('.');
  return PYTHON_LINES.find(({ line }) => line === `${major}.${minor}`);
}

/** The lines that still get fixes, newest first. */
export function supportedLines(): readonly PythonLine[] {
  return PYTHON_LINES.filter((line) => !isEndOfLife(line));
}

function exactnessOf(text: string, range: string): number {
  if (/^[=v\s]*\d+\.\d+\.\d+$/.test(text)) return EXACTNESS.exact;
  if (/^[=v\s]*\d+\.\d+(\.[*x])?$/.test(text)) return EXACTNESS.minor;
  const fitting = PYTHON_LINES.filter(({ line }) => semver.intersects(range, `${line}.x`));
  return fitting.length === 1 ? EXACTNESS.line : EXACTNESS.range;
}

/**
 * Reads a version as version files and manifests write it: `3.12`, `python-3.11.9`, `>=3.10,<4`, `~=3.11`, `^3.12`.
 * Source: https://packaging.python.org/en/latest/specifications/version-specifiers/
 * @public used through the whole module, as a table of releases
 */
export function wishOf(raw: string): Wish {
  const text = raw
    .trim()
    .toLowerCase()
    .replace(/^(cpython|python)[@-]?(?=\d)/, '');
  if (text === '' || text === '*' || text === 'system' || text === 'default') return { kind: 'any' };
  if (/^(pypy|graalpy|jython|ironpython|micropython)/.test(text))
    return { kind: 'unknown', why: 'is another implementation than CPython, for which derrick has no image' };
  if (/^\d+\.\d+(\.\d+)?t$/.test(text))
    return { kind: 'unknown', why: 'is a free-threaded build, for which there is no official image' };
  const range = rangeOf(text);
  if (range === undefined) return { kind: 'unknown', why: 'is no version of Python' };
  if (range === '*') return { kind: 'any' };
  if (bestFit([range]) === undefined)
    return { kind: 'unknown', why: `matches no release of Python known on ${PYTHON_TABLE_DATE}` };
  return { kind: 'range', range, exactness: exactnessOf(text, range) };
}

/** An exact version of a line; `ahead` where the table does not hold it yet, but the line may have made it since. */
function exactFit(line: PythonLine, version: string): Fit | undefined {
  if (!version.startsWith(`${line.line}.`)) return undefined;
  if (semver.lte(version, line.newest)) return { resolved: version, ahead: false };
  const patches = semver.patch(version) - semver.patch(line.newest);
  return isEndOfLife(line) || patches > DATA.python.patchesAhead ? undefined : { resolved: version, ahead: true };
}

function fitLine(line: PythonLine, ranges: readonly semver.Range[]): Fit | undefined {
  const allows = (version: string) => ranges.every((range) => range.test(version));
  const exact = ranges.find(({ set }) => set.length === 1 && set[0]?.length === 1 && set[0][0]?.operator === '');
  const pinned = exact?.set[0]?.[0]?.semver.version;
  if (pinned !== undefined) return allows(pinned) ? exactFit(line, pinned) : undefined;
  // A patch that no release reaches stands for "the newest patch", which is what a minor tag floats to.
  if (allows(`${line.line}.99`) || allows(line.newest)) return { resolved: line.line, ahead: false };
  for (let patch = semver.patch(line.newest); patch >= 0; patch -= 1) {
    if (allows(`${line.line}.${patch}`)) return { resolved: `${line.line}.${patch}`, ahead: false };
  }
  return undefined;
}

/** The default line first (wheels for the newest one come later), then supported ones, then those without fixes. */
function byMerit(): readonly PythonLine[] {
  const alive = supportedLines();
  const settled = alive.filter(({ line }) => line === DATA.python.default);
  const older = alive.filter(({ line }) => semver.lt(`${line}.0`, `${DATA.python.default}.0`));
  const newer = alive.filter((line) => !settled.includes(line) && !older.includes(line));
  return [...settled, ...older, ...newer, ...PYTHON_LINES.filter(isEndOfLife)];
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

/** The Debian suite whose image exists for a version: the newest one that was out when the release was made. */
export function suiteFor(version: string): string {
  const line = pythonLineOf(version);
  const [newest, older] = line?.suites ?? ['trixie'];
  const first = (DATA.python.firstOnTrixie as Readonly<Record<string, string>>)[line?.line ?? ''];
  const exact = semver.valid(version);
  const isOlder = first !== undefined && exact !== null && semver.lt(exact, first);
  return (isOlder ? older : newest) ?? 'trixie';
}
