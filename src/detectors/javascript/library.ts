import type { Scope } from '../../core/workspace/scope.ts';
import { isNeededBySibling } from '../node/siblings.ts';
import { configFile, configNode } from './config-file.ts';
import { nodeProject } from './node-project.ts';

/** True where Vite is told to build a library. */
export function bundlesLibrary(scope: Scope): boolean {
  return configNode(scope, configFile(scope, 'vite.config'), 'build', 'lib') !== undefined;
}

/** True for a package that others import: published fields, or a sibling in its workspace that depends on it. */
export function isLibrary(scope: Scope): boolean {
  const manifest = nodeProject(scope)?.manifest;
  if (manifest === undefined) return false;
  const published =
    manifest.hasExports ||
    manifest.files.length > 0 ||
    manifest.module !== undefined ||
    manifest.get('types') !== undefined;
  const imported = manifest.main !== undefined && manifest.get('peerDependencies') !== undefined;
  return published || imported || bundlesLibrary(scope) || isNeededBySibling(scope);
}
