/** One `name(args) { … }` block of a Groovy file; strings are kept in `head` and `body`. */
export interface Block {
  /** The text before `{`: `stage('Build')`, `agent`, `withCredentials([…])`. */
  readonly head: string;
  readonly name: string;
  readonly line: number;
  /** The text between the braces, comments removed, and the same with strings emptied, of equal length. */
  readonly body: string;
  readonly bare: string;
  readonly children: readonly Block[];
}

interface Scan {
  /** The text with comments blanked. */
  readonly text: string;
  /** The text with comments and the content of strings blanked: as long as `text`. */
  readonly bare: string;
  readonly strings: readonly StringLiteral[];
}

interface StringLiteral {
  readonly start: number;
  readonly quote: string;
  readonly content: string;
}

const TOKEN = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g;

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

function scan(source: string): Scan {
  const strings: StringLiteral[] = [];
  let text = '';
  let bare = '';
  let end = 0;
  for (const match of source.matchAll(TOKEN)) {
    const [token] = match;
    const gap = source.slice(end, match.index);
    end = match.index + token.length;
    const comment = token.startsWith('//') || token.startsWith('/*');
    const quote = /^('''|"""|'|")/.exec(token)?.[0] ?? '';
    text += gap + (comment ? blank(token) : token);
    bare += gap + (comment ? blank(token) : quote + blank(token.slice(quote.length, -quote.length)) + quote);
    if (!comment) strings.push({ start: match.index, quote, content: token.slice(quote.length, -quote.length) });
  }
  return { text: text + source.slice(end), bare: bare + source.slice(end), strings };
}

function closing(bare: string, open: number): number {
  let depth = 0;
  for (let index = open; index < bare.length; index += 1) {
    if (bare[index] === '{') depth += 1;
    if (bare[index] === '}') depth -= 1;
    if (depth === 0) return index;
  }
  return bare.length;
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** The head of a block is what stands between the last line or brace and `{`; brackets may span lines. */
function headStart(bare: string, from: number, open: number): number {
  let depth = 0;
  for (let index = open - 1; index >= from; index -= 1) {
    const char = bare[index] ?? '';
    if (')]'.includes(char)) depth += 1;
    else if ('(['.includes(char)) depth -= 1;
    else if (depth === 0 && '\n;{}'.includes(char)) return index + 1;
  }
  return from;
}

function blocksIn(all: Scan, from: number, to: number): readonly Block[] {
  const found: Block[] = [];
  let index = from;
  while (index < to) {
    const open = all.bare.indexOf('{', index);
    if (open < 0 || open >= to) break;
    const close = Math.min(closing(all.bare, open), to);
    const start = headStart(all.bare, index, open);
    const head = all.text.slice(start, open).trim();
    const children = blocksIn(all, open + 1, close);
    const name = /^[\w.]+/.exec(head)?.[0] ?? '';
    const [body, bare] = [all.text.slice(open + 1, close), all.bare.slice(open + 1, close)];
    found.push({ head, name, line: lineAt(all.text, open), body, bare, children });
    index = close + 1;
  }
  return found;
}

/** The blocks of a Groovy file as a tree; tolerant, since npm-groovy-lint reports what does not parse. */
export function parseJenkinsfile(content: string): readonly Block[] {
  const all = scan(content);
  return blocksIn(all, 0, all.text.length);
}

/** The Groovy text with comments blanked. */
export function withoutComments(content: string): string {
  return scan(content).text;
}

/** Every block below one, itself first. */
export function* descendants(block: Block): Iterable<Block> {
  yield block;
  for (const child of block.children) yield* descendants(child);
}

/** What stands directly in a block: its text without strings and without what its children hold. */
export function ownText(block: Block): string {
  let rest = block.bare;
  for (const inner of block.children) rest = rest.replace(`{${inner.bare}}`, '{}');
  return rest;
}

/** The direct child of a name. */
export function child(block: Block | undefined, name: string): Block | undefined {
  return block?.children.find((one) => one.name === name);
}

/** One `sh` step: the script as the shell gets it, and whether Groovy fills in variables first. */
export interface ShellStep {
  readonly script: string;
  readonly interpolated: boolean;
  readonly line: number;
}

/** The scripts of all `sh` steps, Groovy's escapes undone; interpolated ones as written. */
export function shellSteps(content: string): readonly ShellStep[] {
  const { text, strings } = scan(content);
  const steps: ShellStep[] = [];
  for (const { start, quote, content: raw } of strings) {
    const before = text.slice(Math.max(0, start - 120), start);
    if (!/(^|[^\w.])sh\s*\(?\s*(?:[\w]+:\s*[\w']+,\s*)*(script:\s*)?(label:\s*'[^']*',\s*script:\s*)?$/.test(before))
      continue;
    const script = raw
      .replace(/\\([\\'"$])/g, '$1')
      .replace(/\\n/g, '\n')
      .replace(/\\t/g, '\t');
    steps.push({ script, interpolated: quote.startsWith('"'), line: lineAt(text, start) });
  }
  return steps;
}
