import { DATA } from '../data.generated.ts';
import { withDefaults } from './compose-values.ts';

/** The repository of an image without registry mirror, tag and digest: `postgres` of `docker.io/library/postgres:17`. */
function repository(image: string): string {
  return image
    .replace(/@.*$/, '')
    .replace(/:[^/:]*$/, '')
    .replace(/^(docker\.io|registry-1\.docker\.io|index\.docker\.io|mirror\.gcr\.io|public\.ecr\.aws\/docker)\//, '')
    .replace(/^library\//, '');
}

/** The kind of backing service that an image runs, by the table of `_shared/data/services.yaml`. */
export function serviceKind(image: unknown): string | undefined {
  if (typeof image !== 'string') return undefined;
  const name = repository(withDefaults(image));
  for (const [kind, { images }] of Object.entries(DATA.services)) {
    if ((images as readonly string[]).includes(name)) return kind;
  }
  return undefined;
}
