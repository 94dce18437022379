import { entriesOf, isObject, pairsOf, stringOf } from './json-shape.ts';
import type { LockBody, LockedPackage } from './lockfile.ts';
import { specifiersOf } from './lockfile-npm.ts';

function locked(entry: readonly unknown[]): LockedPackage | undefined {
  const id = stringOf(entry[0]);
  const at = id === undefined ? -1 : id.indexOf('@', 1);
  if (id === undefined || at < 0) return undefined;
  const version = id.slice(at + 1);
  const source = /^(git[+:]|github:)/.test(version)
    ? 'git'
    : /^(workspace|link|file|root):/.test(version)
      ? 'local'
      : 'registry';
  const info = entry.find(isObject) ?? {};
  const needs = [...pairsOf(info.dependencies).keys(), ...pairsOf(info.optionalDependencies).keys()];
  return {
    name: id.slice(0, at),
    version,
    needs,
    optional: false,
    installScript: info.hasInstallScript === true || null,
    source,
  };
}

/** Reads bun.lock, Bun's text lockfile. Source: https://bun.sh/reference/bun/BunLockFile */
export function readBunLock(root: unknown): LockBody | undefined {
  if (!isObject(root)) return undefined;
  const importers = new Map<string, ReadonlyMap<string, string>>();
  for (const [dir, entry] of entriesOf(root.workspaces)) importers.set(dir === '' ? '.' : dir, specifiersOf(entry));
  const packages: LockedPackage[] = [];
  const strict = new Set<string>();
  for (const entry of entriesOf(root.packages).values()) {
    const found = Array.isArray(entry) ? locked(entry) : undefined;
    if (found === undefined) continue;
    packages.push(found);
    const info = Array.isArray(entry) ? entry.find(isObject) : undefined;
    for (const name of pairsOf(info?.dependencies).keys()) strict.add(name);
  }
  for (const record of importers.values()) for (const name of record.keys()) strict.add(name);
  const version = root.lockfileVersion;
  const format = typeof version === 'number' ? String(version) : null;
  const named = [...entriesOf(root.catalogs)].map(([name, entries]) => [name, pairsOf(entries)] as const);
  const catalogs = new Map([['default', pairsOf(root.catalog)] as const, ...named]);
  const settings = { overrides: pairsOf(root.overrides), catalogs };
  const marked = packages.map((found) => ({ ...found, optional: !strict.has(found.name) }));
  return { manager: 'bun', format, packages: marked, importers, descriptors: new Set(), settings };
}
