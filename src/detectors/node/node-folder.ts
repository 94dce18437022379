import { dirname, join, type RelPath, ROOT } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';

/** Files that show a Node.js application without a package.json, as Azure's Oryx takes them. */
const LONE_ENTRIES = ['server.js', 'app.js'] as const;

/** True when the component's own folder holds a package.json or, at the project root, a lone server file. */
export function isNodeFolder(scope: Scope): boolean {
  return scope.project.has(scope.at('package.json')) || loneEntry(scope) !== undefined;
}

/** The server file of a root folder that has no package.json. */
export function loneEntry(scope: Scope): RelPath | undefined {
  if (scope.dir !== ROOT || scope.project.has(scope.at('package.json'))) return undefined;
  return LONE_ENTRIES.map((name) => scope.at(name)).find((path) => scope.project.has(path));
}

/** `dir` and the folders above it, up to the project root. */
export function foldersUp(dir: RelPath): readonly RelPath[] {
  const dirs: RelPath[] = [dir];
  for (let at = dir; at !== ROOT; ) {
    at = dirname(at);
    dirs.push(at);
  }
  return dirs;
}

/** The first of `names` that lies in `dir` itself. */
export function fileIn(scope: Scope, dir: RelPath, ...names: readonly string[]): RelPath | undefined {
  return names.map((name) => join(dir, name)).find((path) => scope.project.has(path));
}
