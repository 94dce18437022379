import { basename, dirname, insideRoot, join, type RelPath } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { listOf, mapOf } from './compose-values.ts';

/** How many files are followed: includes may name one another. */
const MOST = 20;

/** The paths that `include` names: a path, or a map whose `path` is one or several, of which the later override. */
function included(doc: Doc): readonly RelPath[] {
  const entries = listOf(doc.get('include')).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : [mapOf(entry).path].flat(),
  );
  return entries.flatMap((path) => {
    const inside =
      typeof path === 'string' && !path.includes('$') ? insideRoot(`${dirname(doc.path)}/${path}`) : undefined;
    return inside === undefined ? [] : [inside];
  });
}

/** The further file of production, as it is called by habit: `compose.prod.yaml`. */
function production(scope: Scope, { path }: Doc): readonly RelPath[] {
  const [, stem = '', extension = ''] = /^(.*)\.(ya?ml)$/.exec(basename(path)) ?? [];
  return ['prod', 'production']
    .map((name) => join(dirname(path), `${stem}.${name}.${extension}`))
    .filter((file) => scope.project.has(file));
}

/** The override file that Compose adds by itself, which by habit is for a developer's machine. */
function developers(scope: Scope, { path }: Doc): readonly RelPath[] {
  const [, stem = ''] = /^(.*)\.ya?ml$/.exec(basename(path)) ?? [];
  return ['yaml', 'yml']
    .map((extension) => join(dirname(path), `${stem}.override.${extension}`))
    .filter((file) => scope.project.has(file));
}

/** Keys of an override file that say how a developer works, not how the service runs in production. */
export const FOR_DEVELOPERS: ReadonlySet<string> = new Set([
  ...['build', 'command', 'entrypoint', 'volumes', 'ports', 'restart', 'user', 'tty', 'stdin_open', 'profiles'],
]);

/** True for an override file that Compose adds by itself. */
export function isForDevelopers({ path }: Doc): boolean {
  return /\.override\.ya?ml$/.test(path);
}

/** The files that describe the same services, in the order in which the later ones override: the main one first. */
export function sourcesOf(scope: Scope, doc: Doc): readonly Doc[] {
  const found = new Map<RelPath, Doc>([[doc.path, doc]]);
  const pending = [...included(doc), ...developers(scope, doc), ...production(scope, doc)];
  for (let path = pending.shift(); path !== undefined && found.size < MOST; path = pending.shift()) {
    const next = found.has(path) ? undefined : scope.doc(path, 'yaml');
    if (next === undefined) continue;
    found.set(path, next);
    pending.unshift(...included(next));
  }
  return [...found.values()];
}
