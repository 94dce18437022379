import { join } from 'node:path';
import { kill, pid } from 'node:process';
import { STATE_DIR } from '../core/write/ledger.ts';
import { digestBytes, readBytes, remove } from './write-bytes.ts';
import { asUserError, userError } from './write-errors.ts';
import { DONE_PATH, JOURNAL_PATH, type Journal, parseJournal } from './write-journal.ts';
import { statFile } from './write-paths.ts';
import { errnoOf, REAL_FS, unless, type WriteFs } from './write-port.ts';
import { siblings } from './write-siblings.ts';

/** What {@link recover} found and did. */
export type Recovery = 'nothing' | 'rolled back' | 'completed';

/**
 * Ends what a killed derrick left half-way below `root`: before the commit the old files come back, after it the
 * backups go. Safe to call at any time and any number of times; call it before the files are read and compared.
 * Throws {@link UserError}: DRK2002 when the folder cannot be written or another derrick is at work, DRK2003 for a
 * symbolic link in the way, DRK2005 for a journal that is not derrick's.
 */
export function recover(root: string, fs: WriteFs = REAL_FS): Recovery {
  try {
    const outcome = recoverBy(root, fs);
    dropEmptyStateDir(root, fs);
    return outcome;
  } catch (error) {
    throw asUserError(error, root, 'DRK2002');
  }
}

function recoverBy(root: string, fs: WriteFs): Recovery {
  const done = readJournal(root, DONE_PATH, fs);
  if (done !== undefined) {
    if (done !== 'partial') cleanUp(root, done, fs);
    else remove(join(root, DONE_PATH), fs);
  }
  const open = readJournal(root, JOURNAL_PATH, fs);
  if (open === undefined) return done === undefined ? 'nothing' : 'completed';
  if (open === 'partial') {
    remove(join(root, JOURNAL_PATH), fs);
    return 'nothing';
  }
  if (open.pid !== pid && isAlive(open.pid)) {
    throw userError('DRK2002', `another derrick (process ${open.pid}) is writing here: let it finish`, JOURNAL_PATH);
  }
  rollBack(root, open, fs);
  return 'rolled back';
}

function readJournal(root: string, path: typeof JOURNAL_PATH, fs: WriteFs): Journal | 'partial' | undefined {
  if (statFile(root, path, fs, 'DRK2002') === undefined) return undefined;
  const bytes = readBytes(join(root, path), fs);
  if (bytes === undefined) return undefined;
  const journal = parseJournal(bytes.toString('utf8'));
  if (journal === 'invalid') throw userError('DRK2005', `${path} is not a journal of derrick`, path);
  return journal;
}

/** Signal 0 only asks; EPERM means that the process exists but is someone else's. */
function isAlive(other: number): boolean {
  try {
    kill(other, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === 'EPERM';
  }
}

/**
 * Brings the old state back and ends the transaction. Each step may already have been done by an earlier attempt.
 * A file that someone edited after the crash is left as it is.
 */
export function rollBack(root: string, journal: Journal, fs: WriteFs): void {
  for (const [index, file] of journal.files.entries()) {
    const target = join(root, file.path);
    const { staged, backup } = siblings(root, journal.id, index, file.path);
    if (statFile(root, file.path, fs, 'DRK2002') === undefined && !file.existed) continue;
    const now = readBytes(target, fs);
    const replaced = now !== undefined && digestBytes(now) === file.sha256;
    if (file.existed && (replaced || now === undefined)) {
      unless(['ENOENT'], () => fs.renameSync(backup, target));
    } else if (!file.existed && replaced && !exists(staged, fs)) {
      remove(target, fs);
    }
  }
  removeSiblings(root, journal, fs);
  for (const folder of [...journal.folders].reverse()) {
    unless(['ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR'], () => fs.rmdirSync(join(root, folder)));
  }
  remove(join(root, JOURNAL_PATH), fs);
}

/** Removes what a committed transaction no longer needs. */
export function cleanUp(root: string, journal: Journal, fs: WriteFs): void {
  removeSiblings(root, journal, fs);
  remove(join(root, DONE_PATH), fs);
}

function removeSiblings(root: string, journal: Journal, fs: WriteFs): void {
  for (const [index, file] of journal.files.entries()) {
    // Also refuses folders that have become symbolic links.
    statFile(root, file.path, fs, 'DRK2002');
    const { staged, backup, partial } = siblings(root, journal.id, index, file.path);
    for (const path of [staged, backup, partial]) remove(path, fs);
  }
}

function exists(path: string, fs: WriteFs): boolean {
  return unless(['ENOENT'], () => fs.lstatSync(path)) !== undefined;
}

/** An empty `.derrick/` is all that is left of a transaction that ended before it began; no harm when it stays. */
export function dropEmptyStateDir(root: string, fs: WriteFs): void {
  try {
    if (fs.readdirSync(join(root, STATE_DIR)).length === 0) fs.rmdirSync(join(root, STATE_DIR));
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
  }
}
