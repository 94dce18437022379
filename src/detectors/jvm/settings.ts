import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';

/** One setting of an application's configuration file. */
export interface Setting {
  readonly value: string;
  readonly file: RelPath;
  readonly line: number | null;
}

/** Settings by their key in the canonical form of Spring: lower case, without dashes. */
export type Settings = ReadonlyMap<string, Setting>;

/** The canonical form of a key. Source: https://docs.spring.io/spring-boot/reference/features/external-config.html#features.external-config.typesafe-configuration-properties.relaxed-binding */
export function canonicalKey(key: string): string {
  return key.replaceAll(/[-_]/g, '').toLowerCase();
}

interface Level {
  readonly indent: number;
  readonly key: string;
}

function scalar(text: string): string {
  const quoted = /^(["'])(.*?)\1\s*(?:#.*)?$/.exec(text);
  return quoted === null ? text.replace(/(^|\s)#.*$/, '').trim() : (quoted[2] ?? '');
}

/**
 * The documents of a YAML file, each with its settings: keys and plain values by indentation, which is all that
 * configuration files of servers use. Several documents in one file are common there, and a library that parses
 * them would be loaded for nothing else.
 */
export function yamlDocuments(scope: Scope, file: RelPath): readonly Map<string, Setting>[] {
  const documents = [new Map<string, Setting>()];
  let stack: Level[] = [];
  for (const [index, raw] of (scope.text(file)?.text.split('\n') ?? []).entries()) {
    if (/^---(\s|$)/.test(raw)) {
      documents.push(new Map());
      stack = [];
      continue;
    }
    const [, space = '', dash = '', name, rest = ''] =
      /^( *)(- +)?("[^"]+"|'[^']+'|[^\s#:"'][^\s:]*) *:(?:\s+(.*))?$/.exec(raw) ?? [];
    if (name === undefined) continue;
    stack = stack.filter(({ indent }) => indent < space.length);
    if (dash !== '') stack.push({ indent: space.length, key: '0' });
    stack.push({ indent: space.length + dash.length, key: name.replace(/^["']|["']$/g, '') });
    const key = canonicalKey(stack.map((level) => level.key).join('.'));
    const value = scalar(rest);
    const settings = documents.at(-1);
    if (value !== '' && settings?.has(key) === false) settings.set(key, { value, file, line: index + 1 });
  }
  return documents;
}

/** Properties in one or more documents, which `#---` separates. */
function propertyDocuments(scope: Scope, file: RelPath): readonly Map<string, Setting>[] {
  const doc = scope.doc(file, 'properties');
  const settings = new Map<string, Setting>();
  for (const [key, value] of Object.entries((doc?.get() as Record<string, string> | undefined) ?? {})) {
    settings.set(canonicalKey(key), { value, file, line: doc?.lineOf(key) ?? null });
  }
  return [settings];
}

const FOLDERS = ['src/main/resources', 'src/main/resources/config', 'resources', 'config', '.'];
const EXTENSIONS = ['yaml', 'yml', 'properties'];

function documentsOf(scope: Scope, name: string): readonly Map<string, Setting>[] {
  const found: Map<string, Setting>[] = [];
  for (const folder of FOLDERS) {
    for (const extension of EXTENSIONS) {
      const file = join(scope.dir, folder, `${name}.${extension}`);
      if (!scope.project.has(file)) continue;
      found.push(...(extension === 'properties' ? propertyDocuments(scope, file) : yamlDocuments(scope, file)));
    }
  }
  return found;
}

function merged(documents: readonly Map<string, Setting>[], profiles: ReadonlySet<string>): Map<string, Setting> {
  const all = new Map<string, Setting>();
  for (const settings of documents) {
    const on = settings.get('spring.config.activate.onprofile')?.value ?? settings.get('spring.profiles')?.value;
    if (on !== undefined && !on.split(/[,\s]+/).some((profile) => profiles.has(profile))) continue;
    for (const [key, setting] of settings) all.set(key, setting);
  }
  return all;
}

/**
 * What application.properties, application.yml and bootstrap files say when no profile is chosen from outside:
 * the active profiles that they name themselves count, later documents win.
 */
export const settingsOf: (scope: Scope) => Settings = perComponent((scope) => {
  const documents = documentsOf(scope, 'application');
  const base = merged(documents, new Set());
  const named = base.get('spring.profiles.active')?.value ?? '';
  const profiles = new Set(named.includes('${') ? [] : named.split(/[,\s]+/).filter((name) => /^[\w-]+$/.test(name)));
  if (profiles.size === 0) return withProduction(base);
  return withProduction(
    merged([...documents, ...[...profiles].flatMap((name) => documentsOf(scope, `application-${name}`))], profiles),
  );
});

/** Quarkus: `%prod.` settings count in a built application. Source: https://quarkus.io/guides/config-reference#profiles */
function withProduction(settings: Map<string, Setting>): Settings {
  for (const [key, setting] of [...settings])
    if (key.startsWith('%prod.')) settings.set(key.slice('%prod.'.length), setting);
  return settings;
}

/** A port with the variable that sets it: `8081`, `${PORT:8081}`, Dropwizard's `${PORT:-8081}`, HOCON's `${?PORT}`, Ktor's `$PORT:8081`. */
export function portSetting(value: string): { readonly port: number | null; readonly variable: string | null } {
  const [, braced, inner, bare, rest] = /^\s*(?:\$\{\??(\w+)(?::-?([^}]*))?\}|\$(\w+)(?::(.*))?)\s*$/.exec(value) ?? [];
  const name = braced ?? bare;
  const text = name === undefined ? value.trim() : (inner ?? rest ?? '').trim();
  const port = /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) <= 65535 ? Number(text) : null;
  return { port, variable: name ?? null };
}
