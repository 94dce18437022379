import { failed, ok, type Result } from '../errors/diagnostic.ts';
import type { Artifact, Ledger, LedgerEntry, OnDisk, Orphan } from '../model/artifact.ts';
import { byPath, insideRoot, type RelPath, relPath } from '../model/paths.ts';
import { digest } from './digest.ts';
import { isProtected } from './protected.ts';

/** Where derrick keeps its own files. */
export const STATE_DIR = relPath('.derrick');

/** The ledger's file. */
export const LEDGER_PATH = relPath('.derrick/ledger.json');

/** The ledger of a project that derrick never wrote to. */
export const EMPTY_LEDGER: Ledger = { schema: 1, files: {} };

/** Where the pristine text of `path` lies. */
export function pristinePath(path: RelPath): RelPath {
  return relPath(`.derrick/pristine/${path}`);
}

/** The record of `path`; safe for a path named like a member of every object. */
export function entryOf(ledger: Ledger, path: RelPath): LedgerEntry | undefined {
  return Object.hasOwn(ledger.files, path) ? ledger.files[path] : undefined;
}

/** The paths in the ledger, sorted. */
export function ledgerPaths(ledger: Ledger): readonly RelPath[] {
  return Object.keys(ledger.files).map(relPath).sort(byPath);
}

/** Reads `ledger.json`; any departure from the form is DRK2005, since a guess could cost a hand edit. */
export function parseLedger(text: string): Result<Ledger> {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return damaged('it is not JSON');
  }
  if (!isRecord(json)) return damaged('it is not an object');
  if (json.schema !== 1) return damaged('its schema is not 1');
  if (!isRecord(json.files)) return damaged('`files` is not an object');
  const files: [string, LedgerEntry][] = [];
  for (const [path, entry] of Object.entries(json.files)) {
    if (insideRoot(path) !== path || isProtected(path)) return damaged(`it names the path ${JSON.stringify(path)}`);
    if (!isEntry(entry)) return damaged(`the entry of ${JSON.stringify(path)} is not valid`);
    files.push([path, { rigging: entry.rigging, sha256: entry.sha256 }]);
  }
  return ok(ledgerOf(files));
}

/** The text of `ledger.json`: one ledger, one text. */
export function serialiseLedger(ledger: Ledger): string {
  const files = ledgerOf(Object.entries(ledger.files)).files;
  return `${JSON.stringify({ schema: 1, files }, null, 2)}\n`;
}

/** A ledger of these records, sorted by path. `fromEntries` defines keys, so that `__proto__` is a key like any other. */
export function ledgerOf(files: Iterable<readonly [string, LedgerEntry]>): Ledger {
  const sorted = [...files].sort(([a], [b]) => byPath(a, b));
  const entries = sorted.map(([path, { rigging, sha256 }]): [string, LedgerEntry] => [path, { rigging, sha256 }]);
  return { schema: 1, files: Object.fromEntries(entries) };
}

/** The files of the ledger that are still on disk but no longer rendered, sorted. */
export function orphans(
  artifacts: readonly Artifact[],
  ledger: Ledger,
  onDisk: ReadonlyMap<RelPath, OnDisk>,
): readonly Orphan[] {
  const rendered = new Set(artifacts.map((artifact) => artifact.path));
  const found: Orphan[] = [];
  for (const path of ledgerPaths(ledger)) {
    const entry = entryOf(ledger, path);
    const disk = onDisk.get(path);
    if (rendered.has(path) || entry === undefined || disk === undefined) continue;
    found.push({ path, rigging: entry.rigging, edited: digest(disk.content) !== entry.sha256 });
  }
  return found;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEntry(value: unknown): value is LedgerEntry {
  if (!isRecord(value) || typeof value.rigging !== 'string') return false;
  return typeof value.sha256 === 'string' && /^[0-9a-f]{64}$/.test(value.sha256);
}

function damaged(why: string): Result<Ledger> {
  const at = { file: LEDGER_PATH, line: null };
  return failed([{ code: 'DRK2005', severity: 'error', detail: `${LEDGER_PATH} cannot be used: ${why}`, at }]);
}
