import { basename, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type JvmSource, jvmSources } from './sources.ts';
import { isSign, type Token } from './tokens.ts';

/** A class with a main method. */
export interface MainClass {
  readonly name: string;
  readonly file: RelPath;
  readonly line: number;
}

const TYPES = new Set(['class', 'record', 'enum', 'interface', 'object']);
const SCALA_APPS = new Set(['App', 'IOApp', 'IOApp.Simple', 'ZIOAppDefault', 'ZIOApp', 'cask.MainRoutes', 'cask.Main']);

function qualified({ packageName }: JvmSource, name: string): string {
  return packageName === '' ? name : `${packageName}.${name}`;
}

function isWord(token: Token | undefined, text: string): boolean {
  return token?.kind === 'word' && token.text === text;
}

/** Kotlin's class for the functions of a file: `boot.kt` is `BootKt`. */
function fileClass({ path, tokens }: JvmSource): string {
  const at = tokens.findIndex((token, index) => isWord(token, 'JvmName') && isSign(tokens[index - 1], ':'));
  const named = tokens[at + 2];
  if (at >= 0 && named?.kind === 'string') return named.text;
  const name = basename(path)
    .replace(/\.kt$/, '')
    .replace(/[^A-Za-z0-9_]/g, '_');
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Kt`;
}

/** The words of the declaration that ends at `at`. */
function modifiers(tokens: readonly Token[], at: number): readonly string[] {
  const found: string[] = [];
  for (let index = at - 1; index >= 0 && !/^[;{}]$/.test(tokens[index]?.text ?? ';'); index -= 1)
    found.push(tokens[index]?.text ?? '');
  return found;
}

/** The types around each `main (`, outermost first, by the braces. */
function mainsWithTypes({ tokens }: JvmSource): readonly { readonly at: number; readonly types: readonly string[] }[] {
  const found: { at: number; types: readonly string[] }[] = [];
  const open: { readonly name: string; readonly depth: number }[] = [];
  let depth = 0;
  let pending: string | undefined;
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1];
    if (token.kind === 'word' && TYPES.has(token.text) && next?.kind === 'word') pending = next.text;
    if (isWord(token, 'fun')) pending = undefined;
    if (isWord(token, 'main') && isSign(next, '(')) found.push({ at, types: open.map(({ name }) => name) });
    if (isSign(token, '{')) {
      depth += 1;
      if (pending !== undefined) open.push({ name: pending, depth });
      pending = undefined;
    }
    if (isSign(token, '}')) {
      if (open.at(-1)?.depth === depth) open.pop();
      depth -= 1;
    }
  }
  return found;
}

function inJava(source: JvmSource): readonly MainClass[] {
  const { path, tokens } = source;
  for (const { at, types } of mainsWithTypes(source)) {
    const before = modifiers(tokens, at);
    const line = tokens[at]?.line ?? 1;
    if (!before.includes('void') && source.language !== 'groovy') continue;
    // A file without a class is a class by the file's name. Source: https://openjdk.org/jeps/512
    if (types.length === 0) return [{ name: basename(path).replace(/\.\w+$/, ''), file: path, line }];
    const isClassic =
      tokens.slice(at + 2, at + 5).some((token) => isWord(token, 'String')) || source.language === 'groovy';
    if (before.includes('static') && isClassic) return [{ name: qualified(source, types.join('$')), file: path, line }];
  }
  return [];
}

function inKotlin(source: JvmSource): readonly MainClass[] {
  const { path, tokens } = source;
  for (const { at, types } of mainsWithTypes(source)) {
    if (!isWord(tokens[at - 1], 'fun')) continue;
    const line = tokens[at]?.line ?? 1;
    if (types.length === 0) return [{ name: qualified(source, fileClass(source)), file: path, line }];
    const owner = types.filter((name) => name !== 'companion').join('$');
    if (modifiers(tokens, at).includes('JvmStatic')) return [{ name: qualified(source, owner), file: path, line }];
  }
  return [];
}

/** In Scala 3 braces may be missing, so that the last object before `def main` is its owner. */
function inScala(source: JvmSource): readonly MainClass[] {
  const { path, tokens } = source;
  let owner: string | undefined;
  for (const [at, token] of tokens.entries()) {
    const [, next, third] = tokens.slice(at, at + 3);
    const found = (name: string): readonly MainClass[] => [
      { name: qualified(source, name), file: path, line: token.line },
    ];
    if (isWord(token, 'object') && next?.kind === 'word') {
      owner = next.text;
      const bases = tokens.slice(at + 2, at + 14);
      const end = bases.findIndex((one) => /^[{:(]$/.test(one.text) || TYPES.has(one.text) || one.text === 'def');
      const isApp = bases.slice(0, end < 0 ? undefined : end).some(({ text }) => SCALA_APPS.has(text));
      if (isApp && isWord(third, 'extends')) return found(owner);
    }
    if (isWord(token, 'main') && isSign(tokens[at - 1], '@') && isWord(next, 'def') && third !== undefined)
      return found(third.text);
    if (isWord(token, 'def') && isWord(next, 'main') && isSign(third, '(') && owner !== undefined) return found(owner);
  }
  return [];
}

/** Every class with a main method, in the order of the files. */
export function mainClasses(scope: Scope): readonly MainClass[] {
  return jvmSources(scope).flatMap((source) => {
    if (source.language === 'kotlin') return inKotlin(source);
    return source.language === 'scala' ? inScala(source) : inJava(source);
  });
}
