import { isWithin, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { findWorkspace } from '../node/workspaces.ts';
import { perComponent } from './memo.ts';
import { namedPath } from './path-expression.ts';
import { serverModules } from './shape.ts';

/** A folder of another package of the workspace that the server hands out. */
export interface ServedPackage {
  /** The package. */
  readonly dir: RelPath;
  readonly folder: RelPath;
  readonly file: RelPath;
  readonly line: number;
}

/** Functions that serve the files of the folder that is their first argument. */
const STATIC = /^(static|serveStatic|sirv)$/;

/** The folders of other packages that the component serves: `express.static(path.join(__dirname, '../../client/dist'))`. */
export const servedPackages = perComponent((scope: Scope): readonly ServedPackage[] => {
  const { members } = findWorkspace(scope);
  if (!members.includes(scope.dir)) return [];
  const found = new Map<RelPath, ServedPackage>();
  for (const module of serverModules(scope)) {
    for (const { method, name, node, line } of module.calls) {
      const [first] = node.arguments;
      if (first === undefined || !STATIC.test(method ?? name ?? '')) continue;
      const folder = namedPath(scope, { node: first, module })?.inProject;
      const dir = members.find((one) => folder !== undefined && one !== scope.dir && isWithin(folder, one));
      if (folder !== undefined && dir !== undefined && !found.has(dir))
        found.set(dir, { dir, folder, file: module.path, line });
    }
  }
  return [...found.values()];
});
