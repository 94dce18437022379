import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { BUILD_FILES, includedProjects, SETTINGS_FILES } from './gradle.ts';
import { reactorPoms } from './pom.ts';
import type { JvmProject } from './project.ts';

const MAVEN_FILES = ['.mvn/maven.config', '.mvn/jvm.config', '.mvn/extensions.xml'];

const GRADLE_FILES = [
  ...SETTINGS_FILES,
  'gradle.properties',
  'gradlew',
  'gradle/libs.versions.toml',
  'gradle/wrapper/gradle-wrapper.jar',
  'gradle/wrapper/gradle-wrapper.properties',
  'gradle.lockfile',
  'gradle/verification-metadata.xml',
];

/** Builds that the build itself needs. */
const GRADLE_FOLDERS = ['buildSrc', 'build-logic'];

function gradleFiles(scope: Scope, root: RelPath): readonly RelPath[] {
  const dirs = [root, ...includedProjects(scope, root).values()];
  const scripts = dirs.flatMap((dir) => BUILD_FILES.map((name) => join(dir, name)));
  const folders = GRADLE_FOLDERS.map((name) => join(root, name)).filter((dir) => scope.project.hasFolder(dir));
  return [...scripts, ...GRADLE_FILES.map((name) => join(root, name)), ...folders];
}

function sbtFiles(scope: Scope, root: RelPath): readonly RelPath[] {
  const folder = `${join(root, 'project')}/`;
  const own = [...scope.project.withExtension('sbt'), ...scope.project.withExtension('scala')];
  const inside = own.filter((path) => path.startsWith(folder) && !path.slice(folder.length).includes('target/'));
  return [join(root, 'build.sbt'), join(root, 'project/build.properties'), ...inside];
}

/** The files that decide about dependencies, relative to the project root: build files, settings, wrappers. */
export function buildFiles(scope: Scope, { tool, root }: JvmProject): readonly RelPath[] {
  const candidates: Readonly<Record<JvmProject['tool'], () => readonly RelPath[]>> = {
    maven: () => [...reactorPoms(scope, root).map(({ path }) => path), ...MAVEN_FILES.map((name) => join(root, name))],
    gradle: () => gradleFiles(scope, root),
    sbt: () => sbtFiles(scope, root),
    lein: () => [join(root, 'project.clj')],
    clojure: () => [join(root, 'deps.edn'), join(root, 'build.clj')],
    javac: () => [],
  };
  const isThere = (path: RelPath) => scope.project.has(path) || scope.project.hasFolder(path);
  return [...new Set(candidates[tool]().filter(isThere))];
}
