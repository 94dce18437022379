import type { View } from '../../src/core/model/rigging.ts';

/** The most characters of a Groovy literal on one line, so that the line stays below 120 with its indentation. */
const LIMIT = 76;

/** How many characters a text takes in a Groovy literal. */
function width(text: string): number {
  return text.length + (text.match(/['\\]/g)?.length ?? 0);
}

/** Cuts a word that is longer than a line. */
function pieces(word: string): readonly string[] {
  return word.match(new RegExp(`[\\s\\S]{1,${LIMIT / 2}}`, 'gu')) ?? [];
}

/** Cuts a text into parts that each fit on a line of the Jenkinsfile, after a space where there is one. */
export function literalParts(text: string): readonly string[] {
  const words = text.match(/[^ ]* ?/g) ?? [];
  const parts: string[] = [];
  let part = '';
  for (const word of words.flatMap((one) => (width(one) > LIMIT ? pieces(one) : [one]))) {
    if (part !== '' && width(part) + width(word) > LIMIT) {
      parts.push(part);
      part = '';
    }
    part += word;
  }
  return part === '' && parts.length > 0 ? parts : [...parts, part];
}

/** A text for the partials: its first part, and what is joined to it on lines of their own. */
export function textView(text: string): View {
  const [first = '', ...rest] = literalParts(text);
  return { first, rest };
}

/** A variable of the pipeline that holds a list of names without spaces, for the partial groovy/assign. */
export function listView(name: string, words: readonly string[]): View {
  return { name, ...textView(words.join(' ')) };
}
