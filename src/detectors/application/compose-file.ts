import { dirname, insideRoot, type RelPath } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { isOurs } from '../own-files.ts';

/** The names that Compose looks for, its favourite first. Source: https://docs.docker.com/compose/intro/compose-application-model/ */
export const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** A map of a compose file, of which nothing is known. */
export type ComposeMap = Readonly<Record<string, unknown>>;

/** One service of a compose file. */
export interface ComposeService {
  readonly name: string;
  /** Its keys, with those of a merged anchor (`<<`). */
  readonly body: ComposeMap;
  /** The folder that the image is built from; `null` where it is not built, or from outside the project. */
  readonly context: RelPath | null;
  /** Its Dockerfile, where one is named. */
  readonly dockerfile: RelPath | null;
}

/** An existing compose file that derrick did not write. */
export interface ComposeFile {
  readonly path: RelPath;
  readonly doc: Doc;
  readonly services: readonly ComposeService[];
}

/** A value as a map; an empty one for anything else. */
export function mapOf(value: unknown): ComposeMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ComposeMap) : {};
}

/** A value as a list; an empty one for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function inside(dir: RelPath, path: unknown): RelPath | null {
  if (typeof path !== 'string' || path.includes('$') || /^[a-z+]+:\/\//.test(path)) return null;
  return insideRoot(`${dir}/${path}`) ?? null;
}

function serviceOf(name: string, value: unknown, dir: RelPath): ComposeService {
  const own = mapOf(value);
  const merged = [own['<<']].flat().map(mapOf);
  const { '<<': _, ...body } = Object.assign({}, ...merged.toReversed(), own) as Record<string, unknown>;
  const { build } = body;
  if (build === undefined) return { name, body, context: null, dockerfile: null };
  const { context = '.', dockerfile } = typeof build === 'string' ? { context: build } : mapOf(build);
  const folder = inside(dir, context);
  return { name, body, context: folder, dockerfile: folder === null ? null : inside(folder, dockerfile) };
}

/** The compose file in the component's folder or, failing that, in the next one above; `undefined` for none or derrick's own. */
export function composeFile(scope: Scope): ComposeFile | undefined {
  const path = scope.nearest(...COMPOSE_FILES);
  if (path === undefined || isOurs(scope, path)) return undefined;
  const doc = scope.doc(path, 'yaml');
  if (doc === undefined) return undefined;
  const dir = dirname(path);
  const services = Object.entries(mapOf(doc.get('services'))).map(([name, value]) => serviceOf(name, value, dir));
  return { path, doc, services };
}

/** True for a service that is built from the component: in its folder, or by the Dockerfile in it. */
function isBuiltFrom({ context, dockerfile }: ComposeService, { dir, tree, project }: Scope): boolean {
  if (dockerfile !== null && dirname(dockerfile) === dir) return true;
  return context === dir && (dockerfile === null || tree.has(dockerfile) || !project.has(dockerfile));
}

/** The services that are built from the component, the one that the file publishes first. */
export function ownServices({ services }: ComposeFile, scope: Scope): readonly ComposeService[] {
  const rank = ({ body }: ComposeService) => (listOf(body.ports).length > 0 ? 0 : body.command === undefined ? 1 : 2);
  return services.filter((one) => isBuiltFrom(one, scope)).sort((a, b) => rank(a) - rank(b));
}
