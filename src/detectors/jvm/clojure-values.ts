import type { ClojureSource } from './clojure-files.ts';
import { isIn } from './clojure-files.ts';
import { everyForm, type Form } from './clojure-reader.ts';
import type { EnvRead } from './env-reads.ts';

const DEEPEST = 4;

/** Environment variables that some forms read: `(System/getenv "X")`, `(env :x)` of environ, with `(or … "default")`. */
export function clojureReads(forms: readonly Form[]): readonly EnvRead[] {
  const all = everyForm(forms);
  return all.flatMap((form) => {
    const name = readIn(form);
    if (name === undefined) return [];
    const around = all.find(({ items }) => items[0]?.text === 'or' && items.includes(form));
    const given = around?.items.at(-1);
    const text = given === form || given === undefined || given.kind === 'list' ? null : given.text;
    return [{ name, default: text, line: form.line }];
  });
}

function readIn({ kind, items: [head, key] }: Form): string | undefined {
  if (kind !== 'list' || key === undefined) return undefined;
  if (head?.text === 'System/getenv' && key.kind === 'string') return key.text;
  const isEnviron = (head?.text === 'env' || head?.text === 'environ/env') && key.kind === 'keyword';
  return isEnviron ? key.text.replaceAll('-', '_').toUpperCase() : undefined;
}

/** What a symbol stands for in a file: of `(def x …)`, or of a binding `[x …]`. */
function meaningOf({ all }: ClojureSource, name: string): Form | undefined {
  for (const { kind, items } of all) {
    if (kind === 'list' && items[0]?.text === 'def' && items[1]?.text === name) return items.at(-1);
    if (kind !== 'vector') continue;
    const at = items.findIndex((form, index) => index % 2 === 0 && form.kind === 'symbol' && form.text === name);
    if (at >= 0 && items[at + 1] !== undefined) return items[at + 1];
  }
  return undefined;
}

/** The port of an expression, through names and the environment. */
export function clojurePort(
  source: ClojureSource,
  form: Form | undefined,
  depth = 0,
): { readonly port: number | null; readonly variable: string | null } {
  const nothing = { port: null, variable: null };
  if (form === undefined || depth > DEEPEST) return nothing;
  const inside = everyForm([form]);
  const variable = clojureReads([form])[0]?.name ?? null;
  const number = inside.find(({ kind, text }) => (kind === 'number' || kind === 'string') && /^\d{2,5}$/.test(text));
  if (number !== undefined) return { port: Number(number.text), variable };
  for (const { kind, text } of inside) {
    const meaning = kind === 'symbol' ? meaningOf(source, text) : undefined;
    const found = meaning === undefined || isIn(meaning, form) ? nothing : clojurePort(source, meaning, depth + 1);
    if (found.port !== null || found.variable !== null) return { ...found, variable: variable ?? found.variable };
  }
  return { port: null, variable };
}
