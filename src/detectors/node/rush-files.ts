import { basename, dirname, isWithin, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { registrySecrets } from './registry-secrets.ts';
import { RUSH_CONFIG, type RushRepository } from './rush.ts';

const PUBLISHING = '.npmrc-publish';

/** The settings of registries, one file for each subspace. */
export function rushRegistryFiles(scope: Scope, { root }: RushRepository): readonly RelPath[] {
  const config = join(root, 'common/config');
  return scope.project.named('.npmrc').filter((path) => isWithin(path, config));
}

/** The folder of the settings as a whole, so that new ones are there too; file by file where one holds a credential itself. */
function configuration(scope: Scope, rush: RushRepository): readonly RelPath[] {
  const config = join(rush.root, 'common/config');
  const registries = rushRegistryFiles(scope, rush);
  const isOpen = (path: RelPath): boolean => registrySecrets(scope, path).some(({ variable }) => variable === null);
  if (!registries.some(isOpen)) return [config, ...registries];
  return scope.project.files.filter((path) => isWithin(path, config) && basename(path) !== PUBLISHING);
}

/**
 * Everything but manifests that `rush install` reads: it compares common/scripts with its own, takes patches from
 * common/pnpm-patches, and wants every autoinstaller that its commands and plugins name, whether it is used or not.
 * Sources: https://rushjs.io/pages/advanced/config_files/ and trying it without each of them.
 */
export function rushFiles(scope: Scope, rush: RushRepository): readonly RelPath[] {
  const folders = ['common/scripts', 'common/pnpm-patches', 'common/autoinstallers'].map((name) =>
    join(rush.root, name),
  );
  return [rush.doc.path, ...configuration(scope, rush), ...folders.filter((path) => scope.project.hasFolder(path))];
}

/** The scenario of `rush deploy` that the repository has for a project. Source: https://rushjs.io/pages/maintainer/deploying/ */
export function deployScenario(
  scope: Scope,
  { root }: RushRepository,
  name: string,
): { readonly file: RelPath; readonly scenario: string | null } | undefined {
  const folder = join(root, RUSH_CONFIG);
  for (const file of scope.project.match('**/deploy{,-*}.json')) {
    const found = dirname(file) === folder ? /^deploy(?:-([a-z0-9-]+))?\.json$/.exec(basename(file)) : null;
    const doc = found === null ? undefined : scope.doc(file, 'json');
    const projects = doc?.get('deploymentProjectNames');
    // Else the links are made later, by a script or by hand.
    const links = (doc?.get('linkCreation') ?? 'default') === 'default';
    if (links && Array.isArray(projects) && projects.includes(name)) return { file, scenario: found?.[1] ?? null };
  }
  return undefined;
}
