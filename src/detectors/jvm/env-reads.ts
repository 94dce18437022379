import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { clojureSources } from './clojure-files.ts';
import { clojureReads } from './clojure-values.ts';
import { placeholders } from './placeholders.ts';
import { type Call, jvmSources } from './sources.ts';
import { isSign, type Token } from './tokens.ts';

/** An environment variable that the code reads. */
export interface EnvRead {
  readonly name: string;
  readonly default: string | null;
  readonly line: number;
}

const DIRECT = new Set([
  'System.getenv',
  'sys.env',
  'sys.env.get',
  'sys.env.apply',
  'sys.env.getOrElse',
  'Properties.envOrElse',
  'Properties.envOrNone',
  'scala.util.Properties.envOrElse',
  'EnvironmentUtils.get',
]);
const ON_THE_MAP = /^(get|getOrDefault|getOrElse|apply)$/;
const ELSE = /^(getOrElse|orElse|ifBlank|ifEmpty)$/;

function textOf(token: Token | undefined): string | null {
  return token?.kind === 'string' ? token.text : null;
}

/** The default that follows a read: `?: "x"`, `.getOrElse("x")`, `.orElse("x")`, also behind a closing bracket. */
function defaultAfter(tokens: readonly Token[], end: number): string | null {
  if (isSign(tokens[end], '?') && isSign(tokens[end + 1], ':')) return textOf(tokens[end + 2]);
  let at = end;
  while (isSign(tokens[at], ')') && at < end + 2) at += 1;
  if (!isSign(tokens[at], '.') || !ELSE.test(tokens[at + 1]?.text ?? '')) return null;
  return textOf(tokens[at + 3]);
}

/** A read that begins at this token. */
function readAt(tokens: readonly Token[], at: number): EnvRead | undefined {
  const token = tokens[at];
  if (token?.kind !== 'word' || !DIRECT.has(token.text) || !isSign(tokens[at + 1], '(')) return undefined;
  const { line } = token;
  const name = textOf(tokens[at + 2]);
  if (name !== null) {
    const second = isSign(tokens[at + 3], ',') ? textOf(tokens[at + 4]) : null;
    const isOrElse = /requireNonNullElse$/.test(tokens[at - 2]?.text ?? '') && isSign(tokens[at + 4], ',');
    const given = isOrElse ? textOf(tokens[at + 5]) : null;
    return { name, default: second ?? given ?? defaultAfter(tokens, at + 4), line };
  }
  if (!isSign(tokens[at + 2], ')')) return undefined;
  const isIndex = isSign(tokens[at + 3], '[');
  const isCall = isSign(tokens[at + 3], '.') && ON_THE_MAP.test(tokens[at + 4]?.text ?? '');
  const key = isIndex ? at + 4 : isCall ? at + 6 : -1;
  const found = textOf(tokens[key]);
  if (found === null) return undefined;
  const second = isSign(tokens[key + 1], ',') ? textOf(tokens[key + 2]) : null;
  return { name: found, default: second ?? defaultAfter(tokens, key + 2), line };
}

/** Every read in some tokens, in their order. */
export function envReadsIn(tokens: readonly Token[]): readonly EnvRead[] {
  return tokens.map((_, at) => readAt(tokens, at)).filter((read) => read !== undefined);
}

/** `@Value("${NAME:default}")` of Spring and Micronaut. */
function* annotated(calls: readonly Call[]): Iterable<EnvRead> {
  for (const { name, isAnnotation, args, line } of calls) {
    const text = isAnnotation && name === 'Value' ? textOf(args[0]?.at(-1)) : null;
    for (const one of text === null ? [] : placeholders(text)) yield { ...one, line };
  }
}

/** Every environment variable that the sources read, with its default; the first place counts. */
export function environmentReads(scope: Scope): readonly (EnvRead & { readonly file: RelPath })[] {
  const found = new Map<string, EnvRead & { readonly file: RelPath }>();
  for (const { path: file, tokens, calls } of jvmSources(scope)) {
    for (const read of [...envReadsIn(tokens), ...annotated(calls)])
      if (!found.has(read.name)) found.set(read.name, { ...read, file });
  }
  for (const { path: file, forms } of clojureSources(scope))
    for (const read of clojureReads(forms)) if (!found.has(read.name)) found.set(read.name, { ...read, file });
  return [...found.values()];
}
