import { insideRoot } from '../model/paths.ts';
import { type Check, checkOf, type Problem } from './check.ts';
import type { DockerfileFacts } from './dockerfile-facts.ts';
import { dockerignore, type Ignores } from './dockerignore.ts';

/** The build context as it is on disk. */
export interface BuildContext {
  /** Its folder, relative to the project. */
  readonly dir: string;
  /** Every file, folder and link in it, relative to it. */
  readonly entries: ReadonlySet<string>;
  /** The text of the ignore file that counts; empty for none. */
  readonly ignoreText: string;
  /** The path of that file for people; `null` for none. */
  readonly ignoreFile: string | null;
}

function isLeft(path: string, context: BuildContext, ignores: Ignores): boolean {
  if (path === '.') return true;
  if (!ignores(path)) return true;
  // An exception may bring back something inside a folder that is left out.
  for (const entry of context.entries) if (entry.startsWith(`${path}/`) && !ignores(entry)) return true;
  return false;
}

function problemOf(source: string, context: BuildContext, ignores: Ignores): Problem | undefined {
  const path = insideRoot(source.replace(/^\/+/, ''));
  if (path === undefined) {
    return {
      detail: `${source} lies outside the build context`,
      remedy: 'Build with a context that holds it: the folder that both share.',
    };
  }
  // BuildKit takes a wildcard that matches nothing for an empty list.
  if (/[*?[]/.test(path)) return undefined;
  if (path !== '.' && !context.entries.has(path)) {
    const where = context.dir === '.' ? 'the project' : context.dir;
    return {
      detail: `${path} is not in the build context (${where})`,
      remedy: `Add ${path} to the project, or take it out of the COPY.`,
    };
  }
  if (isLeft(path, context, ignores)) return undefined;
  return {
    detail: `${path} is left out by ${context.ignoreFile ?? '.dockerignore'}`,
    remedy: `Add the line "!${path}" at the end of ${context.ignoreFile ?? '.dockerignore'}.`,
  };
}

/** Whether each source of a COPY reaches the build. */
export function checkCopySources(dockerfile: DockerfileFacts, context: BuildContext): Check {
  const ignores = dockerignore(context.ignoreText);
  const problems = dockerfile.copies.flatMap(({ path, line }) => {
    const problem = problemOf(path, context, ignores);
    if (problem === undefined) return [];
    return [{ detail: `${dockerfile.path}:${line} copies ${path}: ${problem.detail}`, remedy: problem.remedy }];
  });
  const count = dockerfile.copies.length;
  return checkOf('copy-sources', problems, count === 1 ? 'the one source is there' : `all ${count} sources are there`);
}
