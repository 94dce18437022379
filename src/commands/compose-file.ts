import { projectText } from '../adapters/project-fs.ts';
import { UserError } from '../core/errors/user-error.ts';
import { type RelPath, relPath } from '../core/model/paths.ts';

/** The names under which Compose looks for its file. Source: https://docs.docker.com/compose/intro/compose-application-model/ */
const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'].map(relPath);

/** The project's compose file; `undefined` when there is none. */
export function findComposeFile(root: string): { readonly path: RelPath; readonly text: string } | undefined {
  for (const path of COMPOSE_FILES) {
    const text = projectText(root, path);
    if (text !== null) return { path, text };
  }
  return undefined;
}

/** The project's compose file, written by `derrick init` first where there is none. */
export async function composeFileOf(
  root: string,
  path: string | undefined,
): Promise<{ readonly path: RelPath; readonly text: string }> {
  const there = findComposeFile(root);
  if (there !== undefined) return there;
  const { initCommand } = await import('./init.ts');
  await initCommand(path, { yes: true, quiet: true, aside: true, only: ['image', 'compose'] });
  const written = findComposeFile(root);
  if (written !== undefined) return written;
  throw new UserError([
    {
      code: 'DRK4001',
      severity: 'error',
      detail: 'there is no compose.yaml, and none could be written',
      hint: 'Run `derrick init --with compose`.',
    },
  ]);
}
