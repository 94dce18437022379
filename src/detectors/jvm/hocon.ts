/** One assignment of a HOCON file, by the whole path of its key. */
export interface HoconEntry {
  readonly key: string;
  /** The text of the value; `${?NAME}` stays as it is. */
  readonly value: string;
  /** Counted from 1. */
  readonly line: number;
}

interface Token {
  readonly kind: 'text' | 'sign' | 'end';
  readonly text: string;
  readonly line: number;
  /** True when white space stands before it. */
  readonly spaced: boolean;
}

const TOKEN =
  /(?<comment>#[^\n]*|\/\/[^\n]*)|(?<space>[^\S\n]+)|(?<end>[\n,])|(?<long>"""[\s\S]*?(?:"""|$))|(?<string>"(?:\\[\s\S]|[^"\\\n])*"?)|(?<variable>\$\{[^}\n]*\}?)|(?<sign>\+=|[{}[\]=:])|(?<word>(?:(?!\/\/)[^\s"{}[\]=:,#])+|[\s\S])/y;

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let spaced = false;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [all] = match;
    const { comment, space, end, long, string, variable, sign, word } = match.groups ?? {};
    const inside = long?.slice(3).replace(/"""$/, '') ?? string?.slice(1).replace(/"$/, '') ?? variable ?? word;
    if (end !== undefined) tokens.push({ kind: 'end', text: end, line, spaced });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, line, spaced });
    else if (inside !== undefined) tokens.push({ kind: 'text', text: inside, line, spaced });
    spaced = comment !== undefined || space !== undefined;
    line += all.split('\n').length - 1;
    if (TOKEN.lastIndex >= text.length) break;
  }
  return tokens;
}

/**
 * Every assignment of a HOCON file, in its order; each part of a list is one. Total: what is not understood is passed
 * over, and includes are left out. Source: https://github.com/lightbend/config/blob/main/HOCON.md
 */
export function parseHocon(text: string): readonly HoconEntry[] {
  const tokens = tokensOf(text);
  const entries: HoconEntry[] = [];
  const path: (readonly string[])[] = [];
  let key: Token[] = [];
  let value: Token[] | undefined;
  let lists = 0;
  const joined = (parts: readonly Token[]) =>
    parts.map((part, at) => (at > 0 && part.spaced ? ` ${part.text}` : part.text)).join('');
  const whole = () => [...path.flat(), joined(key)].join('.');
  const flush = (): void => {
    if (value !== undefined && value.length > 0 && key.length > 0)
      entries.push({ key: whole(), value: joined(value), line: key[0]?.line ?? 1 });
    [key, value] = [[], undefined];
  };
  for (const token of tokens) {
    if (token.kind === 'sign' && token.text === '[') lists += 1;
    else if (token.kind === 'sign' && token.text === ']') {
      lists = Math.max(0, lists - 1);
      if (lists === 0) flush();
    } else if (lists > 0) {
      if (token.kind === 'text') entries.push({ key: whole(), value: token.text, line: token.line });
    } else if (token.kind === 'end') {
      // A line end between a key and its sign or brace is none.
      if (value === undefined || value.length > 0 || token.text === ',') flush();
    } else if (token.kind === 'text') (value ?? key).push(token);
    else if (token.text === '{') {
      path.push(key.length === 0 ? [] : [joined(key)]);
      [key, value] = [[], undefined];
    } else if (token.text === '}') {
      flush();
      path.pop();
    } else if (value === undefined && key.length > 0) value = [];
    else value?.push(token);
  }
  flush();
  return entries;
}
