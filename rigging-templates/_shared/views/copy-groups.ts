import { basename, byPath, dirname, type RelPath, relativeTo, relPath } from '../../../src/core/model/paths.ts';

/** One COPY line: its sources, then its target. */
export type CopyLine = readonly string[];

/**
 * COPY lines for files and folders of the build context, one line for each folder, so that everything keeps its place.
 * A folder (a path that `isFolder` knows) needs a line of its own, because COPY copies what is in it.
 */
export function copyLines(
  paths: readonly string[],
  context: RelPath,
  isFolder: (path: string) => boolean,
): readonly CopyLine[] {
  const byFolder = new Map<string, string[]>();
  const folders: CopyLine[] = [];
  for (const path of [...new Set(paths)].sort(byPath)) {
    const inside = relPath(relativeTo(relPath(path), context));
    if (isFolder(path)) {
      folders.push([inside, `./${inside}/`]);
      continue;
    }
    const folder = dirname(inside);
    const bucket = byFolder.get(folder);
    if (bucket === undefined) byFolder.set(folder, [inside]);
    else bucket.push(inside);
  }
  const files = [...byFolder.entries()].map(([folder, sources]) => [
    ...sources,
    folder === '.' ? './' : `./${folder}/`,
  ]);
  return [...files, ...folders];
}

/**
 * COPY lines from a built stage: files of one folder together, folders alone. A trailing slash marks a folder, and what
 * lies in one that is copied whole is not copied twice.
 */
export function copyBuilt(all: readonly string[], from: string): readonly CopyLine[] {
  const whole = all.filter((path) => path.endsWith('/'));
  const paths = all.filter((path) => !whole.some((folder) => path !== folder && path.startsWith(folder)));
  const files = paths.filter((path) => !path.endsWith('/')).sort(byPath);
  const folders = paths
    .filter((path) => path.endsWith('/'))
    .map((path) => path.slice(0, -1))
    .sort(byPath);
  const lines: CopyLine[] = [];
  const top = files.filter((path) => !path.includes('/'));
  if (top.length > 0) lines.push([...top.map((path) => `${from}${path}`), './']);
  for (const path of files)
    if (path.includes('/')) lines.push([`${from}${path}`, `./${path.slice(0, -basename(path).length)}`]);
  for (const path of folders) lines.push([`${from}${path}`, `./${path}`]);
  return lines;
}
