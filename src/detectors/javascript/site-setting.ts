import type { RelPath } from '../../core/model/paths.ts';
import type { DocFormat, Scope } from '../../core/workspace/scope.ts';
import { buildScript } from './build-scripts.ts';
import { configFile, configNode, entryOfType, pluginOption } from './config-file.ts';
import type { Place } from './follow.ts';
import { nodeProject } from './node-project.ts';
import { namedPath } from './path-expression.ts';
import { optionOf, type ProgramUse, programUses } from './script-flags.ts';
import { scriptsRunBy } from './script-graph.ts';
import { lineOf } from './walk.ts';

/**
 * Where a tool's configuration names something: a module by its stem, an option of a Vite plugin by the module that the
 * plugin comes from, an entry of a list by its type, or a document by its name.
 */
export type SettingSource =
  | { readonly stem: string; readonly keys: readonly string[] }
  | { readonly plugin: string; readonly keys: readonly string[] }
  | {
      readonly stem: string;
      readonly exported: string;
      readonly list: string;
      readonly type: string;
      readonly keys: readonly string[];
    }
  | { readonly doc: string; readonly format: DocFormat; readonly keys: readonly string[] };

/** A text that the project states, and where. */
export interface Told {
  readonly value: string;
  /** The path in the project, where a setting that names a folder says it whole; then `value` says nothing. */
  readonly inProject?: RelPath;
  readonly file: RelPath;
  readonly line: number | null;
  readonly confidence: 'manifest' | 'config';
  readonly because: string;
}

/** One use of a tool's build command in a script of package.json. */
export interface BuildUse extends ProgramUse {
  readonly script: string;
  readonly line: number | null;
  readonly file: RelPath;
}

/**
 * The scripts that build with a tool: those that call it with its build command, in the order of package.json. Where the
 * component's own build script runs some of them, those alone.
 */
export function buildUses(scope: Scope, [program, verb]: readonly [string, ...string[]]): readonly BuildUse[] {
  const manifest = nodeProject(scope)?.manifest;
  if (manifest === undefined) return [];
  const found: BuildUse[] = [];
  for (const [script, text] of manifest.scripts) {
    for (const use of programUses(text, program)) {
      if (verb !== undefined && !use.args.includes(verb)) continue;
      found.push({ ...use, script, line: manifest.lineOf('scripts', script), file: manifest.path });
    }
  }
  const own = scriptsRunBy(manifest.scripts, buildScript(manifest.scripts) ?? '');
  const run = found.filter(({ script }) => own.has(script));
  return run.length === 0 ? found : run;
}

/** What an option of a build script, or a variable that it sets, says. */
export function toldByScript(use: BuildUse, flags: readonly string[], variable?: string): Told | undefined {
  const value = optionOf(use.args, ...flags) ?? (variable === undefined ? undefined : use.env.get(variable));
  const { file, line, script } = use;
  const because = `the ${script} script sets ${flags[0] ?? variable ?? ''}`;
  return value === undefined ? undefined : { value, file, line, confidence: 'manifest', because };
}

/** The place of a setting in a module; `undefined` for one in a document. */
export function placeOf(
  scope: Scope,
  source: SettingSource,
  below: (name: string) => string = (name) => name,
): Place | undefined {
  if ('plugin' in source) return pluginOption(scope, source.plugin, ...source.keys);
  if ('doc' in source) return undefined;
  if (!('list' in source)) return configNode(scope, configFile(scope, below(source.stem)), ...source.keys);
  const config = configFile(scope, below(source.stem), source.exported);
  const entry = entryOfType(scope, config, source.list, source.type);
  return entry && configNode(scope, { file: entry.module.path, roots: [entry] }, ...source.keys);
}

function nameOf(source: SettingSource): string {
  const where = 'doc' in source ? source.doc : 'plugin' in source ? source.plugin : source.stem;
  return `${where} sets ${source.keys.join('.')}`;
}

/** What the first of these settings says; the files lie below `folder` of the component. */
export function toldByConfig(scope: Scope, sources: readonly SettingSource[], folder = ''): Told | undefined {
  const below = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
  for (const source of sources) {
    const because = nameOf(source);
    const place = placeOf(scope, source, below);
    const named = place && namedPath(scope, place);
    if (place !== undefined && named !== undefined) {
      const { text: value, ...whole } = named;
      return { value, ...whole, file: place.module.path, line: lineOf(place.node), confidence: 'config', because };
    }
    if (!('doc' in source)) continue;
    const file = scope.at(below(source.doc));
    const doc = scope.project.has(file) ? scope.doc(file, source.format) : undefined;
    const stated = doc?.get(...source.keys);
    if (doc === undefined || typeof stated !== 'string' || stated === '') continue;
    return { value: stated, file, line: doc.lineOf(...source.keys), confidence: 'config', because };
  }
  return undefined;
}
