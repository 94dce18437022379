import picomatch from 'picomatch';
import { basename, byPath, insideRoot, isWithin, join, type RelPath, ROOT, relativeTo } from '../model/paths.ts';

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
  /** The files below the folder `dir`, sorted. */
  below(dir: RelPath): readonly RelPath[];
  /** The names of what lies directly in the folder `dir`, sorted; a folder's ends with a slash. */
  entries(dir: RelPath): readonly string[];
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
function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1);
}

interface Indexes {
  readonly byName: ReadonlyMap<string, readonly RelPath[]>;
  readonly byExtension: ReadonlyMap<string, readonly RelPath[]>;
}

/** Both indexes in one pass: a name is looked up once for each file, its extension once for each name. */
function indexesOf(files: readonly RelPath[], names: readonly string[]): Indexes {
  const byName = new Map<string, RelPath[]>();
  const byExtension = new Map<string, RelPath[]>();
  const alike = new Map<string, RelPath[]>();
  for (const [index, file] of files.entries()) {
    const name = names[index] ?? '';
    const same = byName.get(name);
    if (same !== undefined) {
      same.push(file);
      alike.get(name)?.push(file);
      continue;
    }
    byName.set(name, [file]);
    const extension = extensionOf(name);
    const others = byExtension.get(extension) ?? [];
    others.push(file);
    byExtension.set(extension, others);
    alike.set(name, others);
  }
  return { byName, byExtension };
}

/** Where the files below a folder begin and end in a sorted list: after the slash comes the zero. */
function rangeOf(sorted: readonly string[], dir: string): readonly [from: number, to: number] {
  return dir === ROOT ? [0, sorted.length] : [lowerBound(sorted, `${dir}/`), lowerBound(sorted, `${dir}0`)];
}

/** Steps from entry to entry: over all that lies below a folder in one. */
function entriesOf(sorted: readonly string[], dir: string): readonly string[] {
  const [from, to] = rangeOf(sorted, dir);
  const start = dir === ROOT ? 0 : dir.length + 1;
  const found: string[] = [];
  for (let index = from; index < to; ) {
    const path = sorted[index] ?? '';
    const slash = path.indexOf('/', start);
    found.push(slash < 0 ? path.slice(start) : path.slice(start, slash + 1));
    index = slash < 0 ? index + 1 : rangeOf(sorted, path.slice(0, slash))[1];
  }
  return found;
}

/** The folder below which alone a glob can match. */
function folderOf(glob: string): string {
  const { base, isGlob, negated } = picomatch.scan(glob);
  return isGlob && !negated && insideRoot(base) === base ? base : ROOT;
}

/** A tree of sorted paths, with the basename of each. Indexes are built on first use, since most commands ask for names only. */
export function sortedTree(
  files: readonly RelPath[],
  names: readonly string[],
  complete: boolean,
  dir: RelPath = ROOT,
): FileTree {
  const indexes = once(() => indexesOf(files, names));
  const below = memo((folder: RelPath) => files.slice(...rangeOf(files, folder)));
  const matching = memo((glob: string) => {
    const matches = picomatch(glob, { dot: true });
    const there = below(join(dir, folderOf(glob)));
    return there.filter((file) => matches(relativeTo(file, dir)));
  });
  return {
    dir,
    complete,
    files,
    // Searched rather than indexed: a set of all paths costs more than the few questions of a command.
    has: (path) => files[lowerBound(files, path)] === path,
    hasFolder: (path) => path === ROOT || files[lowerBound(files, `${path}/`)]?.startsWith(`${path}/`) === true,
    named: (...wanted) => wanted.flatMap((name) => indexes().byName.get(name) ?? []).sort(shallowFirst),
    withExtension: (extension) => indexes().byExtension.get(extension) ?? [],
    match: matching,
    below,
    entries: (folder) => entriesOf(files, folder),
    within(folder, except) {
      if (folder === dir && except.length === 0) return this;
      const [from, to] = rangeOf(files, folder);
      const paths: RelPath[] = [];
      const basenames: string[] = [];
      for (let index = from; index < to; index += 1) {
        const path = files[index] as RelPath;
        if (except.some((nested) => isWithin(path, nested))) continue;
        paths.push(path);
        basenames.push(names[index] as string);
      }
      return sortedTree(paths, basenames, complete, folder);
    },
  };
}

/** Builds a tree from paths in any order. */
export function fileTree(paths: readonly RelPath[], complete = true): FileTree {
  const sorted = [...paths].sort(byPath);
  return sortedTree(sorted, sorted.map(basename), complete);
}
