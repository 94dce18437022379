import { dirname, isWithin, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { djangoSite, settingNamed } from './django.ts';
import type { Call, Expr } from './expression.ts';
import { canonical, type PyModule } from './module-index.ts';
import { modulesOf } from './modules.ts';
import { pathOf } from './path-value.ts';

/** A folder whose files the code answers with. */
export interface ServedPath {
  readonly path: RelPath;
  readonly file: RelPath;
  readonly line: number | null;
  /** `build`: collectstatic takes the files in; `run`: the process reads them where they are. */
  readonly at: 'build' | 'run';
  readonly because: string;
}

/** Arguments that name a folder of pages or files, by the full name of what is called. */
const CALLS: readonly (readonly [callee: RegExp, names: readonly string[], position: number | null])[] = [
  [/^flask\.(Flask|Blueprint)$|^quart\.(Quart|Blueprint)$/, ['static_folder', 'template_folder'], null],
  [/(^|\.)send_(from_directory|file)$/, ['directory', 'path_or_file'], 0],
  [/(^|\.)StaticFiles$/, ['directory'], null],
  [/(^|\.)Jinja2Templates$/, ['directory'], null],
  [/(^|\.)(FileResponse|StaticFileHandler|add_static)$/, ['path'], 0],
  [/(^|\.)WhiteNoise$/, ['root'], 1],
];

/** Settings of Django that name folders which the process reads itself. */
const READ = ['WHITENOISE_ROOT', 'DJANGO_VITE', 'DJANGO_VITE_MANIFEST_PATH', 'WEBPACK_LOADER', 'TEMPLATES'];

/** Every expression inside a list or a dictionary, and the whole. */
function partsOf(expr: Expr): readonly Expr[] {
  if (expr.kind === 'list') return expr.items.flatMap(partsOf);
  if (expr.kind === 'dict') return expr.entries.flatMap(([, value]) => partsOf(value));
  return [expr];
}

function argumentsOf(module: PyModule, call: Call): readonly Expr[] {
  const full = canonical(module, call.callee);
  const found = CALLS.find(([callee]) => callee.test(full));
  if (found === undefined) return [];
  const [, names, position] = found;
  const listed = position === null ? undefined : call.args[position];
  return [...names.map((name) => call.named.get(name)), listed].filter((one) => one !== undefined);
}

function ofCode(scope: Scope): readonly ServedPath[] {
  return modulesOf(scope).flatMap((module) =>
    module.calls.flatMap(({ expr, line }) => {
      // Flask counts from the folder of its module, the others from where the process was started.
      const from = /^(flask|quart)\./.test(canonical(module, expr.callee)) ? dirname(module.path) : scope.dir;
      return argumentsOf(module, expr).flatMap((argument) => {
        const path = pathOf(scope, module, argument, { base: scope.dir, from });
        const place = { file: module.path, line, at: 'run', because: 'the code answers with its files' } as const;
        return path === undefined || path.startsWith('/') ? [] : [{ ...place, path: path as RelPath }];
      });
    }),
  );
}

function ofDjango(scope: Scope): readonly ServedPath[] {
  const site = djangoSite(scope);
  if (site === undefined) return [];
  const named = (name: string, at: ServedPath['at'], because: string): readonly ServedPath[] => {
    const found = settingNamed(site, name);
    if (found === undefined) return [];
    const { module, value } = found;
    return partsOf(value).flatMap((part) => {
      const path = pathOf(scope, module, part, { base: site.root, from: scope.dir });
      if (path === undefined || path.startsWith('/') || part.kind === 'text') return [];
      return [{ path: path as RelPath, file: module.path, line: part.line, at, because }];
    });
  };
  const collects = settingNamed(site, 'STATIC_ROOT') !== undefined;
  const apps = collects ? 'build' : 'run';
  // The static folder of an application is found without a setting.
  const own = modulesOf(scope)
    .filter(({ path }) => path.endsWith('/__init__.py'))
    .map(
      ({ path }) =>
        ({
          path: join(dirname(path), 'static'),
          file: path,
          line: null,
          at: apps,
          because: 'Django finds the static files of an application there',
        }) as const,
    );
  return [
    ...READ.flatMap((name) => named(name, 'run', `${name} names it`)),
    ...named('STATICFILES_DIRS', apps, 'STATICFILES_DIRS names it'),
    ...own,
  ];
}

/** The folders that the component answers with or collects, each once; what the process reads itself comes first. */
export function servedFolders(scope: Scope): readonly ServedPath[] {
  const all = [...ofDjango(scope), ...ofCode(scope)].filter(
    ({ path }) => path !== scope.dir && isWithin(path, scope.dir),
  );
  return all.filter(({ path }, index) => all.findIndex((one) => one.path === path) === index);
}
