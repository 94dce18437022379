import type { RelPath } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { innerProject } from '../node/inner-projects.ts';
import { entriesOf, stringOf } from '../node/json-shape.ts';
import { nodeProject } from './node-project.ts';
import { buildUses } from './site-setting.ts';

/** The command that builds a project. */
export const BUILD = ['ng', 'build'] as const;

/** The project of Angular that a component is. */
export interface AngularProject {
  readonly name: string;
  /** The document that declares it, and the keys below which its settings stand. */
  readonly doc: Doc;
  readonly keys: readonly string[];
  /** The folder that its paths are relative to: that of angular.json, or of the repository that Nx builds. */
  readonly root: RelPath;
}

/** The builders of Angular, by the names that angular.json and project.json call them. */
const BUILDERS = /^@(angular\/|angular-devkit\/|nx\/angular:|nrwl\/angular:)/;

/** The project of angular.json or project.json that the component is; `undefined` where it is none. */
export function angularProject(scope: Scope): AngularProject | undefined {
  const inner = innerProject(scope);
  if (inner !== undefined) {
    const executor = stringOf(inner.doc.get(...inner.keys, 'targets', 'build', 'executor')) ?? '';
    return inner.tool === 'angular' || BUILDERS.test(executor) ? inner : undefined;
  }
  const file = scope.at('angular.json');
  const doc = scope.project.has(file) ? scope.doc(file, 'json') : undefined;
  const name = doc && projectOf(scope, doc);
  return doc === undefined || name === undefined ? undefined : { name, doc, keys: ['projects', name], root: scope.dir };
}

/**
 * The project of angular.json that is an application: the one that the build script names, the default one, the one
 * named like the package, else the first.
 */
function projectOf(scope: Scope, doc: Doc): string | undefined {
  const applications = [...entriesOf(doc.get('projects')).keys()].filter(
    (name) => doc.get('projects', name, 'projectType') === 'application' && !name.endsWith('-e2e'),
  );
  const named = buildUses(scope, BUILD).flatMap(({ args }) => args);
  const wanted = [...named, stringOf(doc.get('defaultProject')), nodeProject(scope)?.manifest.name];
  return wanted.find((name) => name !== undefined && applications.includes(name)) ?? applications[0];
}
