import type { Breach } from './verify.ts';

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The end of the string literal that begins at `at`, or -1 when it does not end. */
function endOfString(text: string, at: number): number {
  const quote = text[at] ?? '';
  const fence = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  for (let index = at + fence.length; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text.startsWith(fence, index)) return index + fence.length;
    else if (text[index] === '\n' && fence.length === 1) return -1;
  }
  return -1;
}

/** Strings that end and brackets that match: what a template or an escape could have broken. */
export function groovyProblems(text: string): readonly Breach[] {
  const open: { readonly closer: string; readonly line: number }[] = [];
  let line = 1;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '\n') line += 1;
    else if (text.startsWith('//', at)) at = Math.max(at, text.indexOf('\n', at) - 1);
    else if (char === "'" || char === '"') {
      const end = endOfString(text, at);
      if (end < 0) return [{ rule: 'groovy-string', line, message: 'a string does not end' }];
      line += text.slice(at, end).split('\n').length - 1;
      at = end - 1;
    } else if (CLOSERS[char] !== undefined) open.push({ closer: CLOSERS[char], line });
    else if (char === ')' || char === ']' || char === '}') {
      if (open.pop()?.closer !== char) return [{ rule: 'groovy-brackets', line, message: `unexpected ${char}` }];
    }
  }
  return open.map((one) => ({ rule: 'groovy-brackets', line: one.line, message: `${one.closer} is missing` }));
}
