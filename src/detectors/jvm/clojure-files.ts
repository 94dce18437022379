import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { type ClojureText, everyForm, type Form, readClojure } from './clojure-reader.ts';

/** One Clojure file as forms. */
export interface ClojureSource extends ClojureText {
  readonly path: RelPath;
  /** Every form, also those inside others. */
  readonly all: readonly Form[];
}

const MOST_FILES = 300;

/** Reads a file; `undefined` when it is absent. */
export function clojureFile(scope: Scope, path: RelPath): ClojureSource | undefined {
  const text = scope.text(path)?.text;
  if (text === undefined) return undefined;
  const read = readClojure(text);
  return { path, ...read, all: everyForm(read.forms) };
}

/** The component's sources in Clojure, but those of tests and of the build. */
export const clojureSources: (scope: Scope) => readonly ClojureSource[] = perComponent((scope) =>
  [...scope.tree.withExtension('clj'), ...scope.tree.withExtension('cljc')]
    .filter((path) => !/(^|\/)(test|tests|dev|target)\/|(^|\/)(project|build)\.clj$/.test(path))
    .slice(0, MOST_FILES)
    .map((path) => clojureFile(scope, path))
    .filter((source) => source !== undefined),
);

/** The lists that begin with this symbol, whatever the namespace before it: `(run-jetty …)`, `(jetty/run-jetty …)`. */
export function listsOf({ all }: { readonly all: readonly Form[] }, name: string): readonly Form[] {
  return all.filter(({ kind, items: [first] }) => {
    if (kind !== 'list' || first?.kind !== 'symbol') return false;
    return first.text === name || first.text.endsWith(`/${name}`);
  });
}

/** True for a form that another one holds, or is. */
export function isIn(form: Form, other: Form): boolean {
  return form === other || other.items.some((item) => isIn(form, item));
}

/** True where a namespace of these is required by the file. */
export function requires({ all }: ClojureSource, ...namespaces: readonly string[]): boolean {
  return all.some(
    ({ kind, text }) => kind === 'symbol' && namespaces.some((one) => text === one || text.startsWith(`${one}.`)),
  );
}
