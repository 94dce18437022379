import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { BuildRequest } from '../../core/build/request.ts';
import type { Diagnostic } from '../../core/errors/diagnostic.ts';
import { UserError } from '../../core/errors/user-error.ts';

/** A longer file is no password or key; masking it would only cost time. */
const LARGEST_FILE = 64 * 1024;

/**
 * The values that a build could print and nobody may see. They are used for masking only; the engine reads them itself.
 * @throws {UserError} DRK4001 when a variable or a file is not there, since engines then pass nothing or speak in riddles.
 */
export async function secretValues(
  request: BuildRequest,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  const values: string[] = [];
  const problems: Diagnostic[] = [];
  for (const secret of request.options.secrets) {
    const value = 'env' in secret ? environment[secret.env] : await contentOf(resolve(request.root, secret.src));
    const missing = 'env' in secret ? `the variable ${secret.env} is not set` : `${secret.src} cannot be read`;
    if (value === undefined) {
      problems.push({ code: 'DRK4001', severity: 'error', detail: `--secret id=${secret.id}: ${missing}` });
    } else {
      values.push(value);
    }
  }
  const [first, ...rest] = problems;
  if (first !== undefined) throw new UserError([first, ...rest]);
  return values;
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return (await stat(path)).size > LARGEST_FILE ? '' : await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
