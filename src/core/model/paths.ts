/**
 * A path inside the inspected project: POSIX separators, relative to the project root, normalised,
 * never starting with `../` or `/`. The root itself is `.`.
 */
export type RelPath = string & { readonly __brand: 'RelPath' };

/** The project root. */
export const ROOT = '.' as RelPath;

/**
 * Normalises `path` (which may hold `.`, `..`, doubled or back slashes) and brands it.
 * Throws when the path leaves the project root: a caller that handles text from the inspected tree
 * asks {@link insideRoot} first.
 */
export function relPath(path: string): RelPath {
  const inside = insideRoot(path);
  if (inside === undefined) throw new Error(`path leaves the project: ${JSON.stringify(path)}`);
  return inside;
}

/** Like {@link relPath}, but `undefined` for an absolute path or one that climbs above the root. */
export function insideRoot(path: string): RelPath | undefined {
  if (path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path) || path.includes('\0')) return undefined;
  const parts: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return (parts.length === 0 ? '.' : parts.join('/')) as RelPath;
}

/** Joins path segments below `dir`; throws when the result leaves the root. */
export function join(dir: RelPath, ...segments: readonly string[]): RelPath {
  return relPath([dir, ...segments].join('/'));
}

/** The folder that holds `path`; the root is its own folder. */
export function dirname(path: RelPath): RelPath {
  const at = path.lastIndexOf('/');
  return (at < 0 ? '.' : path.slice(0, at)) as RelPath;
}

/** The last segment of `path`. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** True when `path` is `dir` or lies below it. */
export function isWithin(path: RelPath, dir: RelPath): boolean {
  return dir === ROOT || path === dir || path.startsWith(`${dir}/`);
}

/** `path` as seen from `dir`, which must contain it or be reached by climbing: `../x` is a plain string, not a RelPath. */
export function relativeTo(path: RelPath, dir: RelPath): string {
  if (dir === ROOT) return path;
  const from = dir.split('/');
  const to = path === ROOT ? [] : path.split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared += 1;
  const climbed = [...from.slice(shared).map(() => '..'), ...to.slice(shared)];
  return climbed.length === 0 ? '.' : climbed.join('/');
}

/** Orders paths by code unit, so that every machine and locale sorts alike. */
export function byPath(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
