import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../core/errors/user-error.ts';
import type { RelPath } from '../core/model/paths.ts';

/** The absolute folder of the project that a command was given; the current one by default. */
export function projectRoot(path: string | undefined): string {
  return resolve(path ?? '.');
}

/** The absolute path of a file that a flag names, as seen from the current folder. */
export function absolute(path: string): string {
  return resolve(path);
}

/**
 * The text of a file of the project; `null` when it does not exist.
 * @throws {UserError} DRK2006 when it is there but cannot be read.
 */
export function projectText(root: string, path: RelPath): string | null {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (cause) {
    const { code } = cause as { readonly code?: string };
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new UserError(
      [{ code: 'DRK2006', severity: 'error', detail: `${path} cannot be read (${code ?? 'unknown'})` }],
      { cause },
    );
  }
}

/**
 * The text of a file that a flag names.
 * @throws {UserError} DRK4001 when it cannot be read.
 */
export function absoluteText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UserError([{ code: 'DRK4001', severity: 'error', detail: `${path} cannot be read` }], { cause });
  }
}
