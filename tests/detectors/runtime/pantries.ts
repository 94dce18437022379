import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('./pantries/', import.meta.url);

/** The workspaces below `pantries/`, each with the lockfile that the package manager of its name wrote. */
export const PANTRIES = readdirSync(FOLDER).sort();

/** The files of one of them by path: aliases, tags, tarballs, folders, overrides, catalogs and peers, in four packages. */
export function pantry(name: string): Record<string, string> {
  const folder = new URL(`${name}/`, FOLDER);
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.split(`/pantries/${name}/`)[1]?.replace(/^\//, ''));
  return Object.fromEntries(
    paths.flatMap((path) => (path === undefined ? [] : [[path, readFileSync(new URL(path, folder), 'utf8')]])),
  );
}
