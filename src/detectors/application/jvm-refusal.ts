import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isLibrary } from '../jvm/artifact.ts';
import { type JvmProject, jvmProject, pluginOf } from '../jvm/project.ts';

/** Plugins of applications that run on phones. */
export const ANDROID = ['com.android.application', 'com.android.library'];

function* refusals(scope: Scope, project: JvmProject): Iterable<Claim<'application'>> {
  const android = pluginOf(project, ...ANDROID);
  const common = { field: 'app.refusal', confidence: 'manifest' } as const;
  if (android !== undefined) {
    const value = {
      kind: 'mobile',
      reason: 'this is an Android application: it runs on phones, not in a container',
      remedy: 'name the folder of a server instead',
    } as const;
    yield { ...common, value, file: android.file, line: android.line, because: 'the Android plugin is applied' };
  } else if (isLibrary(scope, project) && !project.isUsed) {
    const what = `${project.name.value} is a library: it has no main class, no framework that starts it, and is no WAR`;
    const value = { kind: 'library', reason: what, remedy: 'name the folder of a program that uses it' } as const;
    yield { ...common, value, file: project.file, line: null, because: 'nothing in it can be started' };
  }
}

/** JVM projects that no container runs: libraries and Android applications. */
export const jvmRefusal = defineDetector({
  id: 'jvm-refusal',
  layer: 'application',
  title: 'JVM libraries and Android applications, which no container runs',
  docs: 'https://docs.gradle.org/current/userguide/java_library_plugin.html',
  when: { anyFile: ['pom.xml', 'build.gradle', 'build.gradle.kts'], anyExtension: ['java'] },
  *detect(scope): Iterable<Claim<'application'>> {
    const project = jvmProject(scope);
    if (project !== undefined && project.packaging !== 'pom') yield* refusals(scope, project);
  },
});
