import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { bracketStep, closingAt, isSign, splitAtCommas, type Token, tokenizer } from './tokens.ts';

/** One call or annotation with its arguments. */
export interface Call {
  /** The last part of the name: `getenv`. */
  readonly name: string;
  /** What stands before the last dot of the same word: `System`; empty where nothing does. */
  readonly owner: string;
  readonly args: readonly (readonly Token[])[];
  readonly line: number;
  /** Index of the name among the source's tokens. */
  readonly start: number;
  /** Index of the closing bracket. */
  readonly end: number;
  readonly isAnnotation: boolean;
  /** How many brackets are open around it. */
  readonly depth: number;
}

/** One source file in tokens. */
export interface JvmSource {
  readonly path: RelPath;
  readonly language: 'java' | 'kotlin' | 'scala' | 'groovy';
  readonly packageName: string;
  readonly imports: readonly string[];
  readonly tokens: readonly Token[];
  readonly calls: readonly Call[];
}

const MOST_FILES = 600;
const LANGUAGES = { java: 'java', kt: 'kotlin', scala: 'scala', groovy: 'groovy' } as const;

const tokensOf = tokenizer('[\\w$]+(?:\\.[\\w$]+)*');

/** The index of the bracket with the arguments of the name before `at`, behind type arguments. */
function argumentsAt(tokens: readonly Token[], at: number): number | undefined {
  if (isSign(tokens[at], '(')) return tokens[at - 1]?.line === tokens[at]?.line ? at : undefined;
  const [open, close] = isSign(tokens[at], '<') ? ['<', '>'] : isSign(tokens[at], '[') ? ['[', ']'] : [];
  if (open === undefined || close === undefined) return undefined;
  let depth = 0;
  for (let index = at; index < at + 30; index += 1) {
    const token = tokens[index];
    if (token === undefined || (token.kind === 'sign' && !/[<>[\].,?*: ]/.test(token.text))) return undefined;
    if (isSign(token, open)) depth += 1;
    if (isSign(token, close)) depth -= 1;
    if (depth === 0) return isSign(tokens[index + 1], '(') ? index + 1 : undefined;
  }
  return undefined;
}

/** Every call and annotation with arguments, in the order of the text. */
export function callsOf(tokens: readonly Token[]): readonly Call[] {
  const found: Call[] = [];
  let depth = 0;
  for (const [start, token] of tokens.entries()) {
    depth += bracketStep(token);
    if (token.kind !== 'word') continue;
    const open = argumentsAt(tokens, start + 1);
    if (open === undefined) continue;
    const end = closingAt(tokens, open);
    const dot = token.text.lastIndexOf('.');
    found.push({
      name: token.text.slice(dot + 1),
      owner: dot < 0 ? '' : token.text.slice(0, dot),
      args: splitAtCommas(tokens.slice(open + 1, end)),
      line: token.line,
      start,
      end,
      isAnnotation: isSign(tokens[start - 1], '@'),
      depth,
    });
  }
  return found;
}

/** The words that follow a keyword: packages and imports. */
function after(tokens: readonly Token[], keyword: string): readonly string[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'word' || token.text !== keyword) return [];
    const next = tokens[tokens[at + 1]?.text === 'static' ? at + 2 : at + 1];
    return next?.kind === 'word' ? [next.text] : [];
  });
}

/** Reads one source file. */
export function readSource(path: RelPath, text: string): JvmSource {
  const tokens = tokensOf(text).filter((token) => !isSign(token, '\n'));
  const language = LANGUAGES[path.slice(path.lastIndexOf('.') + 1) as keyof typeof LANGUAGES] ?? 'java';
  const packages = after(tokens.slice(0, 60), 'package').filter((one) => one !== 'object');
  const packageName = (language === 'scala' ? packages : packages.slice(0, 1)).join('.');
  return { path, language, packageName, imports: after(tokens, 'import'), tokens, calls: callsOf(tokens) };
}

/** The component's sources in Java, Kotlin, Scala and Groovy, but those of tests. */
export const jvmSources: (scope: Scope) => readonly JvmSource[] = perComponent((scope) => {
  const paths = Object.keys(LANGUAGES).flatMap((extension) => scope.tree.withExtension(extension));
  const own = paths.filter(
    (path) => !/(^|\/)(src\/(\w*[tT]est\w*|it)|test|tests|buildSrc|build-logic|build|target|project)\//.test(path),
  );
  return own.slice(0, MOST_FILES).map((path) => readSource(path, scope.text(path)?.text ?? ''));
});

/** True where a file imports something whose name begins so. */
export function importsFrom({ imports }: JvmSource, prefix: string): boolean {
  return imports.some((name) => name === prefix || name.startsWith(`${prefix}.`));
}
