import { join, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isObject } from './json-shape.ts';
import { foldersUp } from './node-folder.ts';

/** Where rush.json lists the component. */
export interface RushProject {
  readonly file: RelPath;
  readonly line: number | null;
}

/**
 * The entry of a component in the rush.json above it. Rush installs into common/temp, outside of the workspaces that npm,
 * yarn and pnpm know. Source: https://rushjs.io/pages/configs/rush_json/
 */
export function rushProject(scope: Scope): RushProject | undefined {
  for (const dir of foldersUp(scope.dir)) {
    const file = join(dir, 'rush.json');
    const doc = scope.project.has(file) ? scope.doc(file, 'json') : undefined;
    const listed = doc?.get('projects');
    if (doc === undefined || !Array.isArray(listed)) continue;
    const own = relativeTo(scope.dir, dir);
    const at = listed.findIndex((one: unknown) => isObject(one) && one.projectFolder === own);
    if (at >= 0) return { file, line: doc.lineOf('projects', at, 'projectFolder') };
  }
  return undefined;
}
