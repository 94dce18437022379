import { type ParseEntry, parse, quote } from 'shell-quote';

/** One simple command of a shell line and the operator before it; the first has none. */
export interface ShellSegment {
  readonly operator: string | null;
  /** Words after quote removal; a variable stands as `\uE000NAME\uE001`. */
  readonly words: readonly string[];
}

const VARIABLE = /\uE000([^\uE001]*)\uE001/g;

/** True when a shell would run a command inside the line: `$(x)` or backticks outside single quotes. */
function substitutes(line: string): boolean {
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? '';
    if (quote === "'") quote = char === "'" ? '' : quote;
    else if (char === '\\') at += 1;
    else if (char === '`' || (char === '$' && line[at + 1] === '(')) return true;
    else if (char === quote) quote = '';
    else if (quote === '' && (char === "'" || char === '"')) quote = char;
  }
  return false;
}

/** The words and operators of a line; `undefined` for one with a substitution that is no shell's, which the parser throws at. */
function parsed(line: string, mark: (name: string) => string): readonly ParseEntry[] | undefined {
  try {
    return parse(line, mark);
  } catch {
    return undefined;
  }
}

/** Splits a shell line into simple commands; `undefined` when it holds what derrick does not read (subshells, redirections, control characters). */
export function shellSegments(line: string): readonly ShellSegment[] | undefined {
  if (/[\uE000\uE001]/.test(line) || substitutes(line) || [...line].some((char) => char < ' ' && char !== '\t')) {
    return undefined;
  }
  let readable = true;
  const mark = (name: string): string => {
    if (!/^\w+(:?-[\w./:-]*)?$/.test(name)) readable = false;
    return `\uE000${name}\uE001`;
  };
  const entries = parsed(line, mark);
  if (entries === undefined || !readable) return undefined;
  const segments: { operator: string | null; words: string[] }[] = [{ operator: null, words: [] }];
  for (const entry of entries) {
    const current = segments.at(-1);
    if (current === undefined) return undefined;
    if (typeof entry === 'string') current.words.push(entry);
    else if ('comment' in entry) break;
    else if (entry.op === 'glob') current.words.push((entry as { pattern: string }).pattern);
    else if (['&&', '||', ';', '|', '&'].includes(entry.op)) segments.push({ operator: entry.op, words: [] });
    else return undefined;
  }
  return segments.filter(({ words }) => words.length > 0);
}

/** True when a word needs a shell to become its value. */
export function hasVariable(word: string): boolean {
  return word.includes('\uE000');
}

/** The word's value where it has one without a shell: `${PORT:-4000}` has 4000, `$PORT` has none. */
export function staticValue(word: string): string | undefined {
  let known = true;
  const text = word.replace(VARIABLE, (_, name: string) => {
    const fallback = /^\w+:?-(.*)$/.exec(name)?.[1];
    if (fallback === undefined) known = false;
    return fallback ?? '';
  });
  return known ? text : undefined;
}

/** Writes words as shell text again, every variable quoted as one word. */
export function shellText(words: readonly string[]): string {
  const parts = words.map((word) => {
    if (!hasVariable(word)) return quote([word]);
    const pieces = word.split(/(\uE000[^\uE001]*\uE001)/).filter((piece) => piece !== '');
    return pieces.map((piece) => (hasVariable(piece) ? `"\${${piece.slice(1, -1)}}"` : quote([piece]))).join('');
  });
  return parts.join(' ');
}
