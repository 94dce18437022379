import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Command } from '../../core/model/facts.ts';
import { ROOT, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { bestHealth } from '../javascript/health-path.ts';
import { artifactOf, isLibrary, type JvmArtifact } from '../jvm/artifact.ts';
import { jvmComponent } from '../jvm/component.ts';
import { dropwizardFile, kindOf, portOf } from '../jvm/program.ts';
import { frameworkOf, type JvmProject, jvmProject, moduleOf, pluginOf } from '../jvm/project.ts';
import { listens, routes } from '../jvm/sources.ts';

type Told = Claim<'application'> | Notice;

const ANDROID = ['com.android.application', 'com.android.library'];

function* refusals(scope: Scope, project: JvmProject): Iterable<Told> {
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

function startOf(scope: Scope, project: JvmProject, artifact: JvmArtifact): Command | undefined {
  if (project.packaging === 'war' && artifact.start === undefined) return ['catalina.sh', 'run'];
  const file = frameworkOf(project)?.id === 'dropwizard' ? dropwizardFile(scope) : undefined;
  if (artifact.start === undefined || file === undefined) return artifact.start;
  return [...artifact.start, 'server', relativeTo(file, scope.dir)];
}

function testOf(scope: Scope, project: JvmProject): Command | undefined {
  const hasTests = scope.tree.files.some((path) => /(^|\/)src\/(test|it)\//.test(path));
  const module = moduleOf(project);
  if (!hasTests || project.tool === 'javac') return undefined;
  if (project.tool === 'maven')
    return ['mvn', '--batch-mode', ...(module === null ? [] : ['-pl', module, '-am']), 'test'];
  const build = artifactOf(scope, project).build;
  return typeof build === 'string'
    ? undefined
    : ([...build.slice(0, -1), `${module ?? ''}:test`] as unknown as Command);
}

function* serving(scope: Scope, project: JvmProject): Iterable<Told> {
  for (const { port, variable, ...place } of portOf(scope, project)) {
    yield { field: 'app.port', value: port, ...place };
    if (variable !== null)
      yield { field: 'app.portVariable', value: variable, ...place, because: `the port is read from ${variable}` };
  }
  const local = listens(scope).find(({ host }) => host === 'localhost' || host === '127.0.0.1');
  if (local !== undefined) {
    const { file, line, host } = local;
    yield {
      diagnostic: {
        code: 'DRK1106',
        severity: 'warning',
        detail: `the server listens on ${host}, which nothing outside the container reaches`,
        at: { file, line },
      },
    };
  }
  if (project.packaging === 'war') {
    for (const path of ['work', 'temp', 'logs']) {
      yield {
        field: 'app.writable',
        value: [`/usr/local/tomcat/${path}`],
        file: null,
        line: null,
        confidence: 'convention',
        because: 'Tomcat writes there',
      };
    }
  }
  const health = bestHealth(routes(scope));
  if (health !== undefined) {
    const { path, file, line } = health;
    yield { field: 'app.health', value: path, file, line, confidence: 'source', because: 'the code answers this path' };
  }
}

/** What a JVM project is, what its build makes, and how that is started. */
export const jvmProgram = defineDetector({
  id: 'jvm-program',
  layer: 'application',
  title: 'Programs and servers for the Java virtual machine',
  docs: 'https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html',
  when: { anyFile: ['pom.xml', 'build.gradle', 'build.gradle.kts'], anyExtension: ['java'] },
  *detect(scope, known): Iterable<Told> {
    const any = jvmProject(scope);
    if (any !== undefined && any.packaging !== 'pom') yield* refusals(scope, any);
    if (any?.packaging === 'pom' && scope.dir === ROOT) {
      yield {
        field: 'app.name',
        value: any.name.value,
        file: any.name.file,
        line: any.name.line,
        confidence: 'manifest',
        because: 'the whole build is called so',
      };
    }
    const project = jvmComponent(scope, known);
    if (project === undefined || pluginOf(project, ...ANDROID) !== undefined) return;
    const { name, version, file } = project;
    const artifact = artifactOf(scope, project);
    const isManifest = project.tool !== 'javac';
    const confidence = isManifest ? 'manifest' : 'source';
    yield {
      field: 'app.name',
      value: name.value,
      file: name.file,
      line: name.line,
      confidence,
      because: isManifest ? 'the build names it so' : 'the main class is called so',
    };
    if (version !== undefined)
      yield {
        field: 'app.version',
        value: version.value,
        file: version.file,
        line: version.line,
        confidence: 'manifest',
        because: 'the build states its version',
      };
    const { kind, ...shown } = kindOf(scope, project);
    yield { field: 'app.kind', value: kind, ...shown };
    const framework = frameworkOf(project);
    if (framework !== undefined) {
      const { via, id } = framework;
      yield {
        field: 'app.framework',
        value: { name: id, version: framework.version },
        file: via.file,
        line: via.line,
        confidence: 'manifest',
        because: `${via.group === via.artifact ? '' : `${via.group}:`}${via.artifact} is used`,
      };
    }
    yield { field: 'app.build', value: artifact.build, file, line: null, confidence, because: artifact.because };
    yield { field: 'app.files', value: artifact.files, file, line: null, confidence, because: artifact.because };
    const start = startOf(scope, project, artifact);
    const config = framework?.id === 'dropwizard' ? dropwizardFile(scope) : undefined;
    if (config !== undefined) {
      yield {
        field: 'app.files',
        value: [relativeTo(config, scope.dir)],
        file: config,
        line: null,
        confidence: 'config',
        because: 'the server reads it when it starts',
      };
    }
    const [main] = project.mains;
    if (start !== undefined) {
      yield {
        field: 'app.start',
        value: start,
        file: main?.file ?? file,
        line: main?.line ?? null,
        confidence,
        because: main === undefined ? 'the build makes it so' : `${main.name} has the main method`,
      };
    }
    for (const rival of artifact.rivals.slice(1)) {
      const other = artifact.start?.map((word) => (word === main?.name ? rival.name : word)) as Command | undefined;
      const value =
        project.tool === 'javac'
          ? (['java', '-cp', artifact.start?.[2] ?? `${name.value}.jar`, rival.name] as const)
          : other;
      if (value !== undefined)
        yield {
          field: 'app.start',
          value,
          file: rival.file,
          line: rival.line,
          confidence,
          because: `${rival.name} has a main method too`,
        };
    }
    const test = testOf(scope, project);
    if (test !== undefined)
      yield { field: 'app.test', value: test, file, line: null, confidence: 'convention', because: 'there are tests' };
    yield {
      field: 'app.handlesSigterm',
      value: true,
      file: null,
      line: null,
      confidence: 'convention',
      because: 'the Java virtual machine ends on SIGTERM, also as process 1',
    };
    if (kind === 'web') yield* serving(scope, project);
  },
});
