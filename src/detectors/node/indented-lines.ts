/** One key of an indented file, with the keys above it. */
export interface IndentedKey {
  readonly keys: readonly string[];
  /** The text after the colon or blank, unquoted; the empty string when there is none. */
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

function unquoted(text: string): string {
  const quoted = /^"(.*)"$|^'(.*)'$/.exec(text);
  return quoted ? (quoted[1] ?? quoted[2] ?? '').replaceAll("''", "'") : text;
}

/** Splits `key: value`, `"key": value`, `key "value"` (yarn 1) and `? key` (a long key of yarn 2 and later). */
function splitLine(text: string): { readonly key: string; readonly value: string } | undefined {
  const body = text.startsWith('? ') ? `${text.slice(2)}:` : text;
  // A key with several quoted parts, as yarn 1 writes it, ends in a colon and has no value.
  if (body.endsWith(':') && !/^(['"])(?:(?!\1).)*\1:$/.test(body))
    return { key: unquoted(body.slice(0, -1)), value: '' };
  const quoted = /^("[^"]*"|'(?:[^']|'')*'):?(?:\s+(.*))?$/.exec(body);
  if (quoted?.[1] !== undefined) return { key: unquoted(quoted[1]), value: unquoted(quoted[2] ?? '') };
  const plain = /^(.+?)(?::\s+|\s+)(.*)$/.exec(body);
  if (plain?.[1] === undefined || plain[2] === undefined) return undefined;
  return { key: plain[1], value: unquoted(plain[2]) };
}

/**
 * Walks a lockfile of pnpm or yarn, which are machine-written with two blanks for each level, in one cheap pass:
 * a YAML parser would need seconds for a large one. Total: what it does not understand is skipped.
 * With `sections`, only those top-level keys are entered.
 */
export function* indentedKeys(text: string, sections?: ReadonlySet<string>): Iterable<IndentedKey> {
  const stack: string[] = [];
  let skipped = false;
  let line = 0;
  for (const raw of text.split('\n')) {
    line += 1;
    const body = raw.trimStart();
    if (body === '' || body === ':' || body.startsWith('#') || body.startsWith('- ')) continue;
    const depth = Math.floor((raw.length - body.length) / 2);
    if (depth > 0 && skipped) continue;
    const split = splitLine(body.trimEnd());
    if (split === undefined || depth > stack.length) continue;
    if (depth === 0) skipped = sections !== undefined && !sections.has(split.key);
    stack.length = depth;
    stack.push(split.key);
    yield { keys: [...stack], value: split.value, line };
  }
}
