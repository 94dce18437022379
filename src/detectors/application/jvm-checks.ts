import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { Argv } from '../../core/model/facts.ts';
import { jvmProject, moduleOf, pluginOf } from '../jvm/project.ts';

/** Plugins that check the style of code, by artifact or id, and the goal or task that does it. */
const LINTERS: Readonly<Record<'maven' | 'gradle', readonly (readonly [plugin: string, task: string])[]>> = {
  maven: [
    ['maven-checkstyle-plugin', 'checkstyle:check'],
    ['spotless-maven-plugin', 'spotless:check'],
  ],
  gradle: [
    ['checkstyle', 'checkstyleMain'],
    ['com.diffplug.spotless', 'spotlessCheck'],
    ['io.gitlab.arturbosch.detekt', 'detekt'],
  ],
};

/** The linter that a Maven or Gradle build applies. */
export const jvmChecks = defineDetector({
  id: 'jvm-checks',
  layer: 'application',
  title: 'Style checks of Maven and Gradle builds',
  docs: 'https://maven.apache.org/plugins/maven-checkstyle-plugin/check-mojo.html',
  when: { anyFile: ['pom.xml', 'build.gradle', 'build.gradle.kts'] },
  *detect(scope): Iterable<Claim<'application'>> {
    const project = jvmProject(scope);
    if (project === undefined || (project.tool !== 'maven' && project.tool !== 'gradle')) return;
    const { tool, file } = project;
    const module = moduleOf(project);
    for (const [plugin, task] of LINTERS[tool]) {
      const found = pluginOf(project, plugin);
      if (found === undefined) continue;
      const maven: Argv = ['mvn', '--batch-mode', ...(module === null ? [] : ['-pl', module]), task];
      const gradle: Argv = ['./gradlew', '--no-daemon', `${module ?? ''}:${task}`];
      const value = tool === 'maven' ? maven : gradle;
      yield {
        field: 'app.lint',
        value,
        file,
        line: found.line,
        confidence: 'manifest',
        because: `${plugin} is applied`,
      };
      return;
    }
  },
});
