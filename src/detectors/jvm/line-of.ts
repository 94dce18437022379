import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';

/** The first line, from 1, that holds a text; `null` where none does. */
export function lineOf(scope: Scope, path: RelPath, text: string): number | null {
  const at = (scope.text(path)?.text.split('\n') ?? []).findIndex((line) => line.includes(text));
  return at < 0 ? null : at + 1;
}
