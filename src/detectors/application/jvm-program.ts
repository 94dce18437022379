import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Command } from '../../core/model/facts.ts';
import { ROOT, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { artifactOf, type JvmArtifact } from '../jvm/artifact.ts';
import { jvmComponent } from '../jvm/component.ts';
import { dropwizardFile } from '../jvm/dropwizard.ts';
import { frameworkOf } from '../jvm/framework.ts';
import { gradleBuildName } from '../jvm/gradle-project.ts';
import { kindOf } from '../jvm/kind.ts';
import { type JvmProject, jvmProject, pluginOf } from '../jvm/project.ts';
import { nativeSetting } from '../jvm/quarkus-artifact.ts';
import { ANDROID } from '../jvm/refusals.ts';
import { testLine } from '../jvm/test-line.ts';
import { JVM_TRIGGER } from '../jvm/trigger.ts';

type Told = Claim<'application'>;

function* identity({ name, version, tool }: JvmProject): Iterable<Told> {
  const isManifest = tool !== 'javac';
  yield {
    field: 'app.name',
    ...name,
    confidence: isManifest ? 'manifest' : 'source',
    because: isManifest ? 'the build names it so' : 'the main class is called so',
  };
  if (version === undefined) return;
  yield { field: 'app.version', ...version, confidence: 'manifest', because: 'the build states its version' };
}

function* framework(project: JvmProject): Iterable<Told> {
  const found = frameworkOf(project);
  if (found === undefined) return;
  const { id: name, version, via } = found;
  const { file, line, group, artifact } = via;
  const because = `${group === artifact ? '' : `${group}:`}${artifact} is used`;
  yield { field: 'app.framework', value: { name, version }, file, line, confidence: 'manifest', because };
}

/** The file that the process is started with, beside what the build makes. */
function configuration(scope: Scope, project: JvmProject) {
  return frameworkOf(project)?.id === 'dropwizard' ? dropwizardFile(scope)?.file : undefined;
}

function startOf(scope: Scope, project: JvmProject, artifact: JvmArtifact): Command | undefined {
  if (project.packaging === 'war' && artifact.start === undefined) return ['catalina.sh', 'run'];
  const file = configuration(scope, project);
  if (artifact.start === undefined || file === undefined) return artifact.start;
  return [...artifact.start, 'server', relativeTo(file, scope.dir)];
}

/** The start commands of other classes that could be meant. */
function* rivals(project: JvmProject, artifact: JvmArtifact): Iterable<Told> {
  const main = project.mains[0]?.name;
  const confidence = project.tool === 'javac' ? 'source' : 'manifest';
  for (const { name, file, line } of artifact.rivals.slice(1)) {
    const other = artifact.start?.map((word) => (word === main ? name : word)) as Command | undefined;
    const plain = ['java', '-cp', artifact.start?.[2] ?? `${project.name.value}.jar`, name] as const;
    const value = project.tool === 'javac' ? plain : other;
    if (value !== undefined)
      yield { field: 'app.start', value, file, line, confidence, because: `${name} has a main method too` };
  }
}

function* program(scope: Scope, project: JvmProject): Iterable<Told> {
  const artifact = artifactOf(scope, project);
  const { file, mains } = project;
  const [main] = mains;
  const confidence = project.tool === 'javac' ? 'source' : 'manifest';
  const made = { file, line: null, confidence, because: artifact.because } as const;
  yield { field: 'app.build', value: artifact.build, ...made };
  yield { field: 'app.files', value: artifact.files, ...made };
  const config = configuration(scope, project);
  if (config !== undefined) {
    const because = 'the server reads it when it starts';
    const value = [relativeTo(config, scope.dir)];
    yield { field: 'app.files', value, file: config, line: null, confidence: 'config', because };
  }
  const start = startOf(scope, project, artifact);
  if (start !== undefined) {
    const because = main === undefined ? 'the build makes it so' : `${main.name} has the main method`;
    const place = { file: main?.file ?? file, line: main?.line ?? null };
    yield { field: 'app.start', value: start, ...place, confidence, because };
  }
  yield* rivals(project, artifact);
  const test = testLine(scope, project, artifact.build);
  if (test !== undefined)
    yield { field: 'app.test', value: test, file, line: null, confidence: 'convention', because: 'there are tests' };
}

/** A native executable takes another compiler and another image: the jar is built in its place. */
function* native(scope: Scope, project: JvmProject): Iterable<Notice> {
  const setting = frameworkOf(project)?.id === 'quarkus' ? nativeSetting(scope) : undefined;
  const plugin = pluginOf(project, 'org.graalvm.buildtools.native', 'native-maven-plugin');
  const asked = setting ?? plugin;
  if (asked === undefined) return;
  const detail = 'a native executable is asked for: that takes GraalVM, so the jar is built and run on a JVM';
  const hint = 'For the native one write a Dockerfile of your own: derrick then keeps it and writes everything else.';
  const at = { file: asked.file, line: asked.line };
  yield { diagnostic: { code: 'DRK1108', severity: 'info', detail, at, hint } };
}

/** What a JVM project is, what its build makes, and how that is started. */
export const jvmProgram = defineDetector({
  id: 'jvm-program',
  layer: 'application',
  title: 'Programs and servers for the Java virtual machine',
  docs: 'https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html',
  when: JVM_TRIGGER,
  *detect(scope, known): Iterable<Told | Notice> {
    const any = jvmProject(scope);
    const whole = any === undefined ? gradleBuildName(scope) : any.packaging === 'pom' ? any.name : undefined;
    if (whole !== undefined && scope.dir === ROOT)
      yield { field: 'app.name', ...whole, confidence: 'manifest', because: 'the whole build is called so' };
    const project = jvmComponent(scope, known);
    if (project === undefined || pluginOf(project, ...ANDROID) !== undefined) return;
    yield* identity(project);
    const { kind, ...shown } = kindOf(scope, project);
    yield { field: 'app.kind', value: kind, ...shown };
    yield* framework(project);
    yield* program(scope, project);
    yield* native(scope, project);
    const because = 'the Java virtual machine ends on SIGTERM, also as process 1';
    yield { field: 'app.handlesSigterm', value: true, file: null, line: null, confidence: 'convention', because };
  },
});
