import { insideRoot, type RelPath, relPath } from '../core/model/paths.ts';
import { mayWrite } from './write-paths.ts';

/** What is under way: written before the first change, so that a crash at any later point can be undone. */
export const JOURNAL_PATH = relPath('.derrick/journal.json');

/** The journal under its second name: from this renaming on the new files stay, and only the backups have to go. */
export const DONE_PATH = relPath('.derrick/journal-done.json');

/** One file of a transaction. */
export interface JournalFile {
  readonly path: RelPath;
  /** True when a file was there before. */
  readonly existed: boolean;
  /** Digest of the new bytes: tells a file that was replaced from one that was not, or that was edited since. */
  readonly sha256: string;
}

/** A transaction as its journal describes it. */
export interface Journal {
  readonly schema: 1;
  /** Eight hexadecimal digits, part of the names of all temporaries. */
  readonly id: string;
  /** The process at work. */
  readonly pid: number;
  /** Folders to create, outermost first. */
  readonly folders: readonly RelPath[];
  readonly files: readonly JournalFile[];
}

/** The text of the journal. */
export function serialiseJournal(journal: Journal): string {
  return `${JSON.stringify(journal)}\n`;
}

/**
 * Reads a journal, which a cloned repository may have planted: only paths that derrick may write pass, and names of
 * temporaries are never read from it. `partial`: the text is cut off, hence nothing has been begun; `invalid`: the rest.
 */
export function parseJournal(text: string): Journal | 'partial' | 'invalid' {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'partial';
  }
  if (typeof json !== 'object' || json === null) return 'invalid';
  const { schema, id, pid, folders, files } = json as Readonly<Record<string, unknown>>;
  if (schema !== 1 || typeof id !== 'string' || !/^[0-9a-f]{8}$/.test(id)) return 'invalid';
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1) return 'invalid';
  if (!Array.isArray(folders) || !folders.every(isFolder)) return 'invalid';
  if (!Array.isArray(files) || !files.every(isJournalFile)) return 'invalid';
  return { schema, id, pid, folders, files };
}

function isFolder(value: unknown): value is RelPath {
  return typeof value === 'string' && insideRoot(value) === value && value !== '.';
}

function isJournalFile(value: unknown): value is JournalFile {
  if (typeof value !== 'object' || value === null) return false;
  const { path, existed, sha256 } = value as Readonly<Record<string, unknown>>;
  if (typeof path !== 'string' || insideRoot(path) !== path || !mayWrite(path)) return false;
  return typeof existed === 'boolean' && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
}
