import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/errors/user-error.ts';
import { relPath } from '../core/model/paths.ts';
import { withIgnoredEnv, withPasswords } from '../core/up/variables.ts';
import { projectText } from './project-fs.ts';

const ENV = relPath('.env');
const IGNORED = relPath('.gitignore');
const PASSWORD_BYTES = 18;

/** The text of `.env`; empty when there is none. */
export function dotenvText(root: string): string {
  return projectText(root, ENV) ?? '';
}

/**
 * Makes up passwords for backing services on this machine and adds them to `.env`, which only its owner can read and
 * version control ignores. Letters and digits only, since a password becomes part of an address.
 * @throws {UserError} DRK2002 when the folder cannot be written.
 */
export function addPasswords(root: string, names: readonly string[]): void {
  const made = Object.fromEntries(names.map((name) => [name, randomBytes(PASSWORD_BYTES).toString('hex')]));
  const ignored = projectText(root, IGNORED) ?? '';
  try {
    const next = withIgnoredEnv(ignored);
    if (next !== ignored) writeFileSync(join(root, IGNORED), next);
    writeFileSync(join(root, ENV), withPasswords(dotenvText(root), made), { mode: 0o600 });
  } catch (cause) {
    const { code } = cause as { readonly code?: string };
    throw new UserError(
      [{ code: 'DRK2002', severity: 'error', detail: `.env cannot be written (${code ?? 'unknown'})` }],
      { cause },
    );
  }
}
