import { dirname, insideRoot, type RelPath, ROOT } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { isOurs } from '../own-files.ts';
import { FOR_DEVELOPERS, isForDevelopers, sourcesOf } from './compose-sources.ts';
import { type ComposeMap, listOf, mapOf, overridden, unmerged, withDefaults } from './compose-values.ts';

/** The names that Compose looks for, its favourite first. Source: https://docs.docker.com/compose/intro/compose-application-model/ */
export const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** Where something stands in a compose file. */
export interface ComposePlace {
  readonly file: RelPath;
  readonly line: number | null;
}

/** One service of a compose file and of those that belong to it. */
export interface ComposeService {
  readonly name: string;
  /** Its keys, with those of merged anchors (`<<`), of what it extends, and of further files. */
  readonly body: ComposeMap;
  /** The folder of the file that it is described in; paths are relative to it. */
  readonly dir: RelPath;
  /** The folder that the image is built from; `null` where it is not built, or from outside the project. */
  readonly context: RelPath | null;
  /** Its Dockerfile, where one is named. */
  readonly dockerfile: RelPath | null;
  /** The place of a key in the file that said it last; the service's own place where the key has none. */
  place(...keys: readonly (string | number)[]): ComposePlace;
}

/** An existing compose file that derrick did not write, with the files that it includes or that stand beside it. */
export interface ComposeFile {
  readonly path: RelPath;
  readonly doc: Doc;
  /** Every file that was read, the main one first. */
  readonly docs: readonly Doc[];
  readonly services: readonly ComposeService[];
}

function inside(dir: RelPath, path: unknown): RelPath | null {
  if (typeof path !== 'string') return null;
  const plain = withDefaults(path);
  if (plain.includes('$') || /^[a-z+]+:\/\//.test(plain)) return null;
  return insideRoot(`${dir}/${plain}`) ?? null;
}

interface Described {
  readonly body: ComposeMap;
  readonly docs: readonly Doc[];
  readonly dir: RelPath;
}

/** A context outside the project, or one that only a running Compose knows. */
const ELSEWHERE = '$elsewhere';

/** The body with the build's context as a path of the project: each file's own are relative to that file. */
function rooted(body: ComposeMap, dir: RelPath): ComposeMap {
  const build = typeof body.build === 'string' ? { context: body.build } : mapOf(body.build);
  if (body.build === undefined || build.context === undefined) return body;
  return { ...body, build: { ...build, context: inside(dir, build.context) ?? ELSEWHERE } };
}

/** A service with what it extends; a file that extends itself ends somewhere. */
function extended(scope: Scope, doc: Doc, name: string, depth = 0): Described {
  const dir = dirname(doc.path);
  const own = mapOf(unmerged(doc.get('services', name)));
  const { extends: parent, ...stated } = own;
  const body = rooted(stated, dir);
  if (parent === undefined || depth > 8) return { body, docs: [doc], dir };
  const { service, file } = typeof parent === 'string' ? { service: parent, file: undefined } : mapOf(parent);
  const path = file === undefined ? doc.path : inside(dir, file);
  const source = path === null ? undefined : scope.doc(path, 'yaml');
  if (source === undefined || typeof service !== 'string')
    return { body: { ...body, extends: parent }, docs: [doc], dir };
  const base = extended(scope, source, service, depth + 1);
  return { body: overridden(base.body, body), docs: [...base.docs, doc], dir };
}

/** What an override file says of a service that is not for developers only. */
function forProduction(found: Described): Described {
  const kept = Object.entries(found.body).filter(([key]) => !FOR_DEVELOPERS.has(key));
  return { ...found, body: Object.fromEntries(kept) };
}

function serviceOf(name: string, all: readonly Described[]): ComposeService {
  const [first] = all;
  const body = all.map((one) => one.body).reduce(overridden, {});
  const docs = all.flatMap((one) => one.docs).toReversed();
  const dir = first?.dir ?? ROOT;
  const { context = dir, dockerfile } = mapOf(body.build);
  const folder = body.build === undefined ? null : inside(ROOT, context);
  return {
    name,
    body,
    dir,
    context: folder,
    dockerfile: folder === null ? null : inside(folder, dockerfile),
    place(...keys) {
      for (let depth = keys.length; depth >= 0; depth -= 1) {
        for (const doc of docs) {
          const line = doc.lineOf('services', name, ...keys.slice(0, depth));
          if (line !== null) return { file: doc.path, line };
        }
      }
      return { file: docs[0]?.path ?? dir, line: null };
    },
  };
}

/** The compose file in the component's folder or, failing that, in the next one above; `undefined` for none or derrick's own. */
export function composeFile(scope: Scope): ComposeFile | undefined {
  const path = scope.nearest(...COMPOSE_FILES);
  if (path === undefined || isOurs(scope, path)) return undefined;
  const doc = scope.doc(path, 'yaml');
  if (doc === undefined) return undefined;
  const docs = sourcesOf(scope, doc);
  const described = new Map<string, Described[]>();
  for (const source of docs) {
    for (const name of Object.keys(mapOf(unmerged(source.get('services'))))) {
      const before = described.get(name) ?? [];
      const found = extended(scope, source, name);
      described.set(name, [...before, before.length > 0 && isForDevelopers(source) ? forProduction(found) : found]);
    }
  }
  return { path, doc, docs, services: [...described].map(([name, all]) => serviceOf(name, all)) };
}

/** True for a service that only runs when one of its profiles is asked for. */
export function isOptional({ body }: ComposeService): boolean {
  return listOf(body.profiles).length > 0;
}

/** True for a service that is built from the component: in its folder, or by the Dockerfile in it. */
function isBuiltFrom({ context, dockerfile }: ComposeService, { dir, tree, project }: Scope): boolean {
  if (dockerfile !== null && dirname(dockerfile) === dir) return true;
  return context === dir && (dockerfile === null || tree.has(dockerfile) || !project.has(dockerfile));
}

/** The services that are built from the component, the one that the file publishes first. */
export function ownServices({ services }: ComposeFile, scope: Scope): readonly ComposeService[] {
  const rank = (one: ComposeService) => {
    if (isOptional(one)) return 3;
    return listOf(one.body.ports).length > 0 ? 0 : one.body.command === undefined ? 1 : 2;
  };
  return services.filter((one) => isBuiltFrom(one, scope)).sort((a, b) => rank(a) - rank(b));
}
