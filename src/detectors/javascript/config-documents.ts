import { dirname, insideRoot, type RelPath } from '../../core/model/paths.ts';
import type { DocFormat, Scope } from '../../core/workspace/scope.ts';
import { bare, dotted } from './expressions.ts';
import type { Place } from './follow.ts';
import { nodeProject } from './node-project.ts';
import type { Setting } from './setting-value.ts';

/** The files of the config package that count in production, the strongest first. Source: https://github.com/node-config/node-config/wiki/Configuration-Files */
const FILES = ['production', 'default'];
const VARIABLES = 'custom-environment-variables';
const FORMATS: readonly (readonly [extension: string, format: DocFormat])[] = [
  ['json', 'json'],
  ['json5', 'json'],
  ['yaml', 'yaml'],
  ['yml', 'yaml'],
  ['toml', 'toml'],
];

function plain(value: unknown): Setting['value'] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function inConfigFolder(scope: Scope, stem: string, path: readonly string[]): Setting['value'] {
  for (const [extension, format] of FORMATS) {
    const file = scope.at(`config/${stem}.${extension}`);
    const value = scope.project.has(file) ? plain(scope.doc(file, format)?.get(...path)) : null;
    if (value !== null) return value;
  }
  return null;
}

function ofConfigPackage(scope: Scope, path: readonly string[]): Setting | undefined {
  const [first, second] = FILES.map((stem) => inConfigFolder(scope, stem, path));
  const named = inConfigFolder(scope, VARIABLES, path) ?? inConfigFolder(scope, VARIABLES, [...path, '__name']);
  const variable = typeof named === 'string' ? named : null;
  const value = first ?? second ?? null;
  return value === null && variable === null ? undefined : { value, variable };
}

/** What `app.get('port')` of a Feathers application stands for: its settings come from the config package. Source: https://feathersjs.com/api/configuration */
export function feathersSetting(scope: Scope, path: readonly string[]): Setting | undefined {
  const isRead = nodeProject(scope)?.dependencies.has('@feathersjs/configuration') === true;
  return isRead ? ofConfigPackage(scope, path) : undefined;
}

/** A variable that overrides a setting of the config package. */
export interface DocumentVariable {
  readonly name: string;
  readonly file: RelPath;
  readonly line: number | null;
  /** What the files for production set without it; `null` when that is nothing. */
  readonly value: Setting['value'];
  readonly isSet: boolean;
}

function valueIn(scope: Scope, path: readonly string[]): unknown {
  for (const stem of FILES) {
    for (const [extension, format] of FORMATS) {
      const file = scope.at(`config/${stem}.${extension}`);
      const value = scope.project.has(file) ? scope.doc(file, format)?.get(...path) : undefined;
      if (value !== undefined && value !== null) return value;
    }
  }
  return undefined;
}

/** Every variable that `config/custom-environment-variables` names. Source: https://github.com/node-config/node-config/wiki/Environment-Variables */
export function configVariables(scope: Scope): readonly DocumentVariable[] {
  for (const [extension, format] of FORMATS) {
    const file = scope.at(`config/${VARIABLES}.${extension}`);
    const doc = scope.project.has(file) ? scope.doc(file, format) : undefined;
    if (doc === undefined) continue;
    const collect = (value: unknown, path: readonly string[]): readonly DocumentVariable[] => {
      if (typeof value === 'string') {
        const set = valueIn(scope, path.at(-1) === '__name' ? path.slice(0, -1) : path);
        return [{ name: value, file, line: doc.lineOf(...path), value: plain(set), isSet: set !== undefined }];
      }
      if (typeof value !== 'object' || value === null || path.length > 12) return [];
      const inner = Object.entries(value).filter(([key]) => key !== '__format');
      return inner.flatMap(([key, part]) => collect(part, [...path, key]));
    };
    return collect(doc.get(), []);
  }
  return [];
}

/** The document that a module is imported as. */
function imported(
  scope: Scope,
  from: RelPath,
  source: string,
): { readonly file: RelPath; readonly format: DocFormat } | undefined {
  const known = FORMATS.find(([extension]) => source.endsWith(`.${extension}`));
  const file = known && source.startsWith('.') ? insideRoot(`${dirname(from)}/${source}`) : undefined;
  return known && file !== undefined && scope.project.has(file) ? { file, format: known[1] } : undefined;
}

/**
 * A value that code takes from a document: a member of an imported JSON or YAML file, or of the config package,
 * `path` below it. `undefined` where the expression stands for something else.
 */
export function documentSetting(scope: Scope, place: Place, path: readonly string[]): Setting | undefined {
  const name = dotted(bare(place.node));
  const [root = '', ...members] = name?.split('.') ?? [];
  const source = place.module.imported.get(root)?.source;
  const keys = [...members, ...path];
  if (source === undefined || keys.length === 0) return undefined;
  if (source === 'config') return ofConfigPackage(scope, keys);
  const document = imported(scope, place.module.path, source);
  const value = document && plain(scope.doc(document.file, document.format)?.get(...keys));
  return value === undefined || value === null ? undefined : { value, variable: null };
}
