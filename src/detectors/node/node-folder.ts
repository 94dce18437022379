import { dirname, join, type RelPath, ROOT } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';

/** Files that show a Node.js application without a package.json, as Azure's Oryx takes them. */
const LONE_ENTRIES = ['server.js', 'app.js'] as const;

/** What a script of a page has, and what one that runs on a server has. */
const OF_PAGES = /\b(document|window)\s*\./;
const OF_SERVERS = /\brequire\(|\bprocess\.|\.listen\(|\bfrom ['"](node:|http|express|fastify|koa)/;

function isPageScript(scope: Scope, path: RelPath): boolean {
  const text = scope.text(path)?.text ?? '';
  return OF_PAGES.test(text) && !OF_SERVERS.test(text);
}

/** The server file of a root folder that has no package.json. */
export function loneEntry(scope: Scope): RelPath | undefined {
  if (scope.dir !== ROOT || scope.project.has(scope.at('package.json'))) return undefined;
  const found = LONE_ENTRIES.map((name) => scope.at(name)).find((path) => scope.project.has(path));
  return found === undefined || isPageScript(scope, found) ? undefined : found;
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
