import { basename, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';

/** One source file without its comments; every line keeps its number. */
export interface JvmSource {
  readonly path: RelPath;
  readonly text: string;
  readonly packageName: string;
}

/** A class with a main method. */
export interface MainClass {
  readonly name: string;
  readonly file: RelPath;
  readonly line: number;
}

const MOST_FILES = 600;

/** Blanks out comments; strings stay, and so do line ends. */
export function withoutComments(text: string): string {
  return text.replace(
    /"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g,
    (part) => (part.startsWith('/') ? part.replace(/[^\n]/g, ' ') : part),
  );
}

/** The line of an offset, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** The component's sources in Java, Kotlin, Scala and Groovy, but those of tests. */
export const jvmSources: (scope: Scope) => readonly JvmSource[] = perComponent((scope) => {
  const paths = ['java', 'kt', 'scala', 'groovy'].flatMap((extension) => scope.tree.withExtension(extension));
  const found: JvmSource[] = [];
  for (const path of paths) {
    if (found.length >= MOST_FILES) break;
    if (/(^|\/)(src\/(\w*[tT]est\w*|it)|test|tests|buildSrc|build|target)\//.test(path)) continue;
    const text = withoutComments(scope.text(path)?.text ?? '');
    found.push({ path, text, packageName: /^\s*package\s+([\w.]+)/m.exec(text)?.[1] ?? '' });
  }
  return found;
});

function qualified({ packageName }: JvmSource, name: string): string {
  return packageName === '' ? name : `${packageName}.${name}`;
}

/** Kotlin's class for the functions of a file: `boot.kt` is `BootKt`. */
function fileClass(path: RelPath): string {
  const name = basename(path)
    .replace(/\.kt$/, '')
    .replace(/[^A-Za-z0-9_]/g, '_');
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Kt`;
}

function mainsIn(source: JvmSource): readonly MainClass[] {
  const { path, text } = source;
  const at = (offset: number) => ({ file: path, line: lineAt(text, offset) });
  if (path.endsWith('.kt')) {
    const top = /^(?:suspend\s+)?fun\s+main\s*\(/m.exec(text);
    const named = /@file:JvmName\("(\w+)"\)/.exec(text)?.[1];
    if (top !== null) return [{ name: qualified(source, named ?? fileClass(path)), ...at(top.index) }];
    const inObject = /@JvmStatic\s+fun\s+main\s*\(/.exec(text);
    const owner = /\b(?:object|class)\s+(\w+)/.exec(text)?.[1];
    return inObject !== null && owner !== undefined ? [{ name: qualified(source, owner), ...at(inObject.index) }] : [];
  }
  if (path.endsWith('.scala')) {
    const app = /\bobject\s+(\w+)\s+extends\s+(?:[\w.]+\s+with\s+)*(?:App|IOApp|ZIOAppDefault)\b/.exec(text);
    const annotated = /@main\s+def\s+(\w+)/.exec(text);
    const main = /\bobject\s+(\w+)[\s\S]*?def\s+main\s*\(\s*\w+\s*:\s*Array\[String\]/.exec(text);
    const found = app ?? annotated ?? main;
    return found?.[1] === undefined ? [] : [{ name: qualified(source, found[1]), ...at(found.index) }];
  }
  const main = /\bstatic\s+(?:final\s+)?void\s+main\s*\(\s*(?:final\s+)?String\s*(?:\[\]|\.\.\.)/.exec(text);
  if (main === null) return [];
  const before = text.slice(0, main.index);
  const owner = /\b(?:class|record|enum|interface)\s+(\w+)/.exec(before)?.[1];
  return owner === undefined ? [] : [{ name: qualified(source, owner), ...at(main.index) }];
}

/** Every class with a main method, in the order of the files. */
export function mainClasses(scope: Scope): readonly MainClass[] {
  return jvmSources(scope).flatMap(mainsIn);
}

/** The expression that begins at `start`, up to a comma or the closing bracket of its own depth. */
function expressionAt(text: string, start: number): string {
  let depth = 0;
  for (let at = start; at < text.length && at < start + 400; at += 1) {
    const char = text[at] ?? '';
    if (char === '(' || char === '[' || char === '{') depth += 1;
    if (char === ')' || char === ']' || char === '}') depth -= 1;
    if (depth < 0 || (depth === 0 && (char === ',' || char === ';'))) return text.slice(start, at).trim();
  }
  return text.slice(start, start + 400).trim();
}

/** A port in the code, and the environment variable that sets it. */
export interface Listen {
  readonly port: number | null;
  readonly variable: string | null;
  readonly host: string | null;
  readonly file: RelPath;
  readonly line: number;
}

/** Calls whose first argument (or named one) is a port. */
const LISTENS: readonly RegExp[] = [
  /new\s+InetSocketAddress\s*\(/g,
  /\bInetSocketAddress\s*\((?=[^)]*\))/g,
  /new\s+ServerSocket\s*\(/g,
  /\bembeddedServer\s*\(/g,
  /Javalin\b[\s\S]{0,600}?\.start\s*\(/g,
  /\bcreateHttpServer\s*\([^)]*\)[\s\S]{0,400}?\.listen\s*\(/g,
  /\bforPort\s*\(/g,
  /\bnew\s+Server\s*\((?=\s*[\w.]*\w)/g,
  /\baddHttpListener\s*\(/g,
  /\bSpark\.port\s*\(|^\s*port\s*\(/gm,
  /\bWebServer\b[\s\S]{0,300}?\.port\s*\(/g,
];

const ENVIRONMENT =
  /(?:System\.getenv\(\s*"(\w+)"\s*\)|System\.getenv\(\)\s*(?:\.get\(\s*"(\w+)"\s*\)|\["(\w+)"\]|\.getOrDefault\(\s*"(\w+)"|\.getOrElse\(\s*"(\w+)")|sys\.env\.(?:get|getOrElse)\(\s*"(\w+)"|System\.getenv\(\)\["(\w+)"\])/;

function portOf(
  text: string,
  expression: string,
  depth = 0,
): { readonly port: number | null; readonly variable: string | null } {
  const variable =
    ENVIRONMENT.exec(expression)
      ?.slice(1)
      .find((name) => name !== undefined) ?? null;
  // The largest number that can be a port and is no part of a name or an index.
  const rest = expression.replace(ENVIRONMENT, ' ');
  const number = /(?<![\w.])(\d{2,5})(?![\w.])/.exec(rest.replaceAll('_', ''))?.[1];
  const port = number !== undefined && Number(number) > 0 && Number(number) <= 65535 ? Number(number) : null;
  if (port !== null) return { port, variable };
  if (depth > 3) return { port: null, variable };
  for (const [name] of rest.matchAll(/\b[A-Za-z_]\w*\b/g)) {
    const assignment = new RegExp(`(?<![\\w.])${name}\\s*(?::\\s*\\w+\\s*)?=(?!=)\\s*`).exec(text);
    if (assignment === null) continue;
    const found = portOf(text, expressionAt(text, assignment.index + assignment[0].length), depth + 1);
    if (found.port !== null || found.variable !== null)
      return { port: found.port, variable: variable ?? found.variable };
  }
  return { port: null, variable };
}

function hostIn(call: string): string | null {
  if (/getLoopbackAddress\(\)/.test(call)) return 'localhost';
  return /"(localhost|127\.0\.0\.1|0\.0\.0\.0|::)"/.exec(call)?.[1] ?? null;
}

/** Where the sources listen for connections. */
export function listens(scope: Scope): readonly Listen[] {
  const found: Listen[] = [];
  for (const { path, text } of jvmSources(scope)) {
    for (const pattern of LISTENS) {
      for (const match of text.matchAll(pattern)) {
        const start = match.index + match[0].length;
        const first = expressionAt(text, start);
        const second = expressionAt(text, start + first.length + 1);
        const all = text.slice(start, start + 300).split(/\)\s*[;{.\n]/)[0] ?? '';
        const named = /\bport\s*=\s*/.exec(all);
        const expression = named === null ? first : expressionAt(text, start + named.index + named[0].length);
        const own = portOf(text, expression);
        const port = own.port === null && own.variable === null ? portOf(text, second) : own;
        if (port.port === null && port.variable === null) continue;
        found.push({ ...port, host: hostIn(all), file: path, line: lineAt(text, match.index + match[0].length - 1) });
      }
    }
  }
  return found;
}

/** Every environment variable that the sources read, with its default. */
export function environmentReads(scope: Scope): readonly {
  readonly name: string;
  readonly default: string | null;
  readonly file: RelPath;
  readonly line: number;
}[] {
  const found = new Map<
    string,
    { readonly name: string; readonly default: string | null; readonly file: RelPath; readonly line: number }
  >();
  for (const { path, text } of jvmSources(scope)) {
    for (const match of text.matchAll(new RegExp(ENVIRONMENT, 'g'))) {
      const name = match.slice(1).find((one) => one !== undefined);
      if (name === undefined || found.has(name)) continue;
      const after = text.slice(match.index + match[0].length, match.index + match[0].length + 120);
      const value = /^\s*(?:,\s*|\)?\s*\?:\s*)"([^"\n]*)"/.exec(after)?.[1] ?? null;
      found.set(name, { name, default: value, file: path, line: lineAt(text, match.index) });
    }
  }
  return [...found.values()];
}

const ROUTES = [
  /\bcreateContext\s*\(\s*"([^"\n]+)"/g,
  /@(?:Get|Request)(?:Mapping)?\s*\(\s*(?:(?:value|path|uri)\s*=\s*)?\{?\s*"([^"\n]+)"/g,
  /@Path\s*\(\s*"([^"\n]+)"/g,
  /(?:^|[.\s])get\s*\(\s*"(\/[^"\n]*)"/g,
  /@WebServlet\s*\(\s*(?:(?:value|urlPatterns|name\s*=\s*"[^"]*"\s*,\s*urlPatterns)\s*=\s*)?\{?\s*"(\/[^"\n*]*)"/g,
];

/** Paths that the sources answer, as far as they stand there in full. */
export function routes(
  scope: Scope,
): readonly { readonly path: string; readonly file: RelPath; readonly line: number }[] {
  const found: { readonly path: string; readonly file: RelPath; readonly line: number }[] = [];
  for (const { path: file, text } of jvmSources(scope)) {
    // A class-wide prefix; a route that stands before the class body is that prefix itself.
    const prefix =
      /@(?:RequestMapping|Path|Controller)\s*\(\s*(?:(?:value|path)\s*=\s*)?"([^"\n]*)"\s*\)(?:\s*@\w+(?:\([^)]*\))?)*\s*(?:public\s+|open\s+|final\s+)*class\b/.exec(
        text,
      );
    for (const pattern of ROUTES) {
      for (const match of text.matchAll(pattern)) {
        if (prefix !== null && match.index <= prefix.index) continue;
        const route = `/${prefix?.[1] ?? ''}/${match[1] ?? ''}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
        found.push({ path: route, file, line: lineAt(text, match.index) });
      }
    }
  }
  return found;
}
