import { entriesOf, isObject, pairsOf, stringOf } from './json-shape.ts';
import type { LockBody, LockedPackage } from './lockfile.ts';

const FOLDER = 'node_modules/';
const NONE: ReadonlySet<string> = new Set();

/** The specifiers of every group, as one map. */
export function specifiersOf(value: unknown): ReadonlyMap<string, string> {
  if (!isObject(value)) return new Map();
  return new Map([
    ...pairsOf(value.peerDependencies),
    ...pairsOf(value.optionalDependencies),
    ...pairsOf(value.devDependencies),
    ...pairsOf(value.dependencies),
  ]);
}

function needsOf(entry: Readonly<Record<string, unknown>>): readonly string[] {
  return [...pairsOf(entry.dependencies).keys(), ...pairsOf(entry.optionalDependencies).keys()];
}

function locked(name: string, entry: Readonly<Record<string, unknown>>): LockedPackage {
  const resolved = stringOf(entry.resolved) ?? '';
  const version = stringOf(entry.version) ?? '';
  const git = /^git[+:]|^github:/.test(resolved) || /^git[+:]|^github:/.test(version);
  const source = git ? 'git' : entry.link === true || resolved.startsWith('file:') ? 'local' : 'registry';
  const installScript = entry.hasInstallScript === true;
  const bundled = entry.inBundle === true ? { bundled: true } : {};
  return { name, version, needs: needsOf(entry), optional: entry.optional === true, installScript, source, ...bundled };
}

/** The tree of version 1, whose `requires` are the dependencies; bounded, since it nests as deep as it likes. */
function legacy(value: unknown, into: LockedPackage[], depth: number): void {
  for (const [name, entry] of entriesOf(value)) {
    if (!isObject(entry)) continue;
    into.push({ ...locked(name, entry), needs: [...pairsOf(entry.requires).keys()], installScript: null });
    if (depth < 50) legacy(entry.dependencies, into, depth + 1);
  }
}

/**
 * Reads package-lock.json or npm-shrinkwrap.json of any version.
 * Source: https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json
 */
export function readNpmLock(root: unknown): LockBody | undefined {
  if (!isObject(root)) return undefined;
  const version = root.lockfileVersion;
  const format = typeof version === 'number' ? String(version) : null;
  const packages: LockedPackage[] = [];
  if (!isObject(root.packages)) {
    legacy(root.dependencies, packages, 0);
    return { manager: 'npm', format, packages, importers: null, descriptors: NONE };
  }
  const importers = new Map<string, ReadonlyMap<string, string>>();
  for (const [key, entry] of entriesOf(root.packages)) {
    if (!isObject(entry)) continue;
    const at = key.lastIndexOf(FOLDER);
    if (at < 0) importers.set(key === '' ? '.' : key, specifiersOf(entry));
    else packages.push(locked(stringOf(entry.name) ?? key.slice(at + FOLDER.length), entry));
  }
  return { manager: 'npm', format, packages, importers, descriptors: NONE };
}
