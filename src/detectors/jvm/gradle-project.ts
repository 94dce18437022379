import { join } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { includedProjects, readGradle, SETTINGS_FILES } from './gradle.ts';
import { assignedText, parseGradle } from './gradle-tokens.ts';
import { lineOf } from './line-of.ts';
import { mainClasses } from './main-classes.ts';
import type { JvmProject, Stated } from './project.ts';

/** The project of a folder with a Gradle build script. */
export function gradleProject(scope: Scope): JvmProject | undefined {
  // Builds of the build's own plugins run nothing.
  if (/(^|\/)(buildSrc|build-logic)(\/|$)/.test(scope.dir)) return undefined;
  const gradle = readGradle(scope, scope.dir);
  if (gradle === undefined) return undefined;
  const siblings = [...includedProjects(scope, gradle.root).values()].filter((dir) => dir !== scope.dir);
  const isUsed = siblings.some((dir) => readGradle(scope, dir)?.projects.includes(gradle.id) === true);
  const { version, path } = gradle;
  const isWar = gradle.plugins.some(({ group }) => group === 'war');
  const settings = SETTINGS_FILES.map((name) => join(gradle.root, name)).find((one) => scope.project.has(one));
  const nameLine =
    settings === undefined ? null : lineOf(scope, settings, gradle.id === ':' ? 'rootProject.name' : gradle.name);
  return {
    tool: 'gradle',
    file: path,
    dir: scope.dir,
    root: gradle.root,
    name: { value: gradle.name, file: settings ?? path, line: nameLine },
    version: version === undefined ? undefined : { value: version.text, file: path, line: version.line },
    packaging: isWar ? 'war' : gradle.plugins.length === 0 && mainClasses(scope).length === 0 ? 'pom' : 'jar',
    plugins: gradle.plugins,
    dependencies: gradle.dependencies,
    pom: undefined,
    gradle,
    mains: mainClasses(scope),
    isUsed,
  };
}

/** The name of a whole build whose root has settings and no script. */
export function gradleBuildName(scope: Scope): Stated | undefined {
  const file = SETTINGS_FILES.map((name) => scope.at(name)).find((path) => scope.project.has(path));
  const name = file && assignedText(parseGradle(scope.text(file)?.text ?? ''), 'rootProject.name');
  return file === undefined || name === undefined ? undefined : { value: name.text, file, line: name.line };
}
