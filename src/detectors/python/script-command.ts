import type { Argv } from '../../core/model/facts.ts';
import { basename, dirname, join, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import type { PyModule } from './module-index.ts';
import { importName } from './modules.ts';

/** How Python is told to run a file, and the environment that it needs for that. */
export interface ScriptStart {
  readonly command: Argv;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A file of a package is run by its dotted name, so that its imports start from the package's own root and relative ones
 * work; any other file by its path. Source: https://docs.python.org/3/using/cmdline.html#cmdoption-m
 */
export function scriptStart(scope: Scope, { path }: Pick<PyModule, 'path'>): ScriptStart {
  const inPackage = scope.project.has(join(dirname(path), '__init__.py')) && dirname(path) !== scope.dir;
  const isMain = basename(path) === '__main__.py' && dirname(path) !== scope.dir;
  if (!inPackage && !isMain) return { command: ['python', relativeTo(path, scope.dir)], env: {} };
  const { root, name } = importName(scope, path);
  const folder = relativeTo(root, scope.dir);
  const env = folder === '.' ? {} : { PYTHONPATH: folder };
  return { command: ['python', '-m', name.replace(/\.__main__$/, '')], env };
}
