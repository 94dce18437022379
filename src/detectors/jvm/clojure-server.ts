import type { Scope } from '../../core/workspace/scope.ts';
import { type ClojureSource, clojureSources, requires } from './clojure-files.ts';
import type { Form } from './clojure-reader.ts';
import { clojurePort } from './clojure-values.ts';
import { readLein } from './lein.ts';
import type { Listen } from './listens.ts';
import type { Route } from './routes.ts';

/** Namespaces of servers, whose options are a map with a port. */
const SERVERS = [
  'ring.adapter',
  'org.httpkit.server',
  'aleph.http',
  'io.pedestal',
  'immutant.web',
  'luminus.http-server',
  'ring.server.standalone',
];

/** The value of the keyword in a map, whatever its namespace: `:port`, `::http/port`. */
function option({ items }: Form, name: string): Form | undefined {
  const at = items.findIndex(
    ({ kind, text }, index) => index % 2 === 0 && kind === 'keyword' && text.replace(/^.*\//, '') === name,
  );
  return at < 0 ? undefined : items[at + 1];
}

/** Pedestal listens on localhost unless it is told otherwise. Source: https://pedestal.io/pedestal/0.7/reference/service-map.html */
function hostOf(source: ClojureSource, map: Form): string | null {
  const host = option(map, 'host');
  if (host !== undefined) return host.kind === 'string' ? host.text : null;
  return requires(source, 'io.pedestal.http') ? 'localhost' : null;
}

/** Where the sources listen for connections, or lein-ring does. */
export function clojureListens(scope: Scope): readonly Listen[] {
  const found: Listen[] = [];
  for (const source of clojureSources(scope).filter((one) => requires(one, ...SERVERS))) {
    for (const form of source.all) {
      const value = form.kind === 'map' ? option(form, 'port') : undefined;
      if (value === undefined) continue;
      const { port, variable } = clojurePort(source, value);
      if (port === null && variable === null) continue;
      found.push({ port, variable, host: hostOf(source, form), file: source.path, line: value.line });
    }
  }
  const file = scope.at('project.clj');
  const ring = readLein(scope, file)?.ring;
  if (ring !== undefined) {
    const port = option(ring, 'port');
    const value = port?.kind === 'number' ? Number(port.text) : 3000;
    found.push({ port: value, variable: 'PORT', host: null, file, line: port?.line ?? ring.line });
  }
  return found;
}

/** The paths of vectors such as `["/crates" :get …]`, with those around them before. */
function nested(form: Form, prefix: string): readonly { readonly path: string; readonly line: number }[] {
  const [first] = form.items;
  const isRoute = form.kind === 'vector' && first?.kind === 'string' && first.text.startsWith('/');
  const path = isRoute ? `${prefix}${first.text}`.replace(/\/+/g, '/') : prefix;
  const own = isRoute ? [{ path, line: form.line }] : [];
  return [...own, ...form.items.flatMap((item) => nested(item, path))];
}

/** Paths that the sources answer: Compojure's `(GET "/x" …)`, and the routes of Reitit and Pedestal. */
export function clojureRoutes(scope: Scope): readonly Route[] {
  return clojureSources(scope).flatMap(({ path: file, forms, all }) => {
    const compojure = all.flatMap(({ kind, line, items: [head, path] }) => {
      const isRoute = kind === 'list' && /^(GET|ANY)$/.test(head?.text ?? '') && path?.kind === 'string';
      return isRoute ? [{ path: path.text, file, line }] : [];
    });
    return [...compojure, ...forms.flatMap((form) => nested(form, '')).map((one) => ({ ...one, file }))];
  });
}
