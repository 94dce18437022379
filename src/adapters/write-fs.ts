import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { getuid, pid } from 'node:process';
import { UserError } from '../core/errors/user-error.ts';
import type { FileWrite } from '../core/model/artifact.ts';
import { dirname, insideRoot, type RelPath } from '../core/model/paths.ts';
import { STATE_DIR } from '../core/write/ledger.ts';
import { backUp, createFile, digestBytes, readBytes, syncFolder, takeAfter } from './write-bytes.ts';
import { asUserError, reasonOf, userError } from './write-errors.ts';
import { DONE_PATH, JOURNAL_PATH, type Journal, serialiseJournal } from './write-journal.ts';
import { mayWrite, missingFolders, statFile } from './write-paths.ts';
import { errnoOf, REAL_FS, unless, type WriteFs } from './write-port.ts';
import { cleanUp, dropEmptyStateDir, recover, rollBack } from './write-recover.ts';
import { siblings } from './write-siblings.ts';

interface Step {
  readonly write: FileWrite;
  readonly bytes: Buffer;
  readonly target: string;
  readonly old: Stats | undefined;
}

/**
 * Writes all of `writes` below `root`, an existing absolute folder, or none of them; see docs/decisions/0003.
 * It is synchronous, hence no signal handler runs in the middle of it (`holdSignals` in write-signals.ts); should the
 * process be killed, the next call or {@link recover} ends what was begun. New files get mode 0644, executable ones
 * 0755, both less the umask; a replaced file keeps mode and owner.
 * Throws {@link UserError}: DRK2001 when a file is not as it was when compared, DRK2002 when something cannot be
 * written, DRK2003 for a path that leaves the root, is protected or crosses a symbolic link. The tree is then as before.
 */
export function apply(root: string, writes: readonly FileWrite[], fs: WriteFs = REAL_FS): void {
  recover(root, fs);
  if (writes.length === 0) return;
  try {
    const steps = writes.map((write) => plan(root, write, fs));
    const paths = writes.map((write) => write.path);
    const folders = missingFolders(root, paths, fs).filter((folder) => folder !== STATE_DIR);
    const files = steps.map(({ write: { path }, bytes, old }) => ({
      path,
      existed: old !== undefined,
      sha256: digestBytes(bytes),
    }));
    run(root, { schema: 1, id: randomBytes(4).toString('hex'), pid, folders, files }, steps, fs);
  } catch (error) {
    throw asUserError(error, root, 'DRK2002');
  }
}

function plan(root: string, write: FileWrite, fs: WriteFs): Step {
  const { path, content } = write;
  if (insideRoot(path) !== path || !mayWrite(path)) throw userError('DRK2003', `derrick may not write ${path}`, path);
  const old = statFile(root, path, fs, 'DRK2002');
  return { write, bytes: Buffer.from(content, 'utf8'), target: join(root, path), old };
}

function run(root: string, journal: Journal, steps: readonly Step[], fs: WriteFs): void {
  claim(root, journal, fs);
  try {
    writeAll(root, journal, steps, fs);
    fs.renameSync(join(root, JOURNAL_PATH), join(root, DONE_PATH));
  } catch (error) {
    throw rolledBack(error, root, journal, fs);
  }
  // Committed: what fails from here on is done by the next recovery.
  try {
    syncFolder(join(root, STATE_DIR), fs);
    cleanUp(root, journal, fs);
    dropEmptyStateDir(root, fs);
  } catch (error) {
    if (errnoOf(error) === undefined && !(error instanceof UserError)) throw error;
  }
}

/** Writes the journal; that it must not exist makes it the lock against a second derrick too. */
function claim(root: string, journal: Journal, fs: WriteFs): void {
  unless(['EEXIST'], () => fs.mkdirSync(join(root, STATE_DIR)));
  const path = join(root, JOURNAL_PATH);
  try {
    createFile(path, Buffer.from(serialiseJournal(journal)), 0o666, fs);
    syncFolder(join(root, STATE_DIR), fs);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') throw userError('DRK2002', 'another derrick is writing here', JOURNAL_PATH, error);
    throw rolledBack(error, root, { ...journal, folders: [], files: [] }, fs);
  }
}

function writeAll(root: string, journal: Journal, steps: readonly Step[], fs: WriteFs): void {
  for (const folder of journal.folders) fs.mkdirSync(join(root, folder));
  for (const [index, step] of steps.entries()) {
    const { staged, backup, partial } = siblings(root, journal.id, index, step.write.path);
    const { bytes, old, target, write } = step;
    createFile(staged, bytes, write.executable ? 0o777 : 0o666, fs);
    if (old === undefined) continue;
    takeAfter(staged, old, write.executable, getuid?.(), fs);
    backUp(target, backup, partial, fs);
  }
  const touched = new Set(steps.map(({ write }) => dirname(write.path)));
  for (const folder of [...touched]) syncFolder(join(root, folder), fs);
  for (const [index, step] of steps.entries()) {
    refuseChanged(step, fs);
    fs.renameSync(siblings(root, journal.id, index, step.write.path).staged, step.target);
  }
  for (const folder of parentsToo(touched, journal.folders)) syncFolder(join(root, folder), fs);
}

function parentsToo(touched: ReadonlySet<RelPath>, created: readonly RelPath[]): ReadonlySet<RelPath> {
  return new Set([...touched, ...created.map(dirname)]);
}

/** The user may have saved the file while a prompt was open, or another program made it. */
function refuseChanged({ write, target, old }: Step, fs: WriteFs): void {
  const now = readBytes(target, fs)?.toString('utf8') ?? null;
  const expected = write.was === undefined ? (old === undefined ? null : now) : write.was;
  if (now !== expected) throw userError('DRK2001', `${write.path} changed while derrick ran`, write.path);
}

/** The error to throw once the old state is back, or with a word about what keeps it from coming back. */
function rolledBack(cause: unknown, root: string, journal: Journal, fs: WriteFs): unknown {
  const error = asUserError(cause, root, 'DRK2002');
  try {
    rollBack(root, journal, fs);
    dropEmptyStateDir(root, fs);
    return error;
  } catch (second) {
    if (!(error instanceof UserError)) return error;
    const detail = `the old files could not be brought back yet: ${reasonOf(second)}`;
    const hint = 'Remove the cause and run derrick again: it brings them back first.';
    return new UserError([...error.problems, { code: 'DRK2002', severity: 'error', detail, hint }], { cause });
  }
}
