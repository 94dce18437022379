import type { Scope } from '../../core/workspace/scope.ts';
import { isNeededBySibling } from '../node/siblings.ts';
import { configFile, configNode } from './config-file.ts';
import { declaresOnly } from './declares-only.ts';
import { entryOf } from './entry.ts';
import { moduleAt } from './module-graph.ts';
import { nodeProject } from './node-project.ts';

/** True where Vite is told to build a library. */
export function bundlesLibrary(scope: Scope): boolean {
  return configNode(scope, configFile(scope, 'vite.config'), 'build', 'lib') !== undefined;
}

/** True when the file that an import of the package takes does nothing by itself. */
function offersOnly(scope: Scope): boolean {
  const entry = entryOf(scope);
  if (entry === undefined || !(entry.from === 'main' || (entry.from === 'habit' && /\bindex\.\w+$/.test(entry.path)))) {
    return false;
  }
  const module = moduleAt(scope, entry.path);
  return module !== undefined && declaresOnly(module);
}

/**
 * True for a package that others import: published fields, a sibling in its workspace that depends on it, or an entry file
 * that only offers something.
 */
export function isLibrary(scope: Scope): boolean {
  const manifest = nodeProject(scope)?.manifest;
  if (manifest === undefined) return false;
  const published =
    manifest.hasExports ||
    manifest.files.length > 0 ||
    manifest.module !== undefined ||
    manifest.get('types') !== undefined;
  const imported = manifest.main !== undefined && manifest.get('peerDependencies') !== undefined;
  return published || imported || bundlesLibrary(scope) || isNeededBySibling(scope) || offersOnly(scope);
}
