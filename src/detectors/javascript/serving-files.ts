import { type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { opensPort } from './listen-calls.ts';
import { perComponent } from './memo.ts';
import { moduleAt } from './module-graph.ts';

/** At most so many files are searched for a server when nothing names one. */
const FILE_LIMIT = 200;

const ASIDE =
  /(^|\/)(tests?|__tests__|spec|e2e|examples?|docs|scripts|node_modules|dist|build|public)\/|\.(test|spec|config)\./;

/** The files that open a port themselves, in the order of their paths; for projects that name no entry. */
export const servingFiles = perComponent((scope: Scope): readonly RelPath[] => {
  const found: RelPath[] = [];
  let read = 0;
  for (const file of scope.tree.files) {
    if (!/\.[cm]?[jt]s$/.test(file) || ASIDE.test(relativeTo(file, scope.dir))) continue;
    read += 1;
    if (read > FILE_LIMIT) break;
    if (scope.text(file)?.text.includes('.listen(') !== true) continue;
    const module = moduleAt(scope, file);
    if (module !== undefined && opensPort(scope, [module])) found.push(file);
  }
  return found;
});
