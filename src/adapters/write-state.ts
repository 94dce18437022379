import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import { ok, type Result } from '../core/errors/diagnostic.ts';
import { UserError } from '../core/errors/user-error.ts';
import type { Ledger, OnDisk } from '../core/model/artifact.ts';
import { insideRoot, type RelPath } from '../core/model/paths.ts';
import { EMPTY_LEDGER, LEDGER_PATH, ledgerPaths, parseLedger, pristinePath } from '../core/write/ledger.ts';
import type { TextAt } from '../core/write/settle.ts';
import { readBytes } from './write-bytes.ts';
import { asUserError, userError } from './write-errors.ts';
import { statFile } from './write-paths.ts';
import { REAL_FS } from './write-port.ts';

/** A file above this size is not merged; one that derrick rendered is a hundred times smaller. */
const MERGEABLE_BYTES = 1024 * 1024;

/** A file above this size is not read at all. */
const READABLE_BYTES = 64 * MERGEABLE_BYTES;

/** What derrick remembers of its last run. */
export interface State {
  readonly ledger: Ledger;
  /** The pristine texts that could be read. */
  readonly pristine: ReadonlyMap<RelPath, string>;
}

/**
 * Reads the files at `paths` below `root`; absent ones have no key. Call `recover` first.
 * Throws {@link UserError}: DRK2003 for a path that leaves the root or crosses a symbolic link, DRK2006 for what cannot
 * be read, is not a plain file or is larger than 64 MiB.
 */
export function readOnDisk(root: string, paths: Iterable<RelPath>): ReadonlyMap<RelPath, OnDisk> {
  const found = new Map<RelPath, OnDisk>();
  for (const path of paths) {
    const bytes = read(root, path);
    if (bytes === undefined) continue;
    const opaque = bytes.length > MERGEABLE_BYTES || !isUtf8(bytes) || bytes.includes(0);
    const content = bytes.toString('utf8');
    found.set(path, opaque ? { content, opaque } : { content });
  }
  return found;
}

/**
 * Reads the ledger and the pristine texts of its files. No ledger is an empty one; a damaged one is DRK2005 in the
 * result; a pristine text that is absent or cannot be read is left out. Throws as {@link readOnDisk} for the ledger.
 */
export function readState(root: string): Result<State> {
  const bytes = read(root, LEDGER_PATH);
  const parsed = bytes === undefined ? ok(EMPTY_LEDGER) : parseLedger(bytes.toString('utf8'));
  if (!parsed.ok) return parsed;
  const pristine = new Map<RelPath, string>();
  for (const path of ledgerPaths(parsed.value)) {
    const text = readPristine(root, path);
    if (text !== undefined) pristine.set(path, text);
  }
  return ok({ ledger: parsed.value, pristine });
}

/** For `settle`: the text of any file below `root`; what cannot be read counts as there, with an impossible text. */
export function textAt(root: string): TextAt {
  return (path) => {
    try {
      return read(root, path)?.toString('utf8') ?? null;
    } catch (error) {
      if (error instanceof UserError) return '\0';
      throw error;
    }
  };
}

function readPristine(root: string, path: RelPath): string | undefined {
  try {
    return read(root, pristinePath(path))?.toString('utf8');
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function read(root: string, path: RelPath): Buffer | undefined {
  if (insideRoot(path) !== path) throw userError('DRK2003', `${path} leaves the project`, path);
  try {
    const stat = statFile(root, path, REAL_FS, 'DRK2006');
    if (stat === undefined) return undefined;
    if (stat.size > READABLE_BYTES) throw userError('DRK2006', `${path} is larger than 64 MiB`, path);
    return readBytes(join(root, path), REAL_FS);
  } catch (error) {
    throw asUserError(error, root, 'DRK2006');
  }
}
