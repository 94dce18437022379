import semver from 'semver';
import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { isObject, stringOf } from './json-shape.ts';
import { readLockfile } from './lockfile.ts';
import { fileIn } from './node-folder.ts';
import { readPackageJson } from './package-json.ts';

interface Releases {
  readonly newest: string;
  readonly majors: readonly number[];
  readonly lockfile: Readonly<Record<string, string>>;
}

const TABLE: Readonly<Record<string, Releases>> = DATA.node.packageManagers;

/** The package managers that derrick knows, `yarn-berry` being yarn 2 and later. */
export function isPackageManager(id: string): boolean {
  return Object.hasOwn(TABLE, id);
}

/** `yarn@4.1.0` is yarn-berry; every other name stands for itself. */
export function idOf(name: string, version: string | undefined): string {
  const lowest = name === 'yarn' && version !== undefined ? semver.minVersion(version, { loose: true }) : null;
  return lowest !== null && lowest.major >= 2 ? 'yarn-berry' : name;
}

/** An exact version as it is, else the one major that a range means; an open range means none. */
export function versionOf(id: string, text: string | undefined): string | null {
  if (text === undefined || semver.validRange(text, { loose: true }) === null) return null;
  const exact = semver.valid(text, { loose: true });
  if (exact !== null) return exact;
  const range = new semver.Range(text, { loose: true });
  const majors = (TABLE[id]?.majors ?? []).filter((major) => range.intersects(new semver.Range(`${major}.x`)));
  const [only, ...more] = majors;
  return only === undefined || more.length > 0 ? null : String(only);
}

/**
 * The pnpm that wrote a lockfile of version 9.0, which pnpm 9 to 12 share: settings that came later tell.
 * Sources: https://pnpm.io/settings (since 10) and https://pnpm.io/blog/releases/11.0
 */
function pnpmBySettings(scope: Scope, root: RelPath): string {
  const path = fileIn(scope, root, 'pnpm-workspace.yaml');
  const settings = path && scope.doc(path, 'yaml')?.get();
  const manifest = readPackageJson(scope, join(root, 'package.json'));
  const listed = stringOf(manifest?.get('pnpm', 'onlyBuiltDependencies', 0)) !== undefined;
  if (!isObject(settings)) return listed ? '10' : '9';
  if (Object.hasOwn(settings, 'allowBuilds')) return '11';
  const beyond = Object.keys(settings).some((key) => !['packages', 'catalog', 'catalogs'].includes(key));
  return beyond || listed ? '10' : '9';
}

/**
 * The format of a lockfile of yarn 2 and later. Two of them changed without a new number: yarn 3.0 has another cache than
 * yarn 2, and yarn 4.0 writes checksums without the cache's key. Tried with 2.4, 3.0 to 3.8 and 4.0 to 4.18.
 */
function berryFormat(scope: Scope, lockfile: RelPath, format: string): string {
  const text = scope.text(lockfile)?.text ?? '';
  if (format === '4' && /^ {2}cacheKey: 8$/m.test(text)) return '4 cache 8';
  return format === '8' && /^ {2}checksum: [0-9a-f]+$/m.test(text) ? '8 bare' : format;
}

/** What a place states, more exactly where the lockfile was written by a version of the same major. */
export function refined(stated: string | null, hinted: string | null): string | null {
  return stated === null || hinted?.startsWith(`${stated}.`) === true ? hinted : stated;
}

/** The version that the project's other files show: the lockfile's format, a checked-in yarn, Volta. */
export function hintedVersion(scope: Scope, root: RelPath, id: string, lockfile: RelPath | null): string | null {
  const manifest = readPackageJson(scope, join(root, 'package.json'));
  const volta = versionOf(id, stringOf(manifest?.get('volta', id === 'yarn-berry' ? 'yarn' : id)));
  if (volta !== null) return volta;
  if (id === 'yarn-berry') {
    const settings = fileIn(scope, root, '.yarnrc.yml');
    const path = settings && stringOf(scope.doc(settings, 'yaml')?.get('yarnPath'));
    const release = /yarn-(\d+\.\d+\.\d+)\.c?js$/.exec(path ?? '');
    if (release?.[1] !== undefined) return release[1];
  }
  const lock = lockfile === null ? undefined : readLockfile(scope, lockfile);
  if (lockfile === null || lock === undefined || lock.format === null) return null;
  if (id === 'pnpm' && lock.installer !== undefined) return versionOf(id, lock.installer);
  if (id === 'pnpm' && lock.format === '9.0') return pnpmBySettings(scope, root);
  const format = id === 'yarn-berry' ? berryFormat(scope, lockfile, lock.format) : lock.format;
  return TABLE[id]?.lockfile[format] ?? null;
}
