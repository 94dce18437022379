import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { parseGradle, type Statement } from './gradle-tokens.ts';

/** A script of the build's own plugins, as a project that applies it sees it. */
export interface Convention {
  readonly path: RelPath;
  readonly statements: readonly Statement[];
}

/**
 * The precompiled script of a plugin that the build itself holds: `harbour.service` is `harbour.service.gradle.kts` in
 * buildSrc or in an included build. Source: https://docs.gradle.org/current/userguide/implementing_gradle_plugins_precompiled.html
 */
export function conventionOf(scope: Scope, id: string): Convention | undefined {
  const path = scope.project
    .named(`${id}.gradle.kts`, `${id}.gradle`)
    .find((one) => /(^|\/)src\/main\/(kotlin|groovy)\//.test(one));
  return path === undefined ? undefined : { path, statements: parseGradle(scope.text(path)?.text ?? '') };
}
