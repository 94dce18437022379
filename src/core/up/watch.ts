import { stringify } from 'yaml';
import type { RelPath } from '../model/paths.ts';

/** A service that derrick builds, and the folder of its sources. */
export interface Watched {
  readonly service: string;
  readonly dir: RelPath;
}

/**
 * What a compose file lacks for `watch`: each service that is built is built anew when its sources change, what
 * `.dockerignore` leaves out not counted. It is laid over the project's own file, which stays as it is.
 * Source: https://docs.docker.com/reference/compose-file/develop/
 */
export function watchOverlay(watched: readonly Watched[]): string {
  const services = watched.map(({ service, dir }) => {
    const path = dir === '.' ? '.' : `./${dir}`;
    return [service, { develop: { watch: [{ action: 'rebuild', path, ignore: ['node_modules/'] }] } }] as const;
  });
  return stringify({ services: Object.fromEntries(services) });
}
