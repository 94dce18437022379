import { dirname, insideRoot, isWithin, join, type RelPath, ROOT } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type InnerProject, innerProject, innerProjects, projectHolding } from '../node/inner-projects.ts';
import { isObject, stringOf, stringsOf } from '../node/json-shape.ts';
import { fileIn } from '../node/node-folder.ts';
import { perComponent } from './memo.ts';
import { folderImports } from './project-imports.ts';

/** A folder that a component without a package.json of its own is made of. */
export interface InnerPart {
  readonly dir: RelPath;
  /** What declares it; `undefined` for a folder that only an alias leads to. */
  readonly project: InnerProject | undefined;
}

/** What such a component is made of. */
export interface InnerSlice {
  /** Each after what it depends on; the component comes last. */
  readonly parts: readonly InnerPart[];
  /** Single files outside of any of them. */
  readonly files: readonly RelPath[];
  /** The packages that all of it imports. */
  readonly packages: ReadonlySet<string>;
}

/** The folder that the build of an Angular library writes. Source: ng-packagr's ng-package.schema.json */
function builtFolder(scope: Scope, { dir, tool }: InnerProject): RelPath | undefined {
  const settings = tool === 'angular' ? fileIn(scope, dir, 'ng-package.json') : undefined;
  const dest = settings && stringOf(scope.doc(settings, 'json')?.get('dest'));
  return dest === undefined ? undefined : insideRoot(`${dir}/${dest}`);
}

/** True for an Angular library that applications import as it is built, so that it must be built before them. */
export function isBuiltFirst(scope: Scope, part: InnerPart): boolean {
  return part.project !== undefined && !part.project.isApplication && builtFolder(scope, part.project) !== undefined;
}

/** The part that a path lies in: a project, one that is built into it, else the folder around its sources. */
export function partAt(scope: Scope, root: RelPath, path: RelPath): InnerPart | undefined {
  const holding = projectHolding(scope, path);
  if (holding !== undefined) return { dir: holding.dir, project: holding };
  for (const project of innerProjects(scope).values()) {
    const built = builtFolder(scope, project);
    if (built !== undefined && isWithin(path, built)) return { dir: project.dir, project };
  }
  const folder = scope.project.hasFolder(path) ? path : dirname(path);
  const above = /^(.+?)\/src(\/|$)/.exec(folder)?.[1] as RelPath | undefined;
  const dir = above ?? folder;
  const isOwn = dir !== ROOT && dir !== root && isWithin(dir, root) && scope.project.hasFolder(dir);
  return isOwn ? { dir, project: undefined } : undefined;
}

/** Projects that a project.json names without importing them. */
function namedBy(scope: Scope, project: InnerProject | undefined): readonly InnerProject[] {
  if (project?.tool !== 'nx') return [];
  const depends = project.doc.get('targets', 'build', 'dependsOn');
  const rules: readonly unknown[] = Array.isArray(depends) ? depends : [];
  const names = new Set([
    ...stringsOf(project.doc.get('implicitDependencies')),
    ...rules.flatMap((rule) => (isObject(rule) ? stringsOf([rule.projects].flat()) : [])),
  ]);
  return [...innerProjects(scope).values()].filter((other) => other !== project && names.has(other.name));
}

/** The assets and styles of a build that lie in other projects, as its options list them. */
function listedPaths(project: InnerProject | undefined): readonly RelPath[] {
  if (project === undefined || project.tool === 'nest') return [];
  const found: RelPath[] = [];
  const visit = (value: unknown): void => {
    const path = typeof value === 'string' && value.includes('/') ? insideRoot(`${project.root}/${value}`) : undefined;
    if (path !== undefined && !isWithin(path, project.dir)) found.push(path);
    if (Array.isArray(value) || isObject(value)) for (const inner of Object.values(value)) visit(inner);
  };
  for (const key of ['targets', 'architect']) visit(project.doc.get(...project.keys, key, 'build', 'options'));
  return found;
}

/**
 * The folders, files and packages that a component without a package.json is made of: what its sources import, through the
 * aliases of tsconfig.json, what those import, and what its own settings name; as Nx itself finds dependencies.
 * `undefined` for any other component. Source: https://nx.dev/docs/concepts/how-project-graph-is-built
 */
export const innerSlice = perComponent((scope: Scope): InnerSlice | undefined => {
  const own = innerProject(scope);
  if (own === undefined) return undefined;
  const parts = new Map<RelPath, InnerPart>();
  const files = new Set<RelPath>();
  const packages = new Set<string>();
  const open = new Set<RelPath>();
  const visit = (part: InnerPart): void => {
    if (open.has(part.dir)) return;
    open.add(part.dir);
    const imports = folderImports(scope, part.dir);
    for (const name of imports.packages) packages.add(name);
    for (const { dir, ...project } of namedBy(scope, part.project)) visit({ dir, project: { dir, ...project } });
    const listed = listedPaths(part.project).filter((path) => scope.project.has(path) || scope.project.hasFolder(path));
    for (const path of [...imports.paths, ...listed].sort()) {
      const needed = partAt(scope, own.root, path);
      if (needed !== undefined) visit(needed);
      else if (scope.project.has(path)) files.add(path);
    }
    parts.set(part.dir, part);
  };
  visit({ dir: own.dir, project: own });
  // A folder within another one comes with it.
  const dirs = [...parts.keys()];
  const whole = [...parts.values()].filter(({ dir }) => !dirs.some((other) => other !== dir && isWithin(dir, other)));
  return { parts: whole, files: [...files].filter((path) => path !== join(own.root, 'package.json')), packages };
});
