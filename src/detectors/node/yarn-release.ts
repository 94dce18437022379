import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isObject, stringOf } from './json-shape.ts';

/** A Yarn release that the repository holds, from `yarnPath` of .yarnrc.yml. */
export function yarnPath(scope: Scope, root: RelPath): RelPath | null {
  const settings = join(root, '.yarnrc.yml');
  const path = scope.project.has(settings) ? stringOf(scope.doc(settings, 'yaml')?.get('yarnPath')) : undefined;
  if (path === undefined || path.startsWith('/') || path.split('/').includes('..')) return null;
  const release = join(root, path);
  return scope.project.has(release) ? release : null;
}

/** True when .yarnrc.yml names a release of Yarn that the repository does not hold: Yarn would look for it in vain. */
export function missingRelease(scope: Scope, root: RelPath): boolean {
  const settings = join(root, '.yarnrc.yml');
  const path = scope.project.has(settings) ? stringOf(scope.doc(settings, 'yaml')?.get('yarnPath')) : undefined;
  return path !== undefined && yarnPath(scope, root) === null;
}

/** True when .yarnrc.yml lists the plugin whose `workspaces focus` came into Yarn itself with 4. */
export function hasFocusPlugin(scope: Scope, root: RelPath): boolean {
  const settings = join(root, '.yarnrc.yml');
  const listed = scope.project.has(settings) ? scope.doc(settings, 'yaml')?.get('plugins') : undefined;
  const plugins: readonly unknown[] = Array.isArray(listed) ? listed : [];
  return plugins.some((one) => stringOf(isObject(one) ? one.spec : one)?.includes('plugin-workspace-tools'));
}
