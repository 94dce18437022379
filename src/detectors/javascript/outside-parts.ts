import { isWithin, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { partAt } from './inner-slice.ts';
import { folderImports } from './project-imports.ts';

/** What packages of a monorepo are made of besides those that their manifests name. */
export interface OutsideParts {
  readonly folders: readonly RelPath[];
  readonly files: readonly RelPath[];
}

/**
 * The folders and files that the sources of some packages import though no manifest says so: by the paths of tsconfig.json,
 * or by climbing out of their folders (`../../../shared/strings`).
 */
export function outsideParts(scope: Scope, root: RelPath, packages: readonly RelPath[]): OutsideParts {
  const folders = new Set<RelPath>();
  const files = new Set<RelPath>();
  const isKnown = (path: RelPath): boolean => [...packages, ...folders].some((dir) => isWithin(path, dir));
  const queue = [...packages];
  for (let dir = queue.shift(); dir !== undefined; dir = queue.shift()) {
    for (const path of [...folderImports(scope, dir).paths].sort()) {
      if (isKnown(path) || path.includes('node_modules/')) continue;
      const part = partAt(scope, root, path);
      // What the component itself lies in is no part of it.
      const isAround = part !== undefined && packages.some((one) => isWithin(one, part.dir));
      if (part !== undefined && !isAround) {
        folders.add(part.dir);
        queue.push(part.dir);
      } else if (scope.project.has(path) && isWithin(path, root)) files.add(path);
    }
  }
  return { folders: [...folders].sort(), files: [...files].sort() };
}
