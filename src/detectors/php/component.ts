import type { KnownFacts } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isLibrary, type PhpProject, phpProject } from './project.ts';
import { script } from './script.ts';

/** The project of a component that is written in PHP, where there is something to run. */
export function phpComponent(scope: Scope, known: KnownFacts): PhpProject | undefined {
  const project = (known.get('runtime.language') as string | undefined) === 'php' ? phpProject(scope) : undefined;
  return project === undefined || isLibrary(project) ? undefined : project;
}

/** A package that others install and in which nothing can be started; `undefined` for anything else. */
export function phpLibrary(scope: Scope, known: KnownFacts): PhpProject | undefined {
  const project = (known.get('runtime.language') as string | undefined) === 'php' ? phpProject(scope) : undefined;
  const isOnly = project !== undefined && isLibrary(project) && script(scope, project) === undefined;
  return isOnly ? project : undefined;
}
