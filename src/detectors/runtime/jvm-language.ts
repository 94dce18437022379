import { defineDetector } from '../../core/model/detector.ts';
import type { Language } from '../../core/model/facts.ts';
import { looseFolders } from '../jvm/javac-project.ts';
import { jvmProject, pluginOf, strength } from '../jvm/project.ts';
import { jvmSources } from '../jvm/sources.ts';

/** Java, Kotlin or Scala, where a folder has a pom.xml, a Gradle build script, or a program without a build tool. */
export const jvmLanguage = defineDetector({
  id: 'jvm-language',
  layer: 'runtime',
  languages: ['java', 'kotlin', 'scala', 'clojure'],
  title: 'Java, Kotlin and Scala built by Maven, Gradle or javac',
  docs: 'https://maven.apache.org/pom.html',
  when: { anyFile: ['pom.xml', 'build.gradle', 'build.gradle.kts'], anyExtension: ['java'] },
  marks: ['pom.xml', 'build.gradle', 'build.gradle.kts'],
  folders: (project) => looseFolders(project),
  *detect(scope) {
    const project = jvmProject(scope);
    if (project === undefined) return;
    // Of a build of several modules, a folder without code is no project of its own.
    if (project.packaging === 'pom' && project.mains.length === 0 && project.tool === 'gradle') return;
    const kotlin = pluginOf(project, 'org.jetbrains.kotlin.jvm', 'kotlin-maven-plugin');
    const sources = jvmSources(scope);
    const isScala = sources.length > 0 && sources.every(({ path }) => path.endsWith('.scala'));
    const value = (
      kotlin !== undefined && project.mains.every(({ file }) => file.endsWith('.kt'))
        ? 'kotlin'
        : isScala
          ? 'scala'
          : 'java'
    ) as Language;
    const { file } = project;
    if (project.tool === 'javac') {
      const line = project.mains[0]?.line ?? null;
      yield {
        field: 'runtime.language',
        value,
        file,
        line,
        confidence: 'source',
        because: 'there is a main class, and no build tool',
      };
      return;
    }
    const because =
      value === 'kotlin' ? 'the Kotlin plugin is applied' : `there is a ${file.slice(file.lastIndexOf('/') + 1)}`;
    yield {
      field: 'runtime.language',
      value,
      file,
      line: value === 'kotlin' ? (kotlin?.line ?? null) : null,
      confidence: strength(scope, project),
      because,
    };
  },
});
