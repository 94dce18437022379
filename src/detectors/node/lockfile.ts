import { basename, type RelPath } from '../../core/model/paths.ts';
import type { Scope, TextFile } from '../../core/workspace/scope.ts';
import { readBunLock } from './lockfile-bun.ts';
import { readNpmLock } from './lockfile-npm.ts';
import { readPnpmLock } from './lockfile-pnpm.ts';
import { readYarnLock } from './lockfile-yarn.ts';

/** One package as a lockfile holds it. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Names of its dependencies, optional ones included. */
  readonly needs: readonly string[];
  /** True when the install goes on without it. */
  readonly optional: boolean;
  /** Whether it runs something when it is installed; `null` where the lockfile does not say. */
  readonly installScript: boolean | null;
  /** True for what another package brings with it. */
  readonly bundled?: boolean;
  /** Where it comes from. */
  readonly source: 'registry' | 'git' | 'local';
}

/** What a lockfile says, whatever its format. */
export interface Lockfile {
  readonly path: RelPath;
  /** The package manager that reads it: npm, yarn, yarn-berry, pnpm, bun. */
  readonly manager: string;
  /** The version of the format, as written. */
  readonly format: string | null;
  readonly packages: readonly LockedPackage[];
  /**
   * What was asked for when it was written: folder of the package (from the lockfile's own folder, `.` for that folder)
   * to specifiers by name. `null` for a format that does not record it.
   */
  readonly importers: ReadonlyMap<string, ReadonlyMap<string, string>> | null;
  /** For yarn of any age: every `name@specifier` that it can answer. */
  readonly descriptors: ReadonlySet<string>;
  /** For yarn 2 and later: the peer dependencies by folder, as {@link importers}. */
  readonly peers?: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** The settings that pnpm and Bun record beside the manifests, and compare at a frozen install. */
  readonly settings?: LockedSettings;
  /** The exact version of pnpm that pnpm 11 and later lock for the project itself. */
  readonly installer?: string;
}

/** Settings as they were when the lockfile was written; nested ones are left out. */
export interface LockedSettings {
  readonly overrides: ReadonlyMap<string, string>;
  /** Specifiers by name, of each catalog that is in use; `default` is the one without a name. */
  readonly catalogs: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** A lockfile's content, before it knows its path. */
export type LockBody = Omit<Lockfile, 'path'>;

/** The lockfiles by file name, in the order in which they count where several lie side by side. */
export const LOCKFILES = [
  { name: 'pnpm-lock.yaml', manager: 'pnpm' },
  { name: 'bun.lock', manager: 'bun' },
  { name: 'bun.lockb', manager: 'bun' },
  { name: 'yarn.lock', manager: 'yarn' },
  { name: 'npm-shrinkwrap.json', manager: 'npm' },
  { name: 'package-lock.json', manager: 'npm' },
] as const;

/** True for the lockfile of yarn 2 and later. */
export function isBerryLock(text: string): boolean {
  return /^__metadata:/m.test(text);
}

const cache = new WeakMap<TextFile, { readonly lock: Lockfile | undefined }>();

function parse(scope: Scope, file: TextFile): LockBody | undefined {
  const name = basename(file.path);
  if (name === 'pnpm-lock.yaml') return readPnpmLock(file.text);
  if (name === 'yarn.lock') return readYarnLock(file.text, isBerryLock(file.text));
  const root = scope.doc(file.path, 'json')?.get();
  if (root === undefined) return undefined;
  return name === 'bun.lock' ? readBunLock(root) : readNpmLock(root);
}

/**
 * Reads a lockfile; `undefined` when it is absent, broken, cut off by the size limit, or binary (bun.lockb).
 * Indexed once for all detectors of a run.
 */
export function readLockfile(scope: Scope, path: RelPath): Lockfile | undefined {
  const file = scope.text(path);
  if (file === undefined || file.truncated) return undefined;
  let known = cache.get(file);
  if (known === undefined) {
    const body = parse(scope, file);
    known = { lock: body && { path, ...body } };
    cache.set(file, known);
  }
  return known.lock;
}
