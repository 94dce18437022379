import { defineDetector } from '../../core/model/detector.ts';
import type { Language } from '../../core/model/facts.ts';
import { basename } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { looseFolders } from '../jvm/javac-project.ts';
import type { Coordinates } from '../jvm/pom.ts';
import { type JvmProject, jvmProject, pluginOf, strength } from '../jvm/project.ts';
import { sbtFolders } from '../jvm/sbt-project.ts';
import { jvmSources } from '../jvm/sources.ts';
import { BUILD_MANIFESTS, JVM_TRIGGER } from '../jvm/trigger.ts';

/** The language that a project is written in, and the plugin that shows it. */
function languageOf(
  scope: Scope,
  project: JvmProject,
): { readonly value: string; readonly plugin: Coordinates | undefined } {
  const plugin = pluginOf(project, 'org.jetbrains.kotlin.jvm', 'kotlin-maven-plugin');
  if (plugin !== undefined && project.mains.every(({ file }) => file.endsWith('.kt')))
    return { value: 'kotlin', plugin };
  if (project.tool === 'lein' || project.tool === 'clojure') return { value: 'clojure', plugin: undefined };
  const sources = jvmSources(scope);
  const isScala = sources.length > 0 ? sources.every(({ language }) => language === 'scala') : project.tool === 'sbt';
  return { value: isScala ? 'scala' : 'java', plugin: undefined };
}

/** Java, Kotlin, Scala or Clojure, where a folder has the file of a build tool, or a program without one. */
export const jvmLanguage = defineDetector({
  id: 'jvm-language',
  layer: 'runtime',
  languages: ['java', 'kotlin', 'scala', 'clojure'],
  title: 'Java, Kotlin, Scala and Clojure, by their build tools',
  docs: 'https://maven.apache.org/pom.html',
  when: JVM_TRIGGER,
  marks: BUILD_MANIFESTS,
  folders: (project) => [...looseFolders(project), ...sbtFolders(project)],
  *detect(scope) {
    const project = jvmProject(scope);
    if (project === undefined) return;
    // Of a build of several modules, a folder without code is no project of its own.
    if (project.packaging === 'pom' && project.mains.length === 0 && project.tool !== 'maven') return;
    const { file, tool, mains } = project;
    const { value, plugin } = languageOf(scope, project);
    const common = { field: 'runtime.language', value: value as Language, file } as const;
    if (tool === 'javac') {
      const because = 'there is a main class, and no build tool';
      yield { ...common, line: mains[0]?.line ?? null, confidence: 'source', because };
      return;
    }
    const because = plugin === undefined ? `there is a ${basename(file)}` : 'the Kotlin plugin is applied';
    yield { ...common, line: plugin?.line ?? null, confidence: strength(scope, project), because };
  },
});
