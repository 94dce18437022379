import { dirname, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { readLockfile } from './lockfile.ts';

/**
 * The packages of a workspace that pnpm copies into node_modules instead of linking to them, as its lockfile says.
 * Source: https://pnpm.io/package_json#dependenciesmetainjected
 */
export function injectedPackages(scope: Scope, lockfile: RelPath, dirs: readonly RelPath[]): readonly RelPath[] {
  const copied = new Set((readLockfile(scope, lockfile)?.packages ?? []).map(({ version }) => version));
  return dirs.filter((dir) => copied.has(`file:${relativeTo(dir, dirname(lockfile))}`));
}
