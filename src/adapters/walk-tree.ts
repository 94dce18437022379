import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { insideRoot, type RelPath } from '../core/model/paths.ts';

/** The files of a tree, ordered by code unit. */
export interface Walked {
  readonly files: readonly RelPath[];
  /** False when the limit stopped the walk; the files are then those of the upper folders. */
  readonly complete: boolean;
}

/** Folders of installed or built files, never of sources, at any depth. */
const SKIPPED: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  '.venv',
  'venv',
  'site-packages',
  '__pycache__',
  '.tox',
  '.next',
  '.nuxt',
  '.output',
  '.svelte-kit',
  '.turbo',
  '.nx',
  '.gradle',
  '.terraform',
  'bower_components',
]);

/** The rules of one .gitignore. */
interface Rules {
  readonly rules: Ignore;
  /** The length of the path of its folder, which its patterns do not see. */
  readonly prefix: number;
  /** True when no pattern has a slash inside: then a name decides, and the library remembers what it said of a name. */
  readonly isByName: boolean;
}

/** A folder to look into: its path with a trailing slash (nothing for the root) and the rules that hold there, nearest first. */
interface Folder {
  readonly path: string;
  readonly rules: readonly Rules[];
}

function hasOnlyNames(gitignore: string): boolean {
  return gitignore.split('\n').every((line) => line.startsWith('#') || !line.trim().replace(/\/$/, '').includes('/'));
}

/** Whether the nearest rules that speak of a path leave it out; its folder is known not to be ignored. */
function isIgnored(path: string, rules: readonly Rules[]): boolean {
  const name = path.slice(path.lastIndexOf('/', path.length - 2) + 1);
  for (const one of rules) {
    const { ignored, unignored } = one.rules.test(one.isByName ? name : path.slice(one.prefix));
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** The name by which an entry takes its place in the order of whole paths: a folder's goes on with a slash. */
function orderName(entry: Dirent): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}

function entriesOf(root: string, { path }: Folder): readonly Dirent[] {
  try {
    return readdirSync(join(root, path), { withFileTypes: true });
  } catch {
    // A folder that cannot be read, or is gone by now, counts as empty.
    return [];
  }
}

function rulesAt(root: string, { path, rules }: Folder, entries: readonly Dirent[]): readonly Rules[] {
  if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return rules;
  try {
    const text = readFileSync(join(root, path, '.gitignore'), 'utf8');
    return [{ rules: ignore().add(text), prefix: path.length, isByName: hasOnlyNames(text) }, ...rules];
  } catch {
    return rules;
  }
}

/** The last renders; the ledger beside them stays in sight, since it says which files are derrick's own. */
const PRISTINE = '.derrick/pristine';

/** The files and folders of one folder that count, in the order of their paths; folders end with a slash. */
function look(root: string, folder: Folder): { readonly paths: readonly string[]; readonly rules: readonly Rules[] } {
  const entries = entriesOf(root, folder);
  const rules = rulesAt(root, folder, entries);
  const names: string[] = [];
  for (const entry of entries) {
    // A path cannot hold a backslash: on Windows it is a separator.
    if (!(entry.isFile() || entry.isDirectory()) || entry.name.includes('\\')) continue;
    if (entry.isDirectory() && (SKIPPED.has(entry.name) || folder.path + entry.name === PRISTINE)) continue;
    names.push(orderName(entry));
  }
  const paths = names.sort().map((name) => folder.path + name);
  return { paths: rules.length === 0 ? paths : paths.filter((path) => !isIgnored(path, rules)), rules };
}

function isFolder(path: string): boolean {
  return path.endsWith('/');
}

/** Every file in order, depth first; `undefined` when there are more than `limit`. */
function inOrder(root: string, limit: number): RelPath[] | undefined {
  const files: RelPath[] = [];
  const visit = (folder: Folder): boolean => {
    const { paths, rules } = look(root, folder);
    for (const path of paths) {
      if (!isFolder(path)) files.push(path as RelPath);
      else if (insideRoot(path) !== undefined && !visit({ path, rules })) return false;
    }
    return files.length <= limit;
  };
  return visit({ path: '', rules: [] }) ? files : undefined;
}

/** The files of the upper folders, at most `limit`. */
function shallowest(root: string, limit: number): RelPath[] {
  const files: RelPath[] = [];
  const queue: Folder[] = [{ path: '', rules: [] }];
  for (const folder of queue) {
    const { paths, rules } = look(root, folder);
    for (const path of paths) {
      if (files.length >= limit) return files.sort();
      if (!isFolder(path)) files.push(path as RelPath);
      else if (insideRoot(path) !== undefined) queue.push({ path, rules });
    }
  }
  return files.sort();
}

/**
 * Lists the files below `root`: no symbolic link is followed, a folder that cannot be read counts as empty, and what a
 * .gitignore names is left out with all that lies below. Synchronous: on one disk, that is the fastest way (decision 0002).
 */
export function walkTree(root: string, limit: number): Walked {
  const files = inOrder(root, limit);
  return files === undefined ? { files: shallowest(root, limit), complete: false } : { files, complete: true };
}
