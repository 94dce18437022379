import { parse, TomlError } from 'smol-toml';
import { type DocBody, dig, type Parsed } from './parsers.ts';

/** `[a."b.c"]` or `a.b` as a list of keys; the document itself was parsed by the library. */
function keysOf(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
}

/**
 * The library gives values without positions, so the line of a key is found by its header and name. A key that
 * is written in a way this does not follow (an inline table over several lines) has no line, never a wrong value.
 */
function lineOfKey(text: string, keys: readonly (string | number)[]): number | null {
  const wanted = keys.filter((key) => typeof key === 'string').join('\0');
  let header: readonly string[] = [];
  let index = 0;
  for (const line of text.split('\n')) {
    index += 1;
    const table = /^\s*\[\[?([^\]]+)\]\]?/.exec(line);
    if (table?.[1] !== undefined) header = keysOf(table[1]);
    const assigned =
      /^\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_.-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*=/.exec(line);
    const path = table ? header : assigned?.[1] !== undefined ? [...header, ...keysOf(assigned[1])] : undefined;
    if (path === undefined) continue;
    const here = path.join('\0');
    if (here === wanted || (wanted.startsWith(`${here}\0`) && line.includes('{'))) return index;
  }
  return null;
}

/** Parses TOML 1.0 (pyproject.toml, Cargo.toml, mise.toml). */
export function parseToml(text: string): Parsed<DocBody> {
  try {
    const value = parse(text);
    return {
      ok: true,
      value: {
        get: (...keys) => dig(value, keys),
        lineOf: (...keys) => (keys.length === 0 ? 1 : lineOfKey(text, keys)),
      },
    };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const message = (error.message.split('\n')[0] ?? 'unreadable').replace(/^Invalid TOML document: /, '');
    return { ok: false, message, line: error.line, column: error.column };
  }
}
