import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { bestHealth } from '../javascript/health-path.ts';
import type { PhpProject } from './project.ts';
import { pathBefore } from './route-groups.ts';
import { script } from './script.ts';
import { type PhpFile, phpFile } from './source.ts';

/** A path that the application answers. */
export interface PhpRoute {
  readonly path: string;
  readonly file: RelPath;
  readonly line: number;
}

/** Where frameworks keep their routes. */
const ROUTE_FILES =
  /(^|\/)(routes\/[\w-]+|config\/routes|app\/Config\/Routes|route\/[\w-]+|app\/routes|src\/routes|bootstrap\/app|[\w/]*Controller)\.php$/;

/** At most so many files are read for routes. */
const FILES = 200;

const METHODS = /^(get|any|map|match|addRoute|connect|Route|Get)$/;

function* routesIn(file: PhpFile, base: string): Iterable<PhpRoute> {
  for (const call of file.calls) {
    const { name, args, named, line, ofClass } = call;
    if (!METHODS.test(name) || ofClass) continue;
    // Some name the methods first: map(['GET'], '/x').
    const nodes = [...args, ...[named.get('path')].filter((one) => one !== undefined)];
    const text = nodes.map((one) => file.literal(one)).find((one) => one !== null);
    if (text === undefined || text === null || !/^\/?[\w./~-]+$/.test(text)) continue;
    const path = `/${base}/${pathBefore(file, call)}/${text}`.replace(/\/{2,}/g, '/');
    yield { path, file: file.path, line };
  }
}

/** Laravel's own health route. Source: https://laravel.com/docs/deployment#the-health-route */
function laravelHealth(scope: Scope): PhpRoute | undefined {
  const file = phpFile(scope, scope.at('bootstrap/app.php'));
  const call = file?.calls.find(({ name, named }) => name === 'withRouting' && named.has('health'));
  const node = call?.named.get('health');
  const path = node === undefined ? undefined : file?.literal(node);
  if (file === undefined || call === undefined || path === null || path === undefined) return undefined;
  const line = file.text.split('\n').findIndex((one) => /\bhealth:/.test(one)) + 1;
  return { path: path.startsWith('/') ? path : `/${path}`, file: file.path, line: line === 0 ? call.line : line };
}

/** Laravel puts the routes of this file under a path of its own. Source: https://laravel.com/docs/routing#api-routes */
function basePath(scope: Scope, project: PhpProject, path: RelPath): string {
  if (project.framework?.id !== 'laravel' || path !== scope.at('routes/api.php')) return '';
  const file = phpFile(scope, scope.at('bootstrap/app.php'));
  const node = file?.calls.find(({ name }) => name === 'withRouting')?.named.get('apiPrefix');
  return (node === undefined ? null : file?.literal(node)) ?? 'api';
}

/** The path that answers when the application is well; `undefined` where none is known. */
export function phpHealth(scope: Scope, project: PhpProject): PhpRoute | undefined {
  const { index, framework } = project;
  const own = framework?.id === 'laravel' ? laravelHealth(scope) : undefined;
  if (own !== undefined) return own;
  const started = script(scope, project);
  const entry = index ?? (started === undefined ? undefined : scope.at(started));
  const files = scope.tree.withExtension('php').filter((path) => ROUTE_FILES.test(path) || path === entry);
  const routes = files.slice(0, FILES).flatMap((path) => {
    const file = phpFile(scope, path);
    if (file === undefined) return [];
    const own = [...routesIn(file, basePath(scope, project, path))];
    // A script without a router compares the path itself.
    const compared = path === entry ? file.paths.filter(({ line }) => own.every((one) => one.line !== line)) : [];
    return [...own, ...compared.map((one) => ({ ...one, file: path }))];
  });
  return bestHealth(routes);
}
