import { dirname, join, type RelPath, ROOT } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { fileIn } from './node-folder.ts';

/** Names of the file that makes a folder an application of RedwoodJS, or of CedarJS, which came from it. */
export const REDWOOD_FILES = ['redwood.toml', 'cedar.toml'] as const;

/** A RedwoodJS application: its settings, and the folders of its two sides that are there. */
export interface RedwoodProject {
  readonly file: RelPath;
  readonly settings: Doc | undefined;
  /** `api` and `web`, relative to the project root. Source: https://docs.redwoodjs.com/docs/app-configuration-redwood-toml */
  readonly sides: readonly RelPath[];
}

function projectIn(scope: Scope, dir: RelPath): RedwoodProject | undefined {
  const file = fileIn(scope, dir, ...REDWOOD_FILES);
  if (file === undefined || !scope.project.has(join(dir, 'package.json'))) return undefined;
  const sides = ['api', 'web'].map((name) => join(dir, name)).filter((side) => scope.project.hasFolder(side));
  return { file, settings: scope.doc(file, 'toml'), sides };
}

/** What the packages of a project with a schema bring along, where no lockfile shows it: the client, with its engines. */
export function impliedPackages(scope: Scope): readonly string[] {
  const has = redwoodProject(scope) !== undefined && scope.project.has(scope.at('api/db/schema.prisma'));
  return has ? ['@prisma/client'] : [];
}

/** The application whose root the component is. */
export function redwoodProject(scope: Scope): RedwoodProject | undefined {
  return projectIn(scope, scope.dir);
}

/** The application of which the component is one side. */
export function redwoodOfSide(scope: Scope): RedwoodProject | undefined {
  const project = scope.dir === ROOT ? undefined : projectIn(scope, dirname(scope.dir));
  return project?.sides.includes(scope.dir) === true ? project : undefined;
}
