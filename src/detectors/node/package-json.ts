import { dirname, type RelPath } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { pairsOf, stringOf, stringsOf } from './json-shape.ts';

/** The groups of dependencies that a package.json has. */
export const DEPENDENCY_GROUPS = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
] as const;

/** A key of {@link DEPENDENCY_GROUPS}. */
export type DependencyGroup = (typeof DEPENDENCY_GROUPS)[number];

/**
 * What derrick reads of a package.json. Every field has the right type whatever the file holds:
 * a value of another type counts as absent.
 * Source: https://docs.npmjs.com/cli/v11/configuring-npm/package-json
 */
export interface PackageJson {
  readonly path: RelPath;
  readonly dir: RelPath;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly license: string | undefined;
  readonly description: string | undefined;
  readonly private: boolean;
  /** `module` when .js files are ECMAScript modules. */
  readonly type: string | undefined;
  readonly main: string | undefined;
  readonly module: string | undefined;
  readonly bin: ReadonlyMap<string, string>;
  readonly hasExports: boolean;
  readonly files: readonly string[];
  /** The text of the `packageManager` field, with its hash. */
  readonly packageManager: string | undefined;
  readonly scripts: ReadonlyMap<string, string>;
  readonly engines: ReadonlyMap<string, string>;
  readonly dependencies: ReadonlyMap<string, string>;
  readonly devDependencies: ReadonlyMap<string, string>;
  readonly optionalDependencies: ReadonlyMap<string, string>;
  readonly peerDependencies: ReadonlyMap<string, string>;
  /** The globs of `workspaces`, in its array form or its `{ packages }` form. */
  readonly workspaces: readonly string[];
  /** Any value, by its path of keys; to be checked before use. */
  get(...keys: readonly (string | number)[]): unknown;
  /** The line of a key, from 1; `null` when there is none. */
  lineOf(...keys: readonly (string | number)[]): number | null;
}

/** The scripts; one that Wireit runs has the text of its command. Source: https://github.com/google/wireit */
function scriptsOf(doc: Doc): ReadonlyMap<string, string> {
  const scripts = [...pairsOf(doc.get('scripts'))].map(([name, text]): [string, string] => {
    const command = text.trim() === 'wireit' ? stringOf(doc.get('wireit', name, 'command')) : undefined;
    return [name, command ?? text];
  });
  return new Map(scripts);
}

/** Reads a package.json; `undefined` when it is absent or broken (which the scope reports by itself). */
export function readPackageJson(scope: Scope, path: RelPath = scope.at('package.json')): PackageJson | undefined {
  const doc = scope.doc(path, 'json');
  const root = doc?.get();
  if (doc === undefined || typeof root !== 'object' || root === null || Array.isArray(root)) return undefined;
  const name = stringOf(doc.get('name'));
  const bin = doc.get('bin');
  const workspaces = doc.get('workspaces');
  return {
    path,
    dir: dirname(path),
    name,
    version: stringOf(doc.get('version')),
    license: stringOf(doc.get('license')),
    description: stringOf(doc.get('description')),
    private: doc.get('private') === true,
    type: stringOf(doc.get('type')),
    main: stringOf(doc.get('main')),
    module: stringOf(doc.get('module')),
    bin: typeof bin === 'string' ? new Map([[name ?? '', bin]]) : pairsOf(bin),
    hasExports: doc.get('exports') !== undefined,
    files: stringsOf(doc.get('files')),
    packageManager: stringOf(doc.get('packageManager')),
    scripts: scriptsOf(doc),
    engines: pairsOf(doc.get('engines')),
    dependencies: pairsOf(doc.get('dependencies')),
    devDependencies: pairsOf(doc.get('devDependencies')),
    optionalDependencies: pairsOf(doc.get('optionalDependencies')),
    peerDependencies: pairsOf(doc.get('peerDependencies')),
    workspaces: stringsOf(Array.isArray(workspaces) ? workspaces : doc.get('workspaces', 'packages')),
    get: (...keys) => doc.get(...keys),
    lineOf: (...keys) => doc.lineOf(...keys),
  };
}

/** The first group that names the package, with its specifier and line. */
export function findDependency(
  manifest: PackageJson,
  name: string,
): { readonly group: DependencyGroup; readonly spec: string; readonly line: number | null } | undefined {
  for (const group of DEPENDENCY_GROUPS) {
    const spec = manifest[group].get(name);
    if (spec !== undefined) return { group, spec, line: manifest.lineOf(group, name) };
  }
  return undefined;
}
