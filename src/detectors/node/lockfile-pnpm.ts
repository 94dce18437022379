import { indentedKeys } from './indented-lines.ts';
import type { LockBody, LockedPackage } from './lockfile.ts';

const GROUPS: ReadonlySet<string> = new Set(['dependencies', 'devDependencies', 'optionalDependencies']);
const SECTIONS: ReadonlySet<string> = new Set([
  ...GROUPS,
  'lockfileVersion',
  'importers',
  'packages',
  'snapshots',
  'specifiers',
  'overrides',
  'catalogs',
]);

type Draft = { -readonly [K in keyof LockedPackage]: LockedPackage[K] } & { needs: string[] };

/** `express@4.18.2(peer@1)`, `/express@4.18.2`, `/@babel/core/7.1.0_peer@1` and `file:…` as name and version. */
function splitId(id: string): { readonly name: string; readonly version: string } | undefined {
  const bare = id.replace(/^\//, '').replace(/\(.*$/, '');
  const at = bare.indexOf('@', 1);
  if (at > 0 && !bare.slice(0, at).includes('/', bare.startsWith('@') ? bare.indexOf('/') + 1 : 0)) {
    return { name: bare.slice(0, at), version: bare.slice(at + 1) };
  }
  const slash = bare.lastIndexOf('/');
  return slash <= 0 ? undefined : { name: bare.slice(0, slash), version: bare.slice(slash + 1).replace(/_.*$/, '') };
}

/** The version of pnpm itself in the document before that of the application, which pnpm 11 writes for `devEngines`. */
function installerIn(text: string): string | undefined {
  for (const { keys, value } of indentedKeys(text, new Set(['importers'])))
    if (keys.slice(2).join(' ') === 'packageManagerDependencies pnpm version') return value;
  return undefined;
}

/**
 * Reads pnpm-lock.yaml of lockfile version 5.1 to 9.0.
 * Source: https://github.com/pnpm/spec/tree/master/lockfile
 */
export function readPnpmLock(whole: string): LockBody {
  const start = whole.lastIndexOf('\n---\n');
  const text = whole.slice(Math.max(start, 0));
  const installer = start < 0 ? undefined : installerIn(whole.slice(0, start));
  const overrides = new Map<string, string>();
  const catalogs = new Map<string, Map<string, string>>();
  let format: string | null = null;
  const importers = new Map<string, Map<string, string>>();
  const packages = new Map<string, Draft>();
  function asked(dir: string, name: string, spec: string): void {
    const importer = importers.get(dir) ?? new Map<string, string>();
    importers.set(dir, importer);
    importer.set(name, spec);
  }
  function draft(id: string): Draft | undefined {
    const known = packages.get(id);
    const split = known === undefined ? splitId(id) : undefined;
    if (split === undefined) return known;
    const source = /github\.com|git\+|\.git[#@]|^git@/.test(split.version)
      ? 'git'
      : /^(file|link):/.test(split.version)
        ? 'local'
        : 'registry';
    const made: Draft = { ...split, needs: [], optional: false, installScript: null, source };
    packages.set(id, made);
    return made;
  }
  for (const { keys, value } of indentedKeys(text, SECTIONS)) {
    const [top = '', a = '', b = '', c = '', d = ''] = keys;
    if (top === 'lockfileVersion') format = value;
    else if (top === 'overrides' && keys.length === 2) overrides.set(a, value);
    else if (top === 'catalogs' && c === 'specifier') catalogs.set(a, (catalogs.get(a) ?? new Map()).set(b, value));
    else if (top === 'specifiers' && keys.length === 2) asked('.', a, value);
    else if (GROUPS.has(top) && b === 'specifier') asked('.', a, value);
    else if (top === 'importers' && keys.length === 2) importers.set(a, importers.get(a) ?? new Map());
    else if (top === 'importers' && b === 'specifiers' && keys.length === 4) asked(a, c, value);
    else if (top === 'importers' && GROUPS.has(b) && d === 'specifier') asked(a, c, value);
    else if (top === 'packages' || top === 'snapshots') {
      const entry = a === '' ? undefined : draft(a.replace(/\(.*$/, ''));
      if (entry === undefined) continue;
      if (keys.length === 4 && (b === 'dependencies' || b === 'optionalDependencies')) entry.needs.push(c);
      if (keys.length === 3 && b === 'optional' && value === 'true') entry.optional = true;
      if (keys.length === 3 && b === 'requiresBuild') entry.installScript = value === 'true';
      if (keys.length === 3 && b === 'resolution' && /\btype: git\b|\brepo: /.test(value)) entry.source = 'git';
    }
  }
  // Up to version 6 the lockfile says which packages have an install script; from 9 on it does not.
  const complete = [...packages.values()].map((entry) =>
    format !== null && Number.parseFloat(format) < 9
      ? { ...entry, installScript: entry.installScript === true }
      : entry,
  );
  const settings = { overrides, catalogs };
  const body = { manager: 'pnpm', format, packages: complete, importers, descriptors: new Set<string>(), settings };
  return installer === undefined ? body : { ...body, installer };
}
