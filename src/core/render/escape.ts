import { Document, visit } from 'yaml';

/** A value that cannot be written into a format without changing what the file means. */
export class UnsafeValueError extends Error {
  constructor(format: string, value: string) {
    super(`${JSON.stringify(value)} cannot be written into a ${format}`);
    this.name = 'UnsafeValueError';
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f\u0085\u2028\u2029]/;

function refuseControl(format: string, text: string): string {
  if (CONTROL.test(text)) throw new UnsafeValueError(format, text);
  return text;
}

/**
 * A scalar for a YAML flow or block position, on one line, quoted wherever YAML 1.1 or 1.2 would read it as
 * anything but this string (`on`, `1e3`, `0o7`, `1:30`). Numbers, booleans and null are written as such.
 */
export function yamlScalar(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  const readsPlain = (['1.1', '1.2'] as const).every(
    (version) => new Document(value, { version }).toString({ lineWidth: 0 }).trimEnd() === value,
  );
  const isPlain = readsPlain && /^[A-Za-z0-9_./-]/.test(value) && !/^[0-9.:_eE+-]+$/.test(value) && !/[:#]/.test(value);
  return isPlain
    ? value
    : JSON.stringify(value)
        .replaceAll('\u007f', '\\x7f')
        .replaceAll('\u2028', '\\L')
        .replaceAll('\u2029', '\\P')
        .replaceAll('\u0085', '\\N');
}

/** What YAML 1.1 takes for the end of a line or a mark, and white space at an end, which plain text would lose. */
const ODD_TEXT = /[\u0085\u2028\u2029\ufeff]|^\s|\s$/;

/** Plain data as block YAML, two spaces, without a final newline. */
export function yamlBlock(value: unknown): string {
  const document = new Document(value, { version: '1.1' });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && ODD_TEXT.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document
    .toString({ lineWidth: 0, indentSeq: true, blockQuote: false })
    .replace(/\n$/, '')
    .replaceAll('\u0085', '\\N')
    .replaceAll('\u2028', '\\L')
    .replaceAll('\u2029', '\\P')
    .replaceAll('\ufeff', '\\uFEFF');
}

/** JSON on one line. */
export function json(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

/** One word of a POSIX shell line, quoted only where needed; refuses NUL and line breaks. */
export function shellWord(text: string): string {
  refuseControl('shell line', text);
  if (text.includes('\n')) throw new UnsafeValueError('shell line', text);
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** An argv as a POSIX shell line. */
export function shellLine(argv: readonly string[]): string {
  return argv.map(shellWord).join(' ');
}

/** The JSON form of CMD, ENTRYPOINT and RUN, which Docker neither splits nor expands. */
export function execForm(argv: readonly string[]): string {
  for (const word of argv) if (word.includes('\n')) throw new UnsafeValueError('Dockerfile', word);
  return `[${argv.map((word) => JSON.stringify(refuseControl('Dockerfile', word))).join(', ')}]`;
}

/**
 * A double-quoted value of ENV, LABEL or ARG: `$`, quotes and backslashes escaped, since Docker expands variables there.
 * Source: https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
export function dockerfileValue(text: string): string {
  refuseControl('Dockerfile', text);
  if (text.includes('\n')) throw new UnsafeValueError('Dockerfile', text);
  return `"${text.replace(/[\\"$`]/g, (char) => (char === '`' ? char : `\\${char}`))}"`;
}

/**
 * The arguments of COPY: sources, then the target; in JSON form where a path holds white space. What Docker would
 * take for a pattern or a variable is escaped.
 * Source: https://docs.docker.com/reference/dockerfile/#copy
 */
export function copyArguments(paths: readonly string[]): string {
  const escaped = paths.map((path) => {
    refuseControl('Dockerfile', path);
    if (path.includes('\n')) throw new UnsafeValueError('Dockerfile', path);
    return path.replace(/[\\[*?$]/g, (char) => (char === '[' ? '[[]' : `\\${char}`));
  });
  return escaped.some((path) => /[\s"]/.test(path))
    ? JSON.stringify(escaped).replaceAll('","', '", "')
    : escaped.join(' ');
}

/** A single-quoted Groovy string literal, in which nothing is interpolated. */
export function groovyString(text: string): string {
  refuseControl('Jenkinsfile', text);
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}

/** A word of an nginx directive, quoted; nginx expands `$` there and has no escape for it, so it is refused. */
export function nginxWord(text: string): string {
  refuseControl('nginx file', text);
  if (/[$\n]/.test(text)) throw new UnsafeValueError('nginx file', text);
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Text for a comment: one line, without control characters. */
export function commentText(text: string): string {
  return text
    .replace(/[\n\r\t]/g, ' ')
    .split('')
    .filter((char) => !CONTROL.test(char))
    .join('');
}
