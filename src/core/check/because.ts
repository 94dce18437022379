import { shownValue } from '../detect/report.ts';
import type { Component } from '../model/app-model.ts';
import type { Evidence } from '../model/evidence.ts';

function linesOf(diff: string, sign: '+' | '-'): string {
  return diff
    .split('\n')
    .filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3)))
    .join('\n');
}

function isWord(text: string, word: string): boolean {
  const at = text.indexOf(word);
  if (at < 0) return false;
  const around = `${text[at - 1] ?? ' '}${text[at + word.length] ?? ' '}`;
  return !/\w/.test(around) || isWord(text.slice(at + 1), word);
}

/**
 * The evidence behind a change: of the values that detection chose, those that are in the added lines and not in the
 * removed ones, with file and line. `undefined` when none is: then a template changed, or an option.
 */
export function becauseOf(diff: string, components: readonly Component[]): string | undefined {
  const [added, removed] = [linesOf(diff, '+'), linesOf(diff, '-')];
  const reasons = new Set<string>();
  for (const { decisions } of components) {
    for (const { chosen } of decisions) {
      const value = shownValue(chosen as Evidence);
      if (typeof value !== 'string' && typeof value !== 'number') continue;
      const word = String(value);
      if (word === '' || chosen.file === null || !isWord(added, word) || isWord(removed, word)) continue;
      reasons.add(`${chosen.field} is ${word} (${chosen.file}${chosen.line === null ? '' : `:${chosen.line}`})`);
    }
  }
  return reasons.size === 0 ? undefined : [...reasons].join(', ');
}
