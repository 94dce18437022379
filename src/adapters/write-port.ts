import nodeFs from 'node:fs';

/** The file operations of a write, one by one, so that a test can let any of them fail. */
export type WriteFs = Pick<
  typeof nodeFs,
  | 'chmodSync'
  | 'chownSync'
  | 'closeSync'
  | 'copyFileSync'
  | 'fsyncSync'
  | 'linkSync'
  | 'lstatSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readFileSync'
  | 'readdirSync'
  | 'renameSync'
  | 'rmdirSync'
  | 'unlinkSync'
  | 'writeSync'
>;

/** The file system itself. */
export const REAL_FS: WriteFs = nodeFs;

/** The code of a failed system call (`ENOENT`), `undefined` for any other error. */
export function errnoOf(error: unknown): string | undefined {
  // Not `instanceof Error`: Node's own errors are of another realm where the caller runs in a vm context.
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  if (typeof error.code !== 'string') return undefined;
  return /^E[A-Z0-9]+$/.test(error.code) ? error.code : undefined;
}

/** Runs `action`; `undefined` where it fails with one of `codes`. */
export function unless<T>(codes: readonly string[], action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (codes.includes(errnoOf(error) ?? '')) return undefined;
    throw error;
  }
}
