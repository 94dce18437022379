import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { dirname, type RelPath, ROOT } from '../core/model/paths.ts';
import { isProtected } from '../core/write/protected.ts';
import { userError } from './write-errors.ts';
import { unless, type WriteFs } from './write-port.ts';

const PRISTINE = '.derrick/pristine/';

/** True for a file of the project and for derrick's own ledger and pristine texts; never for anything in `.git`. */
export function mayWrite(path: string): boolean {
  if (path === '.derrick/ledger.json') return true;
  return !isProtected(path.startsWith(PRISTINE) ? path.slice(PRISTINE.length) : path);
}

/**
 * The state of the plain file at `path`, `undefined` when nothing is there.
 * Throws DRK2003 when `path` is a symbolic link or lies behind one, and `otherwise` when it is no plain file
 * (a folder, a pipe) or a file is in the place of one of its folders.
 */
export function statFile(
  root: string,
  path: RelPath,
  fs: WriteFs,
  otherwise: 'DRK2002' | 'DRK2006',
): Stats | undefined {
  const parts = path.split('/');
  for (let count = 1; count <= parts.length; count += 1) {
    const part = parts.slice(0, count).join('/');
    const stat = unless(['ENOENT'], () => fs.lstatSync(join(root, part)));
    if (stat === undefined) return undefined;
    if (stat.isSymbolicLink()) throw userError('DRK2003', `${part} is a symbolic link`, path);
    if (count === parts.length) {
      if (stat.isFile()) return stat;
      throw userError(otherwise, `${part} is not a plain file`, path);
    }
    if (!stat.isDirectory()) throw userError(otherwise, `${part} is not a folder`, path);
  }
  return undefined;
}

/** The folders above `paths` that do not exist yet, outermost first. */
export function missingFolders(root: string, paths: readonly RelPath[], fs: WriteFs): readonly RelPath[] {
  const missing = new Set<RelPath>();
  for (const path of paths) {
    const here: RelPath[] = [];
    for (let dir = dirname(path); dir !== ROOT && !missing.has(dir); dir = dirname(dir)) {
      if (unless(['ENOENT'], () => fs.lstatSync(join(root, dir))) !== undefined) break;
      here.unshift(dir);
    }
    for (const dir of here) missing.add(dir);
  }
  return [...missing];
}
