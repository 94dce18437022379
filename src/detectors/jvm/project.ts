import { type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { clojureProject } from './clojure-project.ts';
import { frameworkOf } from './framework.ts';
import type { GradleProject } from './gradle.ts';
import { gradleProject } from './gradle-project.ts';
import { javacProject } from './javac-project.ts';
import type { MainClass } from './main-classes.ts';
import { mavenProject } from './maven-project.ts';
import type { Coordinates, Pom } from './pom.ts';
import { sbtProject } from './sbt-project.ts';

/** A text with the place that states it. */
export interface Stated {
  readonly value: string;
  readonly file: RelPath;
  readonly line: number | null;
}

/** A project for the Java virtual machine, whichever tool builds it. */
export interface JvmProject {
  readonly tool: 'maven' | 'gradle' | 'sbt' | 'lein' | 'clojure' | 'javac';
  /** The build file; without a build tool the file of the first main class. */
  readonly file: RelPath;
  readonly dir: RelPath;
  /** Where the build runs. */
  readonly root: RelPath;
  readonly name: Stated;
  readonly version: Stated | undefined;
  readonly packaging: 'jar' | 'war' | 'pom';
  readonly plugins: readonly Coordinates[];
  readonly dependencies: readonly Coordinates[];
  readonly pom: Pom | undefined;
  readonly gradle: GradleProject | undefined;
  readonly mains: readonly MainClass[];
  /** True when another module of the build depends on this one. */
  readonly isUsed: boolean;
  /** Of sbt, Leiningen and tools.build: what the task makes, a file or a folder with a start script. */
  readonly built?:
    | { readonly jar: string; readonly task: readonly string[]; readonly script?: string | undefined }
    | undefined;
}

/** Of two Maven and Gradle builds in one folder, the one with a wrapper is in use; Maven's where both or none has. */
function prefersGradle(scope: Scope): boolean {
  const has = (...parts: readonly string[]) => scope.project.has(scope.at(...parts));
  return has('gradle/wrapper/gradle-wrapper.properties') && !has('.mvn/wrapper/maven-wrapper.properties');
}

/** The project of a component's folder; `undefined` where there is none. Remembered for each component. */
export const jvmProject: (scope: Scope) => JvmProject | undefined = perComponent((scope) => {
  const gradle = prefersGradle(scope) ? gradleProject(scope) : undefined;
  return (
    gradle ??
    mavenProject(scope) ??
    gradleProject(scope) ??
    sbtProject(scope) ??
    clojureProject(scope) ??
    javacProject(scope)
  );
});

/** True when a plugin is applied, by its artifact or its id. */
export function pluginOf(project: JvmProject, ...names: readonly string[]): Coordinates | undefined {
  return project.plugins.find(({ artifact }) => names.includes(artifact));
}

/** A dependency at run time, by artifact. */
export function dependencyOf(project: JvmProject, artifacts: readonly string[]): Coordinates | undefined {
  return project.dependencies.find(
    ({ artifact, scope }) => artifacts.includes(artifact) && !/^test/.test(scope) && scope !== 'import',
  );
}

/** The project's folder as the build tool of the root names it. */
export function moduleOf(project: JvmProject): string | null {
  if (project.root === project.dir) return null;
  return project.tool === 'gradle' ? (project.gradle?.id ?? null) : relativeTo(project.dir, project.root);
}

/**
 * The confidence of a claim about the language and its tools: beside a package.json, which then only builds the
 * pages, the build file of a program is the stronger word.
 */
export function strength(scope: Scope, project: JvmProject): 'pinned' | 'manifest' {
  const isServed = frameworkOf(project) !== undefined || project.mains.length > 0 || project.packaging === 'war';
  return isServed && project.tool !== 'javac' && scope.project.has(scope.at('package.json')) ? 'pinned' : 'manifest';
}
