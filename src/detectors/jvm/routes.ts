import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { clojureRoutes } from './clojure-server.ts';
import { playAnswersProbes } from './play.ts';
import { type Call, importsFrom, type JvmSource, jvmSources } from './sources.ts';
import { closingAt, isSign, type Token } from './tokens.ts';

/** A path that the code answers, and where. */
export interface Route {
  readonly path: string;
  readonly file: RelPath;
  readonly line: number;
}

const ANNOTATIONS = new Set(['Get', 'GetMapping', 'RequestMapping', 'Path', 'WebServlet', 'Route']);
const PREFIXES = new Set(['RequestMapping', 'Path', 'Controller']);
const CALLS = new Set(['get', 'createContext', 'route', 'path', 'GET']);
const MEMBERS = new Set(['value', 'path', 'uri', 'urlPatterns']);

function joined(...parts: readonly string[]): string {
  return `/${parts.join('/')}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
}

/** The path of an annotation: its only argument or a named one, the first of a list. */
function annotationPath({ args }: Call): string | undefined {
  for (const part of args) {
    const isNamed = isSign(part[1], '=');
    if (isNamed && !MEMBERS.has(part[0]?.text ?? '')) continue;
    const text = part.find(({ kind }) => kind === 'string');
    if (text !== undefined) return text.text.replace(/\/?\*$/, '');
  }
  return undefined;
}

/** `Root / "healthz"` of http4s and ZIO HTTP: the strings after slashes. */
function slashPath(tokens: readonly Token[], at: number): string | undefined {
  const parts: string[] = [];
  for (let index = at; isSign(tokens[index], '/') && tokens[index + 1]?.kind === 'string'; index += 2)
    parts.push(tokens[index + 1]?.text ?? '');
  return parts.length === 0 ? undefined : joined(...parts);
}

function inScala({ path: file, tokens }: JvmSource): readonly Route[] {
  return tokens.flatMap((token, at) => {
    const isGet = /^(Root|Method\.GET)$/.test(token.text) && token.kind === 'word';
    const path = isGet ? slashPath(tokens, at + 1) : undefined;
    return path === undefined ? [] : [{ path, file, line: token.line }];
  });
}

/** `path("live")` of Pekko and Akka names its part without a slash. */
function callPath(source: JvmSource, { name, args }: Call): string | undefined {
  const [first] = args;
  const text = first?.length === 1 && first[0]?.kind === 'string' ? first[0].text : undefined;
  if (text === undefined || !CALLS.has(name)) return undefined;
  const isDirective =
    name === 'path' && (importsFrom(source, 'org.apache.pekko.http') || importsFrom(source, 'akka.http'));
  if (isDirective) return joined(text);
  return name === 'path' || !text.startsWith('/') ? undefined : joined(text);
}

const GROUPS = new Set(['route', 'path', 'pathPrefix']);

/** The paths of the blocks around a call: `route("/internal") { get("/alive") { … } }`, `path("/api", () -> { … })`. */
function groupPath({ calls, tokens }: JvmSource, inner: Call): string {
  const around = calls.filter((call) => {
    if (call === inner || call.isAnnotation || !GROUPS.has(call.name) || call.start > inner.start) return false;
    const block = call.end + 1;
    const end = isSign(tokens[block], '{') ? closingAt(tokens, block) : call.end;
    return end > inner.start;
  });
  return joined(...around.map(({ args: [first] }) => (first?.[0]?.kind === 'string' ? first[0].text : '')));
}

function inSource(source: JvmSource): readonly Route[] {
  const { path: file, calls } = source;
  const prefixes = calls.filter(({ name, isAnnotation, depth }) => isAnnotation && depth === 0 && PREFIXES.has(name));
  const found: Route[] = [];
  for (const call of calls) {
    if (call.isAnnotation && ANNOTATIONS.has(call.name) && !prefixes.includes(call)) {
      const prefix = prefixes.filter(({ start }) => start < call.start).at(-1);
      const path = annotationPath(call);
      if (path !== undefined)
        found.push({ path: joined((prefix && annotationPath(prefix)) ?? '', path), file, line: call.line });
    }
    const path = call.isAnnotation ? undefined : callPath(source, call);
    if (path !== undefined) found.push({ path: joined(groupPath(source, call), path), file, line: call.line });
  }
  // A class of Jakarta REST with methods that have no path of their own answers its prefix.
  for (const prefix of prefixes) {
    const path = prefix.name === 'Path' ? annotationPath(prefix) : undefined;
    if (path !== undefined) found.push({ path: joined(path), file, line: prefix.line });
  }
  return [...found, ...(source.language === 'scala' ? inScala(source) : [])];
}

/** Play's routes file: `GET /path controllers…`. Source: https://www.playframework.com/documentation/latest/ScalaRouting */
function inPlay(scope: Scope): readonly Route[] {
  const file = scope.at('conf/routes');
  if (!playAnswersProbes(scope)) return [];
  return (scope.text(file)?.text.split('\n') ?? []).flatMap((text, index) => {
    const [method, path] = text.trim().split(/\s+/);
    return method === 'GET' && path?.startsWith('/') ? [{ path, file, line: index + 1 }] : [];
  });
}

/** Paths that the sources answer, as far as they stand there in full. */
export function routes(scope: Scope): readonly Route[] {
  return [...jvmSources(scope).flatMap(inSource), ...inPlay(scope), ...clojureRoutes(scope)];
}
