import { join, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { entriesOf } from './json-shape.ts';
import { fileIn } from './node-folder.ts';
import { type RushProject, type RushRepository, rushInstallation, rushSettings } from './rush.ts';

/** How the lockfile of a project's subspace records the manifests that it is made from. */
export interface RushRecords {
  /** The folders of the projects that share the lockfile, by the name under which it records them. */
  readonly folders: ReadonlyMap<RelPath, string>;
  /** Names whose locked specifier is not the manifest's, on purpose. */
  readonly overridden: ReadonlySet<string>;
}

/**
 * What can be compared with a project's lockfile; `undefined` where it records no manifests (without workspaces of pnpm
 * Rush makes manifests of its own) or where a hook rewrites them.
 * Sources: https://rushjs.io/pages/configs/pnpm-config_json/ and https://rushjs.io/pages/configs/common-versions_json/
 */
export function rushRecords(scope: Scope, rush: RushRepository, dir: RelPath): RushRecords | undefined {
  const settings = rushSettings(rush, dir);
  if (!rush.filters || fileIn(scope, settings, '.pnpmfile.cjs', '.pnpmfile-subspace.cjs') !== undefined)
    return undefined;
  const own = rush.projects.get(dir)?.subspace;
  const all = [...rush.projects.values()];
  const shares = ({ subspace }: RushProject): boolean => !rush.subspaces || subspace === own;
  const from = rushInstallation(rush, dir);
  const read = (name: string, ...keys: readonly string[]) => {
    const path = join(settings, name);
    return scope.project.has(path) ? entriesOf(scope.doc(path, 'json')?.get(...keys)) : new Map<string, unknown>();
  };
  const names = [
    ...read('pnpm-config.json', 'globalOverrides').keys(),
    ...read('common-versions.json', 'preferredVersions').keys(),
  ];
  return {
    folders: new Map(all.filter(shares).map((project) => [project.dir, relativeTo(project.dir, from)])),
    overridden: new Set([
      ...names.flatMap((name) => /(@[^/@]+\/[^/@]+|[^/@>]+)(?:@[^/]*)?$/.exec(name)?.[1] ?? []),
      // Projects of other subspaces are links there.
      ...all.filter((project) => !shares(project)).map(({ name }) => name),
    ]),
  };
}
