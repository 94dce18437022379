import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { PackageManager } from '../../core/model/package-manager.ts';
import { basename, dirname, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { buildFiles } from '../jvm/build-files.ts';
import { isAtLeast } from '../jvm/framework.ts';
import { lineOf } from '../jvm/line-of.ts';
import { field, listOf, pluginsNamed, textOf } from '../jvm/pom.ts';
import { type JvmProject, jvmProject, strength } from '../jvm/project.ts';
import { sbtVersion } from '../jvm/sbt-project.ts';
import { BUILD_MANIFESTS, JVM_TRIGGER } from '../jvm/trigger.ts';
import { javaLine, javaSources } from '../jvm/versions.ts';

/** A version of a build tool, and where it stands. */
interface Stated {
  readonly version: string;
  readonly file: RelPath;
  readonly line: number | null;
}

/** The version in a wrapper's distribution address: `gradle-8.10.2-bin.zip`, `apache-maven-3.9.9-bin.zip`. */
function wrapper(scope: Scope, file: RelPath): Stated | undefined {
  const doc = scope.project.has(file) ? scope.doc(file, 'properties') : undefined;
  const url = doc?.get('distributionUrl');
  const version =
    typeof url === 'string'
      ? /(?:gradle|apache-maven)-(\d+(?:\.\d+){1,2}(?:-[\w.]+?)?)-(?:bin|all)\.zip/.exec(url)?.[1]
      : undefined;
  return version === undefined ? undefined : { version, file, line: doc?.lineOf('distributionUrl') ?? null };
}

/** What a Java line needs of Gradle. */
function* tooOld(scope: Scope, { version, file, line }: Stated): Iterable<Notice> {
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

/** What the project says about the version of its tool. */
function statedBy(scope: Scope, { tool, root }: JvmProject): Stated | undefined {
  if (tool === 'sbt') return sbtVersion(scope, root);
  const name = tool === 'maven' ? '.mvn/wrapper/maven-wrapper.properties' : 'gradle/wrapper/gradle-wrapper.properties';
  return tool === 'maven' || tool === 'gradle' ? wrapper(scope, join(root, name)) : undefined;
}

/** Two tools could build it: one does, and that is said. */
function* rivals(scope: Scope, { file }: JvmProject): Iterable<Notice> {
  const others = BUILD_MANIFESTS.map((name) => scope.at(name)).filter(
    (path) => scope.project.has(path) && dirname(path) === dirname(file) && basename(path) !== basename(file),
  );
  const [other] = others.filter((path) => !(basename(file) === 'build.clj' && basename(path) === 'deps.edn'));
  if (other === undefined) return;
  const detail = `${file} and ${other} both build this folder; ${file} is used`;
  const hint = 'remove the one that is out of use';
  yield { diagnostic: { code: 'DRK1004', severity: 'warning', detail, at: { file: other, line: null }, hint } };
}

/** Maven's toolchain goal wants a file in the home folder of who builds, which an image has not. */
function* toolchains(scope: Scope, { pom, root }: JvmProject): Iterable<Notice> {
  const goals = (pom === undefined ? [] : pluginsNamed(pom, 'maven-toolchains-plugin'))
    .flatMap((plugin) => listOf(field(field(plugin, 'executions'), 'execution')))
    .flatMap((one) => listOf(field(field(one, 'goals'), 'goal')).map(textOf));
  const options = (scope.text(join(root, '.mvn/maven.config'))?.text ?? '').split(/\s+/);
  const isGiven = options.some((word) => /^(-t|--toolchains)(=|$)/.test(word));
  if (pom === undefined || isGiven || !goals.includes('toolchain')) return;
  const detail =
    'maven-toolchains-plugin stops the build where no toolchains.xml names a JDK, and the image that builds has none';
  const hint =
    'use its goal select-jdk-toolchain, which finds the JDK of the image, or name a toolchains.xml in .mvn/maven.config';
  const at = { file: pom.path, line: lineOf(scope, pom.path, 'maven-toolchains-plugin') };
  yield { diagnostic: { code: 'DRK1108', severity: 'warning', detail, at, hint } };
}

/** The build tool, the version that the project asks for, and the files that dependencies are resolved from. */
export const jvmBuildTool = defineDetector({
  id: 'jvm-build-tool',
  layer: 'runtime',
  languages: ['java', 'kotlin', 'scala', 'clojure'],
  title: 'Maven, Gradle, sbt, Leiningen and tools.build, with wrappers',
  docs: 'https://docs.gradle.org/current/userguide/gradle_wrapper.html',
  when: JVM_TRIGGER,
  *detect(scope): Iterable<Claim<'runtime'> | Notice> {
    const project = jvmProject(scope);
    if (project === undefined || project.tool === 'javac' || project.packaging === 'pom') return;
    const { tool, root, file } = project;
    const confidence = strength(scope, project);
    const stated = statedBy(scope, project);
    const lock = [join(project.dir, 'gradle.lockfile'), join(root, 'gradle.lockfile')].find(
      (path) => tool === 'gradle' && scope.project.has(path),
    );
    const value: PackageManager = { id: tool, version: stated?.version ?? null, lockfile: lock ?? null, root };
    const place = stated === undefined ? { file, line: null } : { file: stated.file, line: stated.line };
    const because =
      stated === undefined
        ? `there is a ${basename(file)}`
        : `${tool === 'sbt' ? 'the build' : 'the wrapper'} asks for ${tool} ${stated.version}`;
    yield { field: 'runtime.packageManager', value, ...place, confidence, because };
    if (tool === 'gradle' && stated !== undefined) yield* tooOld(scope, stated);
    yield* toolchains(scope, project);
    yield* rivals(scope, project);
    const files = buildFiles(scope, project);
    const reason = 'they name the dependencies';
    yield { field: 'runtime.installFiles', value: files, file, line: null, confidence, because: reason };
  },
});
