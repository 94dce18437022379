import { isSign, type Token } from './tokens.ts';

/** One setting of a build.sbt: `assembly / assemblyJarName := "x.jar"`. */
export interface SbtSetting {
  /** What stands before the key: `ThisBuild`, `Compile`, `assembly`. */
  readonly scopes: readonly string[];
  readonly key: string;
  readonly value: readonly Token[];
  readonly line: number;
}

/** Statements: a new line outside brackets begins one, unless it goes on with a dot or what stands before is an operator. */
export function sbtStatements(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const found: Token[][] = [];
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1];
    const goesOn = isSign(token, '.') || /^[=+:%,(/]$/.test(before?.kind === 'sign' ? before.text : '');
    if (before === undefined || (depth === 0 && token.line !== before.line && !goesOn)) found.push([]);
    if (token.kind === 'sign' && /[([{]/.test(token.text)) depth += 1;
    if (token.kind === 'sign' && /[)\]}]/.test(token.text)) depth = Math.max(0, depth - 1);
    found.at(-1)?.push(token);
  }
  return found;
}

const OPERATORS = [
  [':', '='],
  ['+', '+', '='],
  ['+', '='],
];

/** Where the operator of a setting stands, outside brackets, and how long it is. */
function operatorAt(tokens: readonly Token[]): readonly [at: number, length: number] | undefined {
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'sign' && /[([{]/.test(token.text)) depth += 1;
    if (token.kind === 'sign' && /[)\]}]/.test(token.text)) depth -= 1;
    if (depth > 0) continue;
    const fits = OPERATORS.find((signs) => signs.every((sign, index) => isSign(tokens[at + index], sign)));
    if (fits !== undefined) return [at, fits.length];
  }
  return undefined;
}

/** A statement as a setting; `undefined` for any other. Both `key in Scope` and `Scope / key` are understood. */
export function sbtSetting(statement: readonly Token[]): SbtSetting | undefined {
  const [at, length] = operatorAt(statement) ?? [];
  if (at === undefined || length === undefined) return undefined;
  const words = statement.slice(0, at).filter(({ kind, text }) => kind === 'word' && text !== 'in');
  const isOld = statement.slice(0, at).some(({ kind, text }) => kind === 'word' && text === 'in');
  const names = words.map(({ text }) => text);
  const key = isOld ? names[0] : names.at(-1);
  if (key === undefined || /^(lazy|val|def)$/.test(names[0] ?? '')) return undefined;
  const scopes = isOld ? names.slice(1) : names.slice(0, -1);
  return { scopes, key, value: statement.slice(at + length), line: words[0]?.line ?? 1 };
}
