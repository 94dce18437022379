import { basename, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type ClojureSource, clojureFile, listsOf } from './clojure-files.ts';
import { type Form, valueAt } from './clojure-reader.ts';
import type { Coordinates } from './pom.ts';

/** What deps.edn and build.clj say together. Source: https://clojure.org/guides/tools_build */
export interface ToolsBuild {
  /** The name of the library, or of the folder. */
  readonly name: { readonly value: string; readonly file: RelPath; readonly line: number | null };
  readonly version: { readonly value: string; readonly file: RelPath; readonly line: number } | undefined;
  readonly dependencies: readonly Coordinates[];
  /** The task that makes one jar with everything; `undefined` where there is none. */
  readonly uber:
    | {
        /** `-T:build`. */
        readonly flag: string;
        readonly task: string;
        /** Relative to the folder; what only a run of the build knows is a `*`. */
        readonly jar: string;
        readonly line: number;
      }
    | undefined;
}

function dependenciesOf(file: RelPath, deps: Form | undefined): readonly Coordinates[] {
  const items = deps?.items ?? [];
  return items.flatMap(({ kind, text, line }, at) => {
    if (kind !== 'symbol' || at % 2 === 1) return [];
    const [group = '', artifact = group] = text.split('/');
    const version = valueAt(items[at + 1], 'mvn/version')?.text ?? null;
    return [{ group, artifact, version, scope: 'compile', file, line }];
  });
}

/** The text of an expression of the build script, as far as it is made of constants; what is not is a `*`. */
function textIn(build: ClojureSource, form: Form | undefined, depth = 0): string {
  if (form === undefined || depth > 8) return '*';
  if (form.kind === 'string') return form.text;
  if (form.kind === 'symbol') {
    const defined = listsOf(build, 'def').find(({ items }) => items[1]?.text === form.text);
    return defined === undefined ? form.text : textIn(build, defined.items.at(-1), depth + 1);
  }
  const [head, ...rest] = form.items;
  const values = rest.map((one) => textIn(build, one, depth + 1));
  if (form.kind !== 'list') return '*';
  if (head?.text === 'str') return values.join('');
  if (head?.text === 'name') return (values[0] ?? '*').replace(/^.*\//, '');
  if (head?.text !== 'format') return '*';
  const [pattern = '*', ...inserted] = values;
  return pattern.split(/%[sd]/).reduce((text, part, at) => `${text}${inserted[at - 1] ?? '*'}${part}`);
}

/** The task around `(b/uber {:uber-file …})`. */
function uberOf(build: ClojureSource | undefined, deps: ClojureSource): ToolsBuild['uber'] {
  if (build === undefined) return undefined;
  for (const task of listsOf(build, 'defn')) {
    const [call] = listsOf({ all: allIn(task) }, 'uber');
    const name = task.items[1]?.text;
    if (call === undefined || name === undefined) continue;
    // The options may be a map of the script instead.
    const options = allIn(call).find((form) => valueAt(form, 'uber-file') !== undefined);
    const elsewhere = build.all.find((form) => form.kind === 'map' && valueAt(form, 'uber-file') !== undefined);
    const file = valueAt(options ?? elsewhere, 'uber-file');
    const jar = textIn(build, file).replace(/\*+/g, '*');
    return { flag: `-T:${aliasOf(deps)}`, task: name, jar: jar === '*' ? 'target/*.jar' : jar, line: task.line };
  }
  return undefined;
}

function allIn(form: Form): readonly Form[] {
  return [form, ...form.items.flatMap(allIn)];
}

/** The alias whose functions are those of build.clj. */
function aliasOf(deps: ClojureSource): string {
  const aliases = valueAt(deps.forms[0], 'aliases')?.items ?? [];
  const at = aliases.findIndex((form) => valueAt(form, 'ns-default')?.text === 'build');
  return aliases[at - 1]?.text ?? 'build';
}

/** Reads deps.edn and build.clj of a folder; `undefined` without a deps.edn. */
export function readToolsBuild(scope: Scope, dir: RelPath): ToolsBuild | undefined {
  const path = join(dir, 'deps.edn');
  const deps = clojureFile(scope, path);
  if (deps === undefined) return undefined;
  const script = join(dir, 'build.clj');
  const build = clojureFile(scope, script);
  const defined = (name: string) => build && listsOf(build, 'def').find(({ items }) => items[1]?.text === name);
  const lib = defined('lib');
  const version = defined('version');
  const known = build === undefined || version === undefined ? '*' : textIn(build, version.items.at(-1));
  const fallback = dir === '.' ? 'app' : basename(dir);
  return {
    name: {
      value: build === undefined || lib === undefined ? fallback : textIn(build, lib.items.at(-1)).replace(/^.*\//, ''),
      file: lib === undefined ? path : script,
      line: lib?.line ?? null,
    },
    version:
      version === undefined || known.includes('*') ? undefined : { value: known, file: script, line: version.line },
    dependencies: dependenciesOf(path, valueAt(deps.forms[0], 'deps')),
    uber: uberOf(build, deps),
  };
}
