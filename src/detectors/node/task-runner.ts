import type { Argv } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { innerProjects } from './inner-projects.ts';
import { moonBuild } from './moon.ts';
import { nxBuild } from './nx.ts';
import type { PackageJson } from './package-json.ts';

/** What builds a package that has no build script: a task of the monorepo's tool. */
export interface RunnerTask {
  /** A program of the dependencies with its arguments. */
  readonly words: Argv;
  /** Where it runs: in the workspace's root, in the package, or in either. */
  readonly place: 'root' | 'package' | 'either';
  readonly file: RelPath;
  readonly line: number | null;
  readonly because: string;
}

/** The task that builds a package of a monorepo; `undefined` where its tool has none. */
export function buildTask(scope: Scope, root: RelPath, manifest: PackageJson): RunnerTask | undefined {
  const project = innerProjects(scope).get(manifest.dir);
  if (project !== undefined && project.tool !== 'nx') {
    const { doc, keys, name, tool } = project;
    const [program, title] = tool === 'nest' ? ['nest', 'NestJS'] : ['ng', 'Angular'];
    const because = `the configuration of ${title} has the project ${name}`;
    return { words: [program, 'build', name], place: 'root', file: doc.path, line: doc.lineOf(...keys), because };
  }
  const nx = nxBuild(scope, root, manifest);
  if (nx !== undefined) {
    const { project, target, file, line } = nx;
    const because = `Nx has the target ${target} for it, and no script builds it`;
    return { words: ['nx', 'run', `${project}:${target}`], place: 'either', file, line, because };
  }
  const moon = moonBuild(scope, root, manifest);
  if (moon === undefined) return undefined;
  const because = 'moon has a build task for it, and no script builds it';
  return { words: moon.words, place: moon.atRoot ? 'root' : 'package', file: moon.file, line: moon.line, because };
}
