import { type Token, tokenizer } from './tokens.ts';

/** One statement: its tokens up to a line's end, and the block that follows them. */
export interface Statement {
  readonly tokens: readonly Token[];
  readonly block: readonly Statement[] | undefined;
}

/** Splits a Groovy or Kotlin build script into tokens; dotted names with dashes are one word. */
export const tokensOf: (text: string) => readonly Token[] = tokenizer('[\\w$][\\w$.-]*');

/** Groups tokens into statements and blocks; an unclosed block ends with the text. */
export function statementsOf(tokens: readonly Token[]): readonly Statement[] {
  let at = 0;
  function block(): readonly Statement[] {
    const found: Statement[] = [];
    let current: Token[] = [];
    let round = 0;
    const flush = (inner?: readonly Statement[]): void => {
      if (current.length > 0 || inner !== undefined) found.push({ tokens: current, block: inner });
      current = [];
    };
    while (at < tokens.length) {
      const token = tokens[at];
      at += 1;
      if (token === undefined) break;
      const sign = token.kind === 'sign' ? token.text : '';
      if (sign === '(' || sign === '[') round += 1;
      if (sign === ')' || sign === ']') round = Math.max(0, round - 1);
      if (sign === '}') break;
      if (sign === '{') {
        flush(block());
        continue;
      }
      if ((sign === '\n' && round === 0) || sign === ';') flush();
      else if (sign !== '\n') current.push(token);
    }
    flush();
    return found;
  }
  const all: Statement[] = [];
  while (at < tokens.length) all.push(...block());
  return all;
}

/** The statements of a script. */
export function parseGradle(text: string): readonly Statement[] {
  return statementsOf(tokensOf(text));
}

/** The blocks below a path of names, wherever the path begins: `blocksOf(all, 'java', 'toolchain')`. */
export function blocksOf(statements: readonly Statement[], ...path: readonly string[]): readonly Statement[] {
  let level = statements;
  for (const name of path) {
    level = level.flatMap(({ tokens, block }) => (block !== undefined && isNamed(tokens, name) ? block : []));
  }
  return level;
}

/** `bootJar {`, `tasks.bootJar {`, `tasks.named("bootJar") {`, `tasks.named<BootJar>("bootJar") {`, `bootJar.configure {`. */
function isNamed(tokens: readonly Token[], name: string): boolean {
  const [first] = tokens;
  if (first === undefined) return false;
  if (first.text === name || first.text.endsWith(`.${name}`) || first.text === `${name}.configure`) return true;
  return /^tasks\.(named|withType|register)$/.test(first.text) && tokens.some(({ text }) => text === name);
}

/** What is assigned to a name: `x = 1`, `x 1`, `x.set(1)`, `x(1)`; the tokens after the name. */
export function assigned(statements: readonly Statement[], name: string): readonly Token[] | undefined {
  for (const { tokens } of statements) {
    const [first, ...rest] = tokens;
    if (first?.text === name || first?.text === `${name}.set` || first?.text === `${name}.value`) {
      const value = rest.filter(({ kind, text }) => kind !== 'sign' || !/^[=()]$/.test(text));
      if (value.length > 0) return value;
    }
  }
  return undefined;
}

/** The first string or plain number of an assignment. */
export function assignedText(statements: readonly Statement[], name: string): Token | undefined {
  const [value] = assigned(statements, name) ?? [];
  return value !== undefined && (value.kind === 'string' || /^\d/.test(value.text)) ? value : undefined;
}
