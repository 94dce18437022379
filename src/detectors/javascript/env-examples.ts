import type { RelPath } from '../../core/model/paths.ts';
import { parseDotenv } from '../../core/workspace/dotenv.ts';
import type { Scope } from '../../core/workspace/scope.ts';

const EXAMPLES = [
  '.env.example',
  '.env.sample',
  '.env.template',
  '.env.dist',
  '.env.local.example',
  'example.env',
  'sample.env',
  '.env.defaults',
];

/** A variable as an example file shows it. */
export interface Example {
  readonly file: RelPath;
  readonly line: number;
  readonly value: string;
}

/** The variables that a file of `NAME=value` lines sets, by name. */
function variablesOf(scope: Scope, file: RelPath | undefined): ReadonlyMap<string, Example> {
  const text = file && scope.text(file)?.text;
  if (file === undefined || text === undefined) return new Map();
  return new Map(parseDotenv(text).entries.map(({ name, line, value }) => [name, { file, line, value }]));
}

/** Texts that stand for a value which everybody has to find for themselves. */
const PLACEHOLDER =
  /^<.*>$|^\[.*\]$|^\{+.*\}+$|^(x{3,}|\*{3,}|\.{3}|-+|todo|tbd|secret|password|example|placeholder|change-?_?me\W*|replace-?_?me|fill-?_?me(-?_?in)?|insert-?_?here)$|^(your|my|change|replace|insert|enter|put|add|some|generate)[-_ ].+|[-_ ](here|goes-here|placeholder)$/i;

/** An address of the developer's own machine. */
const LOCAL = /(^|[/@,\s=])(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal)(?=$|[:/,;\s])/i;

/** The value of an example as a default: `null` where it is a placeholder, names other variables or the developer's machine. */
export function exampleDefault({ value }: Pick<Example, 'value'>): string | null {
  const isOpen =
    value === '' || PLACEHOLDER.test(value) || LOCAL.test(value) || /\$\{?\w/.test(value) || value.includes('\n');
  return isOpen ? null : value;
}

/** The variables of the first example file, by name. */
export function examples(scope: Scope): ReadonlyMap<string, Example> {
  return variablesOf(
    scope,
    EXAMPLES.map((name) => scope.at(name)).find((path) => scope.project.has(path)),
  );
}

/**
 * What the project's own files set for a build of production, by name; the more special file wins. They stay out of the
 * build context, since others of their kind hold secrets: what is public in them is handed over as a build argument.
 * Source: https://vite.dev/guide/env-and-mode
 */
export function productionSettings(scope: Scope): ReadonlyMap<string, Example> {
  const files = ['.env', '.env.production'].map((name) => scope.at(name)).filter((path) => scope.project.has(path));
  return new Map(files.flatMap((file) => [...variablesOf(scope, file)]));
}
