import type { DocBody, Parsed } from './parsers.ts';

interface Entry {
  readonly value: string;
  readonly line: number;
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescaped(text: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/g, (_, code: string) =>
    code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code),
  );
}

/** True when the line ends with an odd number of backslashes, so that the next one continues it. */
function continues(line: string): boolean {
  return (/\\*$/.exec(line)?.[0].length ?? 0) % 2 === 1;
}

/** The key up to the first unescaped `=`, `:` or white space, and what follows. */
function split(line: string): { readonly key: string; readonly value: string } {
  const [, key = '', rest = ''] = /^((?:\\[\s\S]|[^\\=:\s])*)([\s\S]*)$/.exec(line) ?? [];
  return { key: unescaped(key), value: unescaped(rest.replace(/^[ \t\f]*[=:]?[ \t\f]*/, '')) };
}

/**
 * Parses a Java properties file. Total: every text is one. A key keeps its dots, so that the whole key is one step of
 * the path: `get('server.port')`; a key written twice counts as its last line, as in Java.
 * Source: https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/Properties.html#load(java.io.Reader)
 */
export function parseProperties(text: string): Parsed<DocBody> {
  const entries = new Map<string, Entry>();
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = at + 1;
    let logical = (lines[at] ?? '').replace(/^[ \t\f]+/, '');
    if (logical === '' || /^[#!]/.test(logical)) continue;
    while (continues(logical) && at + 1 < lines.length) {
      at += 1;
      logical = logical.slice(0, -1) + (lines[at] ?? '').replace(/^[ \t\f]+/, '');
    }
    const { key, value } = split(continues(logical) ? logical.slice(0, -1) : logical);
    entries.set(key, { value, line });
  }
  const plain = Object.fromEntries([...entries].map(([key, { value }]) => [key, value]));
  return {
    ok: true,
    value: {
      get: (...keys) =>
        keys.length === 0 ? plain : keys.length === 1 ? entries.get(String(keys[0]))?.value : undefined,
      lineOf: (...keys) => (keys.length === 1 ? (entries.get(String(keys[0]))?.line ?? null) : null),
    },
  };
}
