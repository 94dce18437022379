import type { RelPath } from '../../core/model/paths.ts';
import type { DocFormat, Scope } from '../../core/workspace/scope.ts';
import { configFile, configText } from './config-file.ts';
import { nodeProject } from './node-project.ts';
import { optionOf, type ProgramUse, programUse } from './script-flags.ts';

/** Where a tool's configuration names something: a module by its stem, or a document by its name. */
export type SettingSource =
  | { readonly stem: string; readonly keys: readonly string[] }
  | { readonly doc: string; readonly format: DocFormat; readonly keys: readonly string[] };

/** A text that the project states, and where. */
export interface Told {
  readonly value: string;
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

/** The scripts that build with a tool: those that call it with its build command, in the order of package.json. */
export function buildUses(scope: Scope, [program, verb]: readonly [string, ...string[]]): readonly BuildUse[] {
  const manifest = nodeProject(scope)?.manifest;
  const found: BuildUse[] = [];
  for (const [script, text] of manifest?.scripts ?? []) {
    const use = programUse(text, program);
    if (manifest === undefined || use === undefined || (verb !== undefined && !use.args.includes(verb))) continue;
    found.push({ ...use, script, line: manifest.lineOf('scripts', script), file: manifest.path });
  }
  return found;
}

/** What an option of a build script, or a variable that it sets, says. */
export function toldByScript(use: BuildUse, flags: readonly string[], variable?: string): Told | undefined {
  const value = optionOf(use.args, ...flags) ?? (variable === undefined ? undefined : use.env.get(variable));
  const { file, line, script } = use;
  const because = `the ${script} script sets ${flags[0] ?? variable ?? ''}`;
  return value === undefined ? undefined : { value, file, line, confidence: 'manifest', because };
}

/** What the first of these settings says; the files lie below `folder` of the component. */
export function toldByConfig(scope: Scope, sources: readonly SettingSource[], folder = ''): Told | undefined {
  const below = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
  for (const source of sources) {
    const because = `${'doc' in source ? source.doc : source.stem} sets ${source.keys.join('.')}`;
    if ('stem' in source) {
      const found = configText(scope, configFile(scope, below(source.stem)), ...source.keys);
      if (found !== undefined)
        return { value: found.value, file: found.file, line: found.line, confidence: 'config', because };
      continue;
    }
    const file = scope.at(below(source.doc));
    const doc = scope.project.has(file) ? scope.doc(file, source.format) : undefined;
    const value = doc?.get(...source.keys);
    if (doc === undefined || typeof value !== 'string' || value === '') continue;
    return { value, file, line: doc.lineOf(...source.keys), confidence: 'config', because };
  }
  return undefined;
}
