import { dirname, insideRoot, join, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { indexOf, type PyModule } from './module-index.ts';

/** Folders and files that are no part of what runs. */
const ASIDE =
  /(^|\/)(tests?|testing|docs?|examples?|samples?|benchmarks?|node_modules|migrations|versions|\.[^/]+|build|dist)\/|(^|\/)(test_[^/]*|[^/]*_test|conftest|noxfile|setup|fabfile)\.py$/;

/** More files than this are not parsed: an entry lies near the top. */
const MAX_FILES = 500;

/** The Python files of a component that may run, the shallowest first. */
export function pythonFiles(scope: Scope): readonly RelPath[] {
  const depth = (path: string) => path.split('/').length;
  return [...scope.tree.withExtension('py')]
    .filter((path) => !ASIDE.test(relativeTo(path, scope.dir)))
    .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

/** Those files, parsed. */
export const modulesOf = perComponent((scope): readonly PyModule[] =>
  pythonFiles(scope)
    .slice(0, MAX_FILES)
    .map((path) => scope.python(path))
    .filter((tree) => tree !== undefined)
    .map(indexOf),
);

/** The module of a file of the component. */
export function moduleAt(scope: Scope, path: RelPath): PyModule | undefined {
  return modulesOf(scope).find((module) => module.path === path);
}

/**
 * The folders that imports start from, the nearest last: the component's, `src` where it is no package itself, and that
 * of manage.py. Source: https://packaging.python.org/en/latest/discussions/src-layout-vs-flat-layout/
 */
export const importRoots = perComponent((scope): readonly RelPath[] => {
  const roots = [scope.dir];
  const src = scope.at('src');
  const usesPrefix = modulesOf(scope).some(({ imported }) => imported.some(({ module }) => /^src(\.|$)/.test(module)));
  const isPackage = scope.project.has(join(src, '__init__.py')) || usesPrefix;
  if (scope.tree.hasFolder(src) && !isPackage) roots.push(src);
  const manage = scope.tree.named('manage.py').find((path) => !ASIDE.test(relativeTo(path, scope.dir)));
  if (manage !== undefined && !roots.includes(dirname(manage))) roots.push(dirname(manage));
  for (const module of modulesOf(scope)) {
    for (const { module: dotted } of module.imported) {
      const [top = ''] = dotted.split('.');
      const base = top === '' ? undefined : siblingRoot(scope, module.path, top, roots);
      if (base !== undefined) roots.push(base);
    }
  }
  return roots;
});

function holds(scope: Scope, dir: RelPath, top: string): boolean {
  return scope.project.has(join(dir, `${top}.py`)) || scope.tree.hasFolder(join(dir, top));
}

/** The folder above a file from which a name is importable where none of the known roots has it. */
function siblingRoot(scope: Scope, path: RelPath, top: string, roots: readonly RelPath[]): RelPath | undefined {
  if (roots.some((root) => holds(scope, root, top))) return undefined;
  for (let at = dirname(path); at !== scope.dir && at !== '.'; at = dirname(at)) {
    // A package is no root: `pkg/celery.py` does not stand for the library of that name.
    if (scope.project.has(join(at, '__init__.py'))) continue;
    if (holds(scope, at, top)) return at;
  }
  return undefined;
}

/** A file as Python imports it: the folder that the import starts from, and the dotted name. */
export function importName(scope: Scope, path: RelPath): { readonly root: RelPath; readonly name: string } {
  const above = importRoots(scope).filter((one) => one === '.' || path.startsWith(`${one}/`));
  const root = above.sort((a, b) => b.length - a.length)[0] ?? scope.dir;
  const parts = relativeTo(path, root).replace(/\.py$/, '').split('/');
  if (parts.at(-1) === '__init__' && parts.length > 1) parts.pop();
  return { root, name: parts.join('.') };
}

/** The project's own file behind a dotted module; `from` is the importing file, for relative imports. */
export function resolveModule(scope: Scope, dotted: string, from: RelPath): RelPath | undefined {
  const dots = /^\.*/.exec(dotted)?.[0].length ?? 0;
  const rest = dotted
    .slice(dots)
    .split('.')
    .filter((part) => part !== '')
    .join('/');
  const bases =
    dots === 0
      ? [...importRoots(scope), dirname(from)]
      : [insideRoot(`${dirname(from)}${'/..'.repeat(dots - 1)}`)].filter((path) => path !== undefined);
  for (const base of bases) {
    const found = [`${rest}.py`, `${rest}/__init__.py`, ...(rest === '' ? ['__init__.py'] : [])]
      .map((name) => insideRoot(`${base}/${name}`))
      .find((path) => path !== undefined && scope.project.has(path));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where a name that a module uses is defined in the project: the file, and the name there. */
export function definitionOf(
  scope: Scope,
  module: PyModule,
  path: string,
): { readonly module: PyModule; readonly name: string } | undefined {
  const [head = '', ...rest] = path.split('.');
  const found = module.imports.get(head);
  if (found === undefined) return rest.length === 0 ? { module, name: head } : undefined;
  const dotted =
    found.name === null ? found.module : `${found.module}${found.module.endsWith('.') ? '' : '.'}${found.name}`;
  const whole = resolveModule(scope, dotted, module.path);
  const inside = whole ?? (found.name === null ? undefined : resolveModule(scope, found.module, module.path));
  const target = inside && moduleAt(scope, inside);
  if (target === undefined) return undefined;
  if (whole === undefined || found.name === null || rest.length > 0) {
    const name = whole === undefined ? (found.name ?? '') : rest.join('.');
    return { module: target, name };
  }
  return { module: target, name: '' };
}
