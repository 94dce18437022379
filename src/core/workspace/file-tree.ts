import picomatch from 'picomatch';
import { basename, byPath, isWithin, type RelPath, ROOT, relativeTo } from '../model/paths.ts';

/** The list of a folder's files with its indexes; built from one scan and never touching the disk. */
export interface FileTree {
  /** The folder that globs are relative to. */
  readonly dir: RelPath;
  /** Sorted by code unit. */
  readonly files: readonly RelPath[];
  /** False when the file limit stopped the scan. */
  readonly complete: boolean;
  has(path: string): boolean;
  /** True when a file lies below the folder `dir`. */
  hasFolder(dir: string): boolean;
  /** The files with one of these basenames, shallowest first. */
  named(...basenames: readonly string[]): readonly RelPath[];
  /** The files with this extension (without the dot), sorted. */
  withExtension(extension: string): readonly RelPath[];
  /** The files that match a glob relative to `dir`; matched in memory and memoised. */
  match(glob: string): readonly RelPath[];
  /** The same tree seen from `dir` below it, without the folders in `except`. */
  within(dir: RelPath, except: readonly RelPath[]): FileTree;
}

function depth(path: string): number {
  let slashes = 0;
  for (const char of path) if (char === '/') slashes += 1;
  return slashes;
}

function shallowFirst(a: string, b: string): number {
  return depth(a) - depth(b) || byPath(a, b);
}

function memo<K, V>(make: (key: K) => V): (key: K) => V {
  const cache = new Map<K, V>();
  return (key) => {
    let value = cache.get(key);
    if (value === undefined) {
      value = make(key);
      cache.set(key, value);
    }
    return value;
  };
}

function indexBy(files: readonly RelPath[], keyOf: (path: RelPath) => string): ReadonlyMap<string, RelPath[]> {
  const index = new Map<string, RelPath[]>();
  for (const file of files) {
    const key = keyOf(file);
    const bucket = index.get(key);
    if (bucket === undefined) index.set(key, [file]);
    else bucket.push(file);
  }
  return index;
}

/** The index of the first path that is not before `wanted` in a sorted list. */
function lowerBound(sorted: readonly string[], wanted: string): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] ?? '') < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Everything after the last dot of the basename, else the empty string. */
function extensionOf(path: string): string {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1);
}

/**
 * Builds a tree from the paths of one scan, in any order. Indexes are built on first use, since most commands
 * ask for names only.
 */
export function fileTree(paths: readonly RelPath[], complete = true, dir: RelPath = ROOT): FileTree {
  const sorted = once(() => [...paths].sort(byPath));
  const byName = once(() => indexBy(paths, basename));
  const byExtension = once(() => indexBy(sorted(), extensionOf));
  const matching = memo((glob: string) => {
    const matches = picomatch(glob, { dot: true });
    return sorted().filter((file) => matches(relativeTo(file, dir)));
  });
  return {
    dir,
    complete,
    get files() {
      return sorted();
    },
    // Searched rather than indexed: a set of all paths costs more than the few questions of a command.
    has: (path) => sorted()[lowerBound(sorted(), path)] === path,
    hasFolder: (path) => path === ROOT || sorted()[lowerBound(sorted(), `${path}/`)]?.startsWith(`${path}/`) === true,
    named: (...names) => names.flatMap((name) => byName().get(name) ?? []).sort(shallowFirst),
    withExtension: (extension) => byExtension().get(extension) ?? [],
    match: matching,
    within(below, except) {
      if (below === dir && except.length === 0) return this;
      const inside = paths.filter((path) => isWithin(path, below) && !except.some((nested) => isWithin(path, nested)));
      return fileTree(inside, complete, below);
    },
  };
}
