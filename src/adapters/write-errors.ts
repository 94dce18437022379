import { basename, dirname, relative, sep } from 'node:path';
import type { ErrorCode } from '../core/errors/catalog.ts';
import { UserError } from '../core/errors/user-error.ts';
import type { RelPath } from '../core/model/paths.ts';
import { errnoOf } from './write-port.ts';
import { isTemporary } from './write-siblings.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the quota is used up',
  EEXIST: 'something else is there already',
  EFBIG: 'the file is too large',
  EISDIR: 'a folder is in its place',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many open files',
  ENOENT: 'no such file or folder',
  ENOSPC: 'no space left on the device',
  ENOTDIR: 'a file is in the place of a folder',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
};

/** A {@link UserError} with one problem. */
export function userError(code: ErrorCode, detail: string, file?: RelPath, cause?: unknown): UserError {
  const at = file === undefined ? {} : { at: { file, line: null } };
  return new UserError([{ code, severity: 'error', detail, ...at }], cause === undefined ? {} : { cause });
}

/** What went wrong in a failed system call, in words and without an absolute path; other errors by their message. */
export function reasonOf(error: unknown): string {
  const code = errnoOf(error);
  if (code !== undefined) return REASONS[code] ?? code;
  return error instanceof Error ? error.message : String(error);
}

/** A failed system call below `root` as a {@link UserError}; any other error as it is. */
export function asUserError(error: unknown, root: string, code: 'DRK2002' | 'DRK2006'): unknown {
  if (errnoOf(error) === undefined) return error;
  const verb = code === 'DRK2002' ? 'write' : 'read';
  return userError(code, `cannot ${verb} ${placeOf(error, root)}: ${reasonOf(error)}`, undefined, error);
}

function placeOf(error: unknown, root: string): string {
  const { path, dest } = error as { path?: unknown; dest?: unknown };
  const place = typeof dest === 'string' ? dest : path;
  if (typeof place !== 'string') return 'the files';
  const shown = isTemporary(basename(place)) ? dirname(place) : place;
  const inside = relative(root, shown).split(sep).join('/');
  if (inside === '') return 'the project folder';
  return inside.startsWith('..') ? 'the files' : inside;
}
