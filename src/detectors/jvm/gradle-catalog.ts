import { join, type RelPath } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';

/** A library of the catalog. */
interface CatalogLibrary {
  readonly group: string;
  readonly artifact: string;
  readonly version: string | null;
}

/** The version catalog, by accessors as build scripts write them. */
export interface Catalog {
  /** Of `web.starter` one library, of `bundles.web` each of the bundle. */
  libraries(accessor: string): readonly CatalogLibrary[];
  plugin(accessor: string): { readonly id: string; readonly version: string | null } | undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function versionIn(doc: Doc, value: unknown): string | null {
  if (typeof value === 'string') return value;
  const { ref, strictly, require: required, prefer } = record(value);
  return typeof ref === 'string' ? text(doc.get('versions', ref)) : text(strictly ?? required ?? prefer);
}

/** Dashes and underscores of an alias are dots in its accessor. */
function normalized(alias: string): string {
  return alias.replace(/[-_]/g, '.');
}

function find(doc: Doc, table: string, accessor: string): unknown {
  const entries = Object.entries(record(doc.get(table)));
  return entries.find(([alias]) => normalized(alias) === normalized(accessor))?.[1];
}

function library(doc: Doc, accessor: string): CatalogLibrary | undefined {
  const entry = find(doc, 'libraries', accessor);
  if (entry === undefined) return undefined;
  const module = typeof entry === 'string' ? entry : text(record(entry).module);
  const [group = '', artifact = '', version] = module?.split(':') ?? [
    text(record(entry).group) ?? '',
    text(record(entry).name) ?? '',
  ];
  return { group, artifact, version: version ?? versionIn(doc, record(entry).version) };
}

/** The catalog of a build; `undefined` without one. Source: https://docs.gradle.org/current/userguide/version_catalogs.html */
export function catalog(scope: Scope, root: RelPath): Catalog | undefined {
  const path = join(root, 'gradle/libs.versions.toml');
  const doc = scope.project.has(path) ? scope.doc(path, 'toml') : undefined;
  if (doc === undefined) return undefined;
  return {
    libraries(accessor) {
      const bundle = accessor.startsWith('bundles.')
        ? find(doc, 'bundles', accessor.slice('bundles.'.length))
        : undefined;
      const names: readonly unknown[] = Array.isArray(bundle) ? bundle : [accessor];
      return names.map((name) => library(doc, String(name))).filter((one) => one !== undefined);
    },
    plugin(accessor) {
      const entry = find(doc, 'plugins', accessor);
      const [short, shortVersion] = typeof entry === 'string' ? entry.split(':') : [];
      const id = short ?? text(record(entry).id);
      return id === null ? undefined : { id, version: shortVersion ?? versionIn(doc, record(entry).version) };
    },
  };
}
