import { projectText } from '../adapters/project-fs.ts';
import { UserError } from '../core/errors/user-error.ts';
import { type RelPath, relPath } from '../core/model/paths.ts';

/** The names under which Compose looks for its file. Source: https://docs.docker.com/compose/intro/compose-application-model/ */
const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'].map(relPath);

/** The project's compose file, written by `derrick init` first where there is none. */
export async function composeFileOf(
  root: string,
  path: string | undefined,
): Promise<{ readonly path: RelPath; readonly text: string }> {
  const found = () =>
    COMPOSE_FILES.map((name) => ({ path: name, text: projectText(root, name) })).find(({ text }) => text !== null);
  let file = found();
  if (file === undefined) {
    const { initCommand } = await import('./init.ts');
    await initCommand(path, { yes: true, quiet: true, only: ['image', 'compose'] });
    file = found();
  }
  const { text = null, path: name = COMPOSE_FILES[0] } = file ?? {};
  if (text !== null && name !== undefined) return { path: name, text };
  throw new UserError([
    {
      code: 'DRK4001',
      severity: 'error',
      detail: 'there is no compose.yaml, and none could be written',
      hint: 'Run `derrick init --with compose`.',
    },
  ]);
}
