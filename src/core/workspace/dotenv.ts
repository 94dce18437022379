/** One assignment of a file of variables. */
export interface DotenvEntry {
  readonly name: string;
  /** Without its quotes; what double quotes hold may go over several lines. */
  readonly value: string;
  /** Counted from 1. */
  readonly line: number;
  /** True where nothing in the value is replaced, since it stands in single quotes. */
  readonly isLiteral: boolean;
}

/** What a file of variables holds, and the lines that are no assignment. */
export interface Dotenv {
  readonly entries: readonly DotenvEntry[];
  readonly invalid: readonly number[];
}

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** The value in double quotes: the escapes that dotenv knows. */
function unescaped(text: string): string {
  return text.replace(/\\n/g, '\n').replace(/\\(["\\$])/g, '$1');
}

/**
 * Reads `NAME=VALUE` lines as dotenv does: comments, `export`, quotes, values over several lines. No expansion.
 * Source: https://github.com/motdotla/dotenv#what-rules-does-the-parsing-engine-follow
 */
export function parseDotenv(text: string): Dotenv {
  const entries: DotenvEntry[] = [];
  const invalid: number[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const raw = (lines[at] ?? '').trim();
    if (raw === '' || raw.startsWith('#')) continue;
    const line = at + 1;
    const [, name = '', rest = ''] = /^(?:export\s+)?([^=\s]+)\s*=\s*(.*)$/.exec(raw) ?? [];
    if (!NAME.test(name)) {
      invalid.push(line);
      continue;
    }
    const quote = /^["'`]/.exec(rest)?.[0];
    if (quote === undefined) {
      const value = rest.startsWith('#') ? '' : rest.replace(/\s+#.*$/, '');
      entries.push({ name, value, line, isLiteral: false });
      continue;
    }
    const closing = quote === '"' ? /^"((?:[^"\\]|\\.)*)"/s : quote === "'" ? /^'([^']*)'/ : /^`([^`]*)`/;
    let body = rest;
    let end = at;
    while (!closing.test(body) && end + 1 < lines.length) {
      end += 1;
      body = `${body}\n${lines[end] ?? ''}`;
    }
    const found = closing.exec(body)?.[1];
    // A quote that nothing closes is a letter like any other.
    if (found === undefined) entries.push({ name, value: rest, line, isLiteral: false });
    else {
      entries.push({ name, value: quote === '"' ? unescaped(found) : found, line, isLiteral: quote === "'" });
      at = end;
    }
  }
  return { entries, invalid };
}
