import { insideRoot, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { namedFiles } from './named-files.ts';
import { nodeProject } from './node-project.ts';
import { serverModules } from './shape.ts';
import { startPlan } from './start-plan.ts';

/** A server of the project's own around what a framework builds: the start script that runs it, and its files. */
export interface OwnServer {
  readonly script: string;
  readonly file: RelPath | null;
  readonly line: number | null;
  /** Files and folders of the image that it is made of, relative to the component. */
  readonly files: readonly string[];
}

function topOf(path: string): string {
  return path.split('/')[0] ?? path;
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** The top-level files and folders of the modules that run when the server runs, as they lie in the tree. */
function sources(scope: Scope): readonly string[] {
  const paths = serverModules(scope).map(({ path }) => relativeTo(path, scope.dir));
  const own = paths.filter((path) => !path.startsWith('..'));
  const typed = own.some((path) => /\.[cm]?tsx?$/.test(path)) && scope.project.has(scope.at('tsconfig.json'));
  return [...new Set([...own.map(topOf), ...(typed ? ['tsconfig.json'] : [])])];
}

/**
 * The server that the start script runs instead of the framework's own; `undefined` where it runs something that lies
 * in `built`, the folders that the framework's build writes.
 */
export function ownServer(scope: Scope, built: readonly string[]): OwnServer | undefined {
  const { process } = startPlan(scope);
  if (process === undefined || process.run.entry === null || process.run.program !== null) return undefined;
  const path = insideRoot(`${scope.dir}/${process.run.entry}`);
  const started = path === undefined ? '..' : relativeTo(path, scope.dir);
  if (started.startsWith('..') || built.some((folder) => isBelow(started, folder.replace(/^(\.\/)+/, '')))) {
    return undefined;
  }
  const there = ['', '.js', '.mjs', '.cjs', '/index.js'].some((end) => scope.project.has(scope.at(`${started}${end}`)));
  const { script, line } = process;
  const file = nodeProject(scope)?.path ?? null;
  const known = [...built, ...(there ? sources(scope) : [topOf(started)])];
  const named = namedFiles(scope, serverModules(scope), !there);
  const further = named.filter((one) => !known.some((folder) => isBelow(one, folder.replace(/^\.\/|\/$/g, ''))));
  return { script, file, line, files: [...known.slice(built.length), ...further] };
}
