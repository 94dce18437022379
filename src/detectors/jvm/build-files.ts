import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { BUILD_FILES, includedProjects, SETTINGS_FILES } from './gradle.ts';
import { reactorPoms } from './pom.ts';
import type { JvmProject } from './project.ts';

/** The files that decide about dependencies, relative to the project root: build files, settings, wrappers. */
export function buildFiles(scope: Scope, project: JvmProject): readonly RelPath[] {
  const { root } = project;
  const has = (path: RelPath) => scope.project.has(path);
  if (project.tool === 'maven') {
    const poms = reactorPoms(scope, root).map(({ path }) => path);
    const extra = ['.mvn/maven.config', '.mvn/jvm.config', '.mvn/extensions.xml'].map((name) => join(root, name));
    return [...new Set([...poms, ...extra.filter(has)])];
  }
  if (project.tool === 'gradle') {
    const dirs = [root, ...includedProjects(scope, root).values()];
    const scripts = dirs.flatMap((dir) => BUILD_FILES.map((name) => join(dir, name)));
    const others = [
      ...SETTINGS_FILES,
      'gradle.properties',
      'gradlew',
      'gradle/libs.versions.toml',
      'gradle/wrapper/gradle-wrapper.jar',
      'gradle/wrapper/gradle-wrapper.properties',
      'gradle.lockfile',
      'gradle/verification-metadata.xml',
    ];
    const folders = ['buildSrc', 'build-logic']
      .map((name) => join(root, name))
      .filter((dir) => scope.project.hasFolder(dir));
    return [...new Set([...[...scripts, ...others.map((name) => join(root, name))].filter(has), ...folders])];
  }
  return [];
}
