import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { PackageManager } from '../../core/model/facts.ts';
import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { buildFiles } from '../jvm/build-files.ts';
import { isAtLeast } from '../jvm/framework.ts';
import { jvmProject, strength } from '../jvm/project.ts';
import { javaLine, javaSources } from '../jvm/versions.ts';

/** The version in a wrapper's distribution address: `gradle-8.10.2-bin.zip`, `apache-maven-3.9.9-bin.zip`. */
function wrapper(scope: Scope, file: RelPath): { readonly version: string; readonly line: number | null } | undefined {
  const doc = scope.project.has(file) ? scope.doc(file, 'properties') : undefined;
  const url = doc?.get('distributionUrl');
  const version =
    typeof url === 'string'
      ? /(?:gradle|apache-maven)-(\d+(?:\.\d+){1,2}(?:-[\w.]+?)?)-(?:bin|all)\.zip/.exec(url)?.[1]
      : undefined;
  return version === undefined ? undefined : { version, line: doc?.lineOf('distributionUrl') ?? null };
}

/** What a Java line needs of Gradle. */
function* tooOld(scope: Scope, version: string, file: RelPath, line: number | null): Iterable<Notice> {
  const project = jvmProject(scope);
  const java =
    project &&
    javaSources(scope, project)
      .map(({ raw }) => javaLine(raw))
      .find((one) => one !== undefined);
  const needed = (DATA.jvm.gradleNeeds as Readonly<Record<string, string>>)[String(java)];
  if (needed === undefined || isAtLeast(version, needed)) return;
  const detail = `Gradle ${version} does not run on Java ${java}: the build needs Gradle ${needed} or later`;
  const hint = `run \`./gradlew wrapper --gradle-version ${needed}\``;
  yield { diagnostic: { code: 'DRK1108', severity: 'warning', detail, at: { file, line }, hint } };
}

/** Maven or Gradle, the version of its wrapper, and the files that dependencies are resolved from. */
export const jvmBuildTool = defineDetector({
  id: 'jvm-build-tool',
  layer: 'runtime',
  languages: ['java', 'kotlin', 'scala', 'clojure'],
  title: 'Maven and Gradle with their wrappers',
  docs: 'https://docs.gradle.org/current/userguide/gradle_wrapper.html',
  when: { anyFile: ['pom.xml', 'build.gradle', 'build.gradle.kts'] },
  *detect(scope): Iterable<Claim<'runtime'> | Notice> {
    const project = jvmProject(scope);
    if (project === undefined || project.tool === 'javac' || project.packaging === 'pom') return;
    const { tool, root, file } = project;
    const properties = join(
      root,
      tool === 'maven' ? '.mvn/wrapper/maven-wrapper.properties' : 'gradle/wrapper/gradle-wrapper.properties',
    );
    const stated = wrapper(scope, properties);
    const lock = [join(project.dir, 'gradle.lockfile'), join(root, 'gradle.lockfile')].find(
      (path) => tool === 'gradle' && scope.project.has(path),
    );
    const value: PackageManager = { id: tool, version: stated?.version ?? null, lockfile: lock ?? null, root };
    const place = stated === undefined ? { file, line: null } : { file: properties, line: stated.line };
    const because =
      stated === undefined
        ? `there is a ${file.slice(file.lastIndexOf('/') + 1)}`
        : `the wrapper asks for ${tool} ${stated.version}`;
    yield { field: 'runtime.packageManager', value, ...place, confidence: strength(scope, project), because };
    if (tool === 'gradle' && stated !== undefined) yield* tooOld(scope, stated.version, properties, stated.line);
    yield {
      field: 'runtime.installFiles',
      value: buildFiles(scope, project),
      file,
      line: null,
      confidence: strength(scope, project),
      because: 'they name the dependencies',
    };
  },
});
