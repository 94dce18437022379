import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type ModuleIndex, moduleIndex } from './module-index.ts';
import { resolveImport } from './resolve-import.ts';

/** At most so many files are followed from one entry: a server names its routes and its port long before. */
const FILE_LIMIT = 400;

/** The index of one file; `undefined` when it is absent or has a syntax error. */
export function moduleAt(scope: Scope, path: RelPath): ModuleIndex | undefined {
  const tree = scope.syntax(path);
  return tree && moduleIndex(tree);
}

/** The project's own files that run when `entries` run, nearest first; imports of types alone are not followed. */
export function reachableModules(scope: Scope, entries: readonly RelPath[]): readonly ModuleIndex[] {
  const seen = new Set<RelPath>(entries);
  const queue = [...entries];
  const found: ModuleIndex[] = [];
  for (let path = queue.shift(); path !== undefined && found.length < FILE_LIMIT; path = queue.shift()) {
    const module = moduleAt(scope, path);
    if (module === undefined) continue;
    found.push(module);
    for (const { source, typeOnly } of module.imports) {
      const target = typeOnly ? undefined : resolveImport(scope, path, source);
      if (target === undefined || seen.has(target)) continue;
      seen.add(target);
      queue.push(target);
    }
  }
  return found;
}
