import { dirname, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { readPackageJson } from '../node/package-json.ts';

/** Files that are the entry by habit, relative to the component, in the order in which they are tried. */
const HABITUAL = [
  ...['server', 'index', 'app', 'main'].flatMap((name) => [name, `src/${name}`]),
  ...['server/index', 'server/main', 'src/bin/www', 'bot', 'src/bot', 'worker', 'src/worker'],
];

/** True for a file in a folder that is a project itself: `server` of a repository whose root only starts both halves. */
function isOfAnother(scope: Scope, path: RelPath): boolean {
  const dir = dirname(path);
  const manifest = dir === scope.dir ? undefined : readPackageJson(scope, join(dir, 'package.json'));
  return manifest !== undefined && manifest.scripts.size + manifest.dependencies.size > 0;
}

/** The entry file by its name; `undefined` where none of the usual ones is there. */
export function habitual(scope: Scope): RelPath | undefined {
  for (const stem of HABITUAL) {
    for (const extension of ['js', 'mjs', 'cjs', 'ts', 'mts']) {
      const path = scope.at(`${stem}.${extension}`);
      if (scope.project.has(path) && !isOfAnother(scope, path)) return path;
    }
  }
  const www = scope.at('bin/www');
  return scope.project.has(www) ? www : undefined;
}
