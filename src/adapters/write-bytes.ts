import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { unless, type WriteFs } from './write-port.ts';

/** SHA-256 of bytes, in hexadecimal. */
export function digestBytes(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The bytes of a file; `undefined` when it is absent. */
export function readBytes(path: string, fs: WriteFs): Buffer | undefined {
  return unless(['ENOENT'], () => fs.readFileSync(path));
}

/** Removes a file that may be absent. */
export function remove(path: string, fs: WriteFs): void {
  unless(['ENOENT'], () => fs.unlinkSync(path));
}

/** Creates a file, which must not exist (not even as a dangling link), and brings its bytes to the disk. */
export function createFile(path: string, bytes: Buffer, mode: number, fs: WriteFs): void {
  const file = fs.openSync(path, 'wx', mode);
  try {
    for (let at = 0; at < bytes.length; ) at += fs.writeSync(file, bytes, at);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

/** Brings the names in a folder to the disk, where the system can. */
export function syncFolder(path: string, fs: WriteFs): void {
  const folder = unless(['EISDIR', 'EPERM', 'EACCES'], () => fs.openSync(path, 'r'));
  if (folder === undefined) return;
  try {
    unless(['EINVAL', 'EPERM', 'EBADF', 'ENOTSUP'], () => fs.fsyncSync(folder));
  } finally {
    fs.closeSync(folder);
  }
}

/** Gives a staged file the mode and owner of the file that it will replace. Only root can change the owner. */
export function takeAfter(path: string, old: Stats, executable: boolean, own: number | undefined, fs: WriteFs): void {
  if (own === 0 && old.uid !== 0) unless(['EPERM', 'EINVAL', 'ENOTSUP'], () => fs.chownSync(path, old.uid, old.gid));
  const mode = old.mode & 0o777;
  // Whoever may read an executable file may run it.
  fs.chmodSync(path, executable ? mode | ((mode & 0o444) >> 2) : mode);
}

/**
 * Keeps the old file under a second name, beside it. A hard link where that is possible; otherwise a copy, which
 * gets its final name only once it is complete, since a backup that exists is trusted.
 */
export function backUp(path: string, backup: string, partial: string, fs: WriteFs): void {
  if (unless(['EPERM', 'EACCES', 'ENOTSUP', 'ENOSYS', 'EMLINK'], () => linked(path, backup, fs)) === true) return;
  fs.copyFileSync(path, partial, constants.COPYFILE_EXCL);
  const file = fs.openSync(partial, 'r');
  try {
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
  fs.renameSync(partial, backup);
}

function linked(path: string, backup: string, fs: WriteFs): true {
  fs.linkSync(path, backup);
  return true;
}
