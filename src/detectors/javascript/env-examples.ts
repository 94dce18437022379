import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';

const EXAMPLES = [
  '.env.example',
  '.env.sample',
  '.env.template',
  '.env.dist',
  '.env.local.example',
  'example.env',
  'sample.env',
];

/** A variable as an example file shows it. */
export interface Example {
  readonly file: RelPath;
  readonly line: number;
  readonly value: string;
}

/** The variables that a file of `NAME=value` lines sets, by name. */
function variablesOf(scope: Scope, file: RelPath | undefined): ReadonlyMap<string, Example> {
  const found = new Map<string, Example>();
  const text = file && scope.text(file)?.text;
  if (file === undefined || text === undefined) return found;
  for (const [at, line] of text.split('\n').entries()) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (match?.[1] === undefined) continue;
    const quoted = /^(["'])(.*)\1/.exec(match[2] ?? '');
    const value = quoted?.[2] ?? (match[2] ?? '').replace(/(^|\s)#.*$/, '').trim();
    found.set(match[1], { file, line: at + 1, value });
  }
  return found;
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
