import type { Scope } from '../../core/workspace/scope.ts';
import { envReadsIn } from './env-reads.ts';
import { configOf } from './hocon-files.ts';
import { portSetting } from './settings.ts';
import type { JvmSource } from './sources.ts';
import { bracketStep, isSign, type Token } from './tokens.ts';

/** What an expression says about a port. */
export interface PortValue {
  readonly port: number | null;
  readonly variable: string | null;
}

const DEEPEST = 4;
const CONTINUES = /^[=?:.,|+<>&-]$/;

/** The expression that begins at `start`: to a comma, a semicolon, a closing bracket, or a line that goes on with nothing. */
function expressionAt(tokens: readonly Token[], start: number): readonly Token[] {
  let depth = 0;
  for (let at = start; at < tokens.length; at += 1) {
    const token = tokens[at];
    const before = tokens[at - 1];
    depth += bracketStep(token);
    if (depth < 0 || (depth === 0 && (isSign(token, ',') || isSign(token, ';')))) return tokens.slice(start, at);
    const isNewLine = at > start && depth <= (bracketStep(token) === 1 ? 1 : 0) && token?.line !== before?.line;
    if (isNewLine && !CONTINUES.test(token?.text ?? '') && !CONTINUES.test(before?.text ?? ''))
      return tokens.slice(start, at);
  }
  return tokens.slice(start);
}

/** What is assigned to a name: `x = …`, `x: Int = …`; a function's body counts too. */
function assignedTo({ tokens }: JvmSource, name: string): readonly Token[] | undefined {
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'word' || token.text !== name) continue;
    const typed = isSign(tokens[at + 1], ':') && tokens[at + 2]?.kind === 'word' ? at + 3 : at + 1;
    if (isSign(tokens[typed], '=') && !/^[=>]$/.test(tokens[typed + 1]?.text ?? ''))
      return expressionAt(tokens, typed + 1);
  }
  return undefined;
}

function portNumber(token: Token): number | undefined {
  if (!/^\d{2,5}$|^\d{1,2}_\d{3}$/.test(token.text)) return undefined;
  const port = Number(token.text.replaceAll('_', ''));
  return port > 0 && port <= 65535 ? port : undefined;
}

/** `config.getInt("harbour.http.port")`: what the HOCON file says there. */
function configured(scope: Scope, expression: readonly Token[]): PortValue | undefined {
  const at = expression.findIndex(({ text }) => /(^|\.)(getInt|getLong|getConfigInt|getString)$/.test(text));
  const key = at < 0 ? undefined : expression[at + 2];
  const settings = key?.kind === 'string' ? configOf(scope).get(key.text) : undefined;
  if (settings === undefined) return undefined;
  const values = settings.map(({ value }) => portSetting(value));
  return {
    port: values.find((one) => one.port !== null)?.port ?? null,
    variable: values.find((one) => one.variable !== null)?.variable ?? null,
  };
}

/** The port of an expression, through names, the environment and the configuration. */
export function portIn(scope: Scope, source: JvmSource, expression: readonly Token[], depth = 0): PortValue {
  const variable = envReadsIn(expression)[0]?.name ?? null;
  const number = expression.map(portNumber).find((port) => port !== undefined);
  if (number !== undefined) return { port: number, variable };
  const setting = configured(scope, expression);
  if (setting !== undefined) return { port: setting.port, variable: setting.variable ?? variable };
  if (depth > DEEPEST) return { port: null, variable };
  for (const { kind, text } of expression) {
    if (kind !== 'word') continue;
    const value = assignedTo(source, text.slice(text.lastIndexOf('.') + 1));
    const found = value === undefined ? undefined : portIn(scope, source, value, depth + 1);
    if (found !== undefined && (found.port !== null || found.variable !== null))
      return { port: found.port, variable: variable ?? found.variable };
  }
  return { port: null, variable };
}

/** The address of an expression, as far as it stands there. */
export function hostIn(source: JvmSource, expression: readonly Token[], depth = 0): string | null {
  if (expression.some(({ text }) => text.endsWith('getLoopbackAddress'))) return 'localhost';
  const text = expression.find(({ kind }) => kind === 'string');
  if (text !== undefined) return text.text;
  const [name] = expression;
  if (name?.kind !== 'word' || depth > DEEPEST) return null;
  const value = assignedTo(source, name.text.slice(name.text.lastIndexOf('.') + 1));
  return value === undefined ? null : hostIn(source, value, depth + 1);
}
