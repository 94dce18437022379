/** One word of a pipeline: a path from `.`, `$` or a variable, or a text. */
export type Operand =
  | { readonly kind: 'path'; readonly root: string; readonly keys: readonly string[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number };

/** A function with its arguments; a bare operand has no name. */
export interface Call {
  readonly name: string | null;
  readonly args: readonly Operand[];
}

/** Calls whose result goes into the next one as its last argument. */
export type Pipeline = readonly Call[];

/** A part of a template. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly pipeline: Pipeline }
  | { readonly kind: 'define'; readonly name: string; readonly body: readonly Node[] }
  | {
      readonly kind: 'if' | 'with' | 'range';
      readonly pipeline: Pipeline;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    };

/** The only functions that a chart may use. */
const FUNCTIONS = new Set(['include', 'toYaml', 'nindent', 'quote']);

type Token = { readonly kind: 'text' | 'action'; readonly text: string };

/** Splits into text and actions; `{{-` and `-}}` take the white space beside them away. */
function tokens(source: string): readonly Token[] {
  const found: Token[] = [];
  let rest = source;
  for (;;) {
    const match = /\{\{(- )?((?:`[^`]*`|"(?:[^"\\]|\\.)*"|[^}`"])*?)( -)?\}\}/.exec(rest);
    if (match === null) break;
    const before = rest.slice(0, match.index);
    found.push({ kind: 'text', text: match[1] === undefined ? before : before.trimEnd() });
    found.push({ kind: 'action', text: (match[2] ?? '').trim() });
    rest = rest.slice(match.index + match[0].length);
    if (match[3] !== undefined) rest = rest.trimStart();
  }
  if (rest.includes('{{')) throw new Error(`an action that does not end: ${rest.slice(0, 80)}`);
  found.push({ kind: 'text', text: rest });
  return found.filter(({ kind, text }) => kind === 'action' || text !== '');
}

function operand(word: string): Operand {
  if (word.startsWith('`')) return { kind: 'text', text: word.slice(1, -1) };
  if (word.startsWith('"')) return { kind: 'text', text: JSON.parse(word) as string };
  if (/^\d+$/.test(word)) return { kind: 'number', number: Number(word) };
  const path = /^(\$\w*)?((?:\.[A-Za-z_]\w*)*|\.)$/.exec(word);
  if (path === null || word === '') throw new Error(`no operand: ${word}`);
  return { kind: 'path', root: path[1] ?? '.', keys: (path[2] ?? '').split('.').filter((key) => key !== '') };
}

/** Reads `a b | c d`; every function but the closed list is refused. */
export function pipelineOf(text: string): Pipeline {
  const words = text.match(/`[^`]*`|"(?:[^"\\]|\\.)*"|\||[^\s|]+/g) ?? [];
  const calls: string[][] = [[]];
  for (const word of words) {
    if (word === '|') calls.push([]);
    else calls.at(-1)?.push(word);
  }
  return calls.map(([first = '', ...args]) => {
    if (/^[A-Za-z]/.test(first)) {
      if (!FUNCTIONS.has(first)) throw new Error(`${first} is not in the closed set of the chart's constructs`);
      return { name: first, args: args.map(operand) };
    }
    if (args.length > 0) throw new Error(`arguments without a function: ${text}`);
    return { name: null, args: [operand(first)] };
  });
}

interface Open {
  readonly kind: 'define' | 'if' | 'with' | 'range' | 'root';
  readonly head: string;
  readonly body: Node[];
  otherwise: Node[] | null;
}

function closed({ kind, head, body, otherwise }: Open): Node {
  if (kind === 'root') throw new Error('an end too many');
  if (kind !== 'define') return { kind, pipeline: pipelineOf(head), body, otherwise: otherwise ?? [] };
  const name = /^"([^"]+)"$/.exec(head)?.[1];
  if (name === undefined || otherwise !== null) throw new Error(`a define that is none: ${head}`);
  return { kind, name, body };
}

/** Parses a template; whatever is outside the closed set throws. */
export function parseTemplate(source: string): readonly Node[] {
  const root: Open = { kind: 'root', head: '', body: [], otherwise: null };
  const open: Open[] = [root];
  const top = () => open.at(-1) ?? root;
  const add = (node: Node) => (top().otherwise ?? top().body).push(node);
  for (const { kind, text } of tokens(source)) {
    const [, word = '', head = ''] = /^(\w*)\s*(.*)$/s.exec(text) ?? [];
    if (kind === 'text') add({ kind, text });
    else if (word === 'define' || word === 'if' || word === 'with' || word === 'range')
      open.push({ kind: word, head, body: [], otherwise: null });
    else if (text === 'else') top().otherwise = [];
    else if (text === 'end') add(closed(open.pop() ?? root));
    else add({ kind: 'print', pipeline: pipelineOf(text) });
  }
  if (open.length !== 1) throw new Error(`${top().kind} ${top().head} does not end`);
  return root.body;
}
