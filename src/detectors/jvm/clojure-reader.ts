/** One form of Clojure source or of an EDN file. */
export interface Form {
  readonly kind: 'list' | 'vector' | 'map' | 'set' | 'symbol' | 'keyword' | 'string' | 'number';
  /** The text of an atom: keywords without the colon, strings without quotes; empty for a collection. */
  readonly text: string;
  readonly items: readonly Form[];
  /** Counted from 1. */
  readonly line: number;
}

/** What the reader made of a text. */
export interface ClojureText {
  readonly forms: readonly Form[];
  /** Where brackets do not match; `undefined` for a text that is whole. */
  readonly problem: { readonly line: number; readonly message: string } | undefined;
}

interface Token {
  readonly text: string;
  readonly line: number;
}

const TOKEN =
  /(?<space>[\s,]+|;[^\n]*|#![^\n]*)|(?<string>#?"(?:\\[\s\S]|[^"\\])*"?)|(?<character>\\(?:[A-Za-z0-9]+|[\s\S]))|(?<open>#\{|#\(|#\?@?\(|[([{])|(?<close>[)\]}])|(?<discard>#_)|(?<meta>#?\^)|(?<quote>#'|~@|[`'~@])|(?<atom>[^\s,;"()[\]{}`~@^\\]+|[\s\S])/y;

const KINDS: Readonly<Record<string, Form['kind']>> = { '[': 'vector', '{': 'map', '#{': 'set' };
const CLOSERS: Readonly<Record<string, string>> = { '[': ']', '{': '}', '#{': '}' };

/** What may be nested; deeper text is no program. */
const DEEPEST = 200;

function tokensOf(text: string): readonly (Token & { readonly kind: string })[] {
  const tokens: (Token & { readonly kind: string })[] = [];
  let line = 1;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [all] = match;
    const kind = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0] ?? 'space';
    if (kind !== 'space') tokens.push({ kind, text: all, line });
    line += all.split('\n').length - 1;
    if (TOKEN.lastIndex >= text.length) break;
  }
  return tokens;
}

function atomOf({ text, line }: Token): Form {
  const plain = { items: [], line };
  if (text.startsWith(':')) return { ...plain, kind: 'keyword', text: text.replace(/^::?/, '') };
  return { ...plain, kind: /^[+-]?\d/.test(text) ? 'number' : 'symbol', text };
}

function stringOf({ text, line }: Token): Form {
  const inside = text.replace(/^#?"/, '').replace(/"$/, '');
  const plain = inside.replace(/\\(["\\])/g, '$1').replace(/\\n/g, '\n');
  return { kind: 'string', text: text.startsWith('#') ? inside : plain, items: [], line };
}

/** Reads forms; metadata, quotes, comments and discarded forms leave nothing behind. Total: nothing is evaluated. */
export function readClojure(text: string): ClojureText {
  const tokens = tokensOf(text);
  let at = 0;
  let problem: ClojureText['problem'];
  const complain = (line: number, message: string): void => {
    problem ??= { line, message };
  };

  function one(depth: number): Form | undefined {
    const token = tokens[at];
    if (token === undefined) return undefined;
    at += 1;
    if (depth > DEEPEST) {
      complain(token.line, 'it is nested too deep');
      at = tokens.length;
      return undefined;
    }
    if (token.kind === 'discard' || token.kind === 'meta') {
      one(depth + 1);
      return token.kind === 'meta' ? one(depth + 1) : undefined;
    }
    if (token.kind === 'quote') return one(depth + 1);
    if (token.kind === 'string') return stringOf(token);
    if (token.kind === 'open') return collection(token, depth + 1);
    if (token.kind === 'close') complain(token.line, `"${token.text}" closes nothing`);
    // A tag such as #inst stands before the form that it is about.
    if (token.kind === 'atom' && token.text.startsWith('#') && token.text !== '#') return one(depth + 1);
    return token.kind === 'atom' ? atomOf(token) : undefined;
  }

  function collection({ text: open, line }: Token, depth: number): Form {
    const wanted = CLOSERS[open] ?? ')';
    const items: Form[] = [];
    for (let token = tokens[at]; token !== undefined; token = tokens[at]) {
      if (token.kind === 'close') {
        if (token.text !== wanted) complain(token.line, `"${token.text}" stands where "${wanted}" closes line ${line}`);
        at += 1;
        return { kind: KINDS[open] ?? 'list', text: '', items, line };
      }
      const item = one(depth);
      if (item !== undefined) items.push(item);
    }
    complain(line, `"${open}" is never closed`);
    at = tokens.length;
    return { kind: KINDS[open] ?? 'list', text: '', items, line };
  }

  const forms: Form[] = [];
  while (at < tokens.length) {
    const form = one(0);
    if (form !== undefined) forms.push(form);
  }
  return { forms, problem };
}

/** The value of a keyword in a map, or in a list of keywords and values such as the body of defproject. */
export function valueAt(form: Form | undefined, ...path: readonly string[]): Form | undefined {
  let found = form;
  for (const key of path) {
    const items: readonly Form[] = found?.items ?? [];
    const at = items.findIndex(({ kind, text }) => kind === 'keyword' && text === key);
    found = at < 0 ? undefined : items[at + 1];
  }
  return found;
}

/** Every form in others, those around before those inside. */
export function everyForm(forms: readonly Form[]): readonly Form[] {
  return forms.flatMap((form) => [form, ...everyForm(form.items)]);
}
