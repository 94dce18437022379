import type { Argv, Command } from '../../core/model/facts.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { clojureArtifact } from './clojure-artifact.ts';
import { frameworkOf } from './framework.ts';
import { gradleArtifact } from './gradle-artifact.ts';
import { javacArtifact } from './javac-artifact.ts';
import type { MainClass } from './main-classes.ts';
import { mavenArtifact } from './maven-artifact.ts';
import { type JvmProject, pluginOf } from './project.ts';
import { sbtArtifact } from './sbt-artifact.ts';

/** What the build makes, and how it is started. */
export interface JvmArtifact {
  readonly build: Command;
  /** Relative to the component's folder; folders with a trailing slash. A name whose version is unknown holds a `*`. */
  readonly files: readonly string[];
  /** `undefined` for a WAR, which its server starts, and where no main class is known. */
  readonly start: Argv | undefined;
  /** The classes that could be started, where nothing says which one is. */
  readonly rivals: readonly MainClass[];
  readonly because: string;
}

/** What the build of a project makes. */
export function artifactOf(scope: Scope, project: JvmProject): JvmArtifact {
  switch (project.tool) {
    case 'maven':
      return mavenArtifact(scope, project);
    case 'gradle':
      return gradleArtifact(scope, project);
    case 'sbt':
      return sbtArtifact(project);
    case 'lein':
    case 'clojure':
      return clojureArtifact(project);
    default:
      return javacArtifact(scope, project);
  }
}

/** Plugins that only programs apply. */
const PROGRAMS = [
  'spring-boot-maven-plugin',
  'org.springframework.boot',
  'quarkus-maven-plugin',
  'io.quarkus',
  'io.micronaut.application',
  'micronaut-maven-plugin',
];

/** True for a project whose parts are run by something else: no main class, no framework, no WAR. */
export function isLibrary(scope: Scope, project: JvmProject): boolean {
  if (project.packaging !== 'jar' || project.mains.length > 0) return false;
  if (frameworkOf(project) !== undefined && pluginOf(project, ...PROGRAMS) !== undefined) return false;
  return artifactOf(scope, project).start === undefined;
}
