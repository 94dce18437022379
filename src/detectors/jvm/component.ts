import type { KnownFacts } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isLibrary } from './artifact.ts';
import { type JvmProject, jvmProject } from './project.ts';

const LANGUAGES: ReadonlySet<string | undefined> = new Set(['java', 'kotlin', 'scala', 'clojure']);

/** The project of a component whose language runs on the JVM, where there is something to run. */
export function jvmComponent(scope: Scope, known: KnownFacts): JvmProject | undefined {
  if (!LANGUAGES.has(known.get('runtime.language'))) return undefined;
  const project = jvmProject(scope);
  return project === undefined || project.packaging === 'pom' || isLibrary(scope, project) ? undefined : project;
}
