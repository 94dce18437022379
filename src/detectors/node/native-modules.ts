import semver from 'semver';
import { DATA } from '../data.generated.ts';
import type { LockedPackage } from './lockfile.ts';

/** One row of rigging-templates/_shared/data/node-native.yaml. */
export interface NativeModule {
  readonly name: string;
  readonly below?: string;
  readonly toolchain?: boolean;
  readonly build?: readonly string[];
  readonly run?: readonly string[];
  readonly unless?: readonly string[];
  readonly hint?: string;
}

/** What a native module needs to compile. Source: https://github.com/nodejs/node-gyp#on-unix */
export const TOOLCHAIN: readonly string[] = DATA['node-native'].toolchain;

const ROWS: readonly NativeModule[] = DATA['node-native'].modules;
const KNOWN: ReadonlySet<string> = new Set(ROWS.map(({ name }) => name));

/** What a package depends on to be compiled against Node.js. */
const COMPILED_WITH = ['nan', 'node-addon-api', 'node-gyp'];

/** What a package depends on to find or fetch a prebuilt binary instead. */
const PREBUILT_WITH = [
  'node-gyp-build',
  'node-gyp-build-optional-packages',
  'prebuild-install',
  'pkg-prebuilds',
  '@mapbox/node-pre-gyp',
  'node-pre-gyp',
];

/** Packages that need a compiler only as a tool for others. */
const TOOLS: ReadonlySet<string> = new Set([
  'node-gyp',
  'npm',
  'prebuild',
  'prebuildify',
  'node-pre-gyp',
  'nx',
  'lerna',
  '@npmcli/run-script',
]);

/** A package as installed, or as asked for where there is no lockfile. */
export type InstalledPackage = Pick<LockedPackage, 'name' | 'version'>;

function isBefore(version: string, limit: string): boolean {
  const lowest =
    semver.valid(version) ?? (semver.validRange(version) === null ? null : semver.minVersion(version)?.version);
  return lowest !== null && lowest !== undefined && semver.lt(lowest, limit);
}

/** The rows of the table that apply to the installed packages. */
export function nativeModules(installed: readonly InstalledPackage[]): readonly NativeModule[] {
  const versions = new Map<string, string[]>();
  for (const { name, version } of installed) versions.set(name, [...(versions.get(name) ?? []), version]);
  return ROWS.filter(({ name, below, unless }) => {
    const found = versions.get(name);
    if (found === undefined || (unless ?? []).some((other) => versions.has(other))) return false;
    return below === undefined || found.some((version) => isBefore(version, below));
  });
}

/**
 * Locked packages outside of the table that compile at install: a native binding with no way to a prebuilt one,
 * and something that runs at install as far as the lockfile says it.
 */
export function compiledModules(packages: readonly LockedPackage[]): readonly string[] {
  const names = new Set<string>();
  for (const { name, needs, optional, installScript } of packages) {
    if (optional || installScript === false || KNOWN.has(name) || TOOLS.has(name) || name.startsWith('@npmcli/'))
      continue;
    if (!COMPILED_WITH.some((tool) => needs.includes(tool))) continue;
    if (!PREBUILT_WITH.some((tool) => needs.includes(tool))) names.add(name);
  }
  return [...names].sort();
}
