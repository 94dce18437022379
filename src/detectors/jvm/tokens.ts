/** One token of a program or build script in a language with braces: Java, Kotlin, Scala, Groovy. */
export interface Token {
  readonly kind: 'word' | 'string' | 'sign';
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

/**
 * Makes a function that splits text into tokens: comments and spaces go, strings lose their quotes, line ends are
 * signs. Total, and without any meaning. `word` is the pattern of what counts as one word.
 */
export function tokenizer(word: string): (text: string) => readonly Token[] {
  const pattern = new RegExp(
    [
      String.raw`(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))`,
      String.raw`(?<space>[ \t\r\f]+|\\\n)`,
      String.raw`(?<long>"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$))`,
      String.raw`(?<double>"(?:\\[\s\S]|[^"\\\n])*"?)`,
      String.raw`(?<single>'(?:\\[\s\S]|[^'\\\n])*'?)`,
      '(?<quoted>`[^`\\n]*`)',
      `(?<word>${word})`,
      String.raw`(?<sign>[\s\S])`,
    ].join('|'),
    'y',
  );
  return (text) => {
    const tokens: Token[] = [];
    let line = 1;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const [all] = match;
      const { long, double, single, quoted, word: name, sign } = match.groups ?? {};
      const inside =
        long?.slice(3).replace(/"""$|'''$/, '') ?? (double ?? single ?? quoted)?.slice(1).replace(/["'`]$/, '');
      if (inside !== undefined) tokens.push({ kind: quoted === undefined ? 'string' : 'word', text: inside, line });
      else if (name !== undefined) tokens.push({ kind: 'word', text: name, line });
      else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, line });
      line += all.split('\n').length - 1;
      if (all === '' || pattern.lastIndex >= text.length) break;
    }
    return tokens;
  };
}

const OPENING = '([{';
const CLOSING = ')]}';

/** True for a sign of this text; strings that look like it are none. */
export function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === 'sign' && token.text === text;
}

/** +1 for an opening bracket, -1 for a closing one, else 0. */
export function bracketStep(token: Token | undefined): -1 | 0 | 1 {
  if (token?.kind !== 'sign') return 0;
  return OPENING.includes(token.text) ? 1 : CLOSING.includes(token.text) ? -1 : 0;
}

/** The index of the bracket that closes the one at `start`, or the end of the text. */
export function closingAt(tokens: readonly Token[], start: number): number {
  let depth = 0;
  for (let at = start; at < tokens.length; at += 1) {
    depth += bracketStep(tokens[at]);
    if (depth <= 0) return at;
  }
  return tokens.length;
}

/** The parts between commas on the top level. */
export function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += bracketStep(token);
    if (depth === 0 && isSign(token, ',')) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}
