import type { Argv, Command } from '../../core/model/facts.ts';
import { type RelPath, relativeTo } from '../../core/model/paths.ts';
import { shellLine } from '../../core/render/escape.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { assigned, assignedText, blocksOf } from './gradle-tokens.ts';
import { pluginConfiguration, textAt } from './pom.ts';
import { frameworkOf, type JvmProject, moduleOf, pluginOf } from './project.ts';
import type { MainClass } from './sources.ts';

/** What the build makes, and how it is started. */
export interface JvmArtifact {
  readonly build: Command;
  /** Relative to the component's folder; folders with a trailing slash. A name whose version is unknown holds a `*`. */
  readonly files: readonly string[];
  /** `undefined` for a WAR, which its server starts, and where no main class is known. */
  readonly start: Argv | undefined;
  /** The classes that could be started, where nothing says which one is. */
  readonly rivals: readonly MainClass[];
  readonly because: string;
}

/** `java` with what follows; the name of the jar in the image has no version, so that a release changes no file. */
function runJar(name: string): Argv {
  return ['java', '-jar', `${name}.jar`];
}

function runMain(classpath: string, main: string): Argv {
  return ['java', '-cp', classpath, main];
}

/** Plugins that put classes and dependencies into one jar. */
const FAT = ['maven-shade-plugin', 'maven-assembly-plugin', 'micronaut-maven-plugin'];

function mavenBuild(project: JvmProject, extra: readonly string[]): Argv {
  const module = moduleOf(project);
  const select = module === null ? [] : ['-pl', module, '-am'];
  return ['mvn', '--batch-mode', '--no-transfer-progress', ...select, '-DskipTests', 'package', ...extra];
}

/** The main class that the build file names: for the jar's manifest, or for the exec plugin. */
function namedMain(project: JvmProject): string | undefined {
  const { pom, gradle } = project;
  if (gradle !== undefined) {
    const all = [
      ...blocksOf(gradle.statements, 'application'),
      ...blocksOf(gradle.statements, 'jar'),
      ...gradle.statements,
    ];
    const main = assignedText(all, 'mainClass')?.text ?? assignedText(all, 'mainClassName')?.text;
    const attribute = blocksOf(gradle.statements, 'jar', 'manifest').flatMap(({ tokens }) => tokens);
    const at = attribute.findIndex(({ text }) => text === 'Main-Class');
    return main ?? attribute.slice(at + 1).find(({ kind }) => at >= 0 && kind === 'string')?.text;
  }
  if (pom === undefined) return undefined;
  const places = [
    ['spring-boot-maven-plugin', ['mainClass']],
    ['maven-jar-plugin', ['archive', 'manifest', 'mainClass']],
    ['maven-shade-plugin', ['transformers', 'transformer', 'mainClass']],
    ['maven-assembly-plugin', ['archive', 'manifest', 'mainClass']],
    ['exec-maven-plugin', ['mainClass']],
  ] as const;
  for (const [plugin, keys] of places) {
    const found = pom.resolve(textAt(pluginConfiguration(pom, plugin), ...keys));
    if (found !== undefined) return found;
  }
  for (const name of [
    'exec.mainClass',
    'mainClass',
    'main.class',
    'start-class',
    'vertx.main.verticle',
    'main.verticle',
  ]) {
    const found = pom.resolve(pom.property(name)?.value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function ofMaven(project: JvmProject): JvmArtifact {
  const { pom } = project;
  const name = project.name.value;
  const stated = pom?.inherited('build', 'finalName');
  const final = stated === undefined ? undefined : pom?.resolve(stated.value.replaceAll('@', '${'));
  const base = final ?? `${name}-${project.version?.value ?? '*'}`;
  const main = namedMain(project);
  const rivals = main === undefined && project.mains.length > 1 ? project.mains : [];
  const first = main ?? project.mains[0]?.name;
  const because = final === undefined ? 'Maven names it by artifact and version' : 'finalName names it';
  if (project.packaging === 'war' && pluginOf(project, 'spring-boot-maven-plugin') === undefined) {
    return { build: mavenBuild(project, []), files: [`target/${base}.war`], start: undefined, rivals: [], because };
  }
  const boot = pluginOf(project, 'spring-boot-maven-plugin');
  if (boot !== undefined) {
    const classifier = pom && textAt(pluginConfiguration(pom, 'spring-boot-maven-plugin'), 'classifier');
    const file = `target/${base}${classifier === undefined ? '' : `-${classifier}`}.${project.packaging === 'war' ? 'war' : 'jar'}`;
    return { build: mavenBuild(project, []), files: [file], start: runJar(name), rivals: [], because };
  }
  if (pluginOf(project, 'quarkus-maven-plugin') !== undefined) return quarkus(mavenBuild(project, []), 'target');
  const fat = pluginOf(project, ...FAT);
  if (fat !== undefined) {
    const configuration = pom && pluginConfiguration(pom, fat.artifact);
    const renamed = pom?.resolve(textAt(configuration, 'finalName'));
    const own = fat.artifact === 'maven-assembly-plugin' && textAt(configuration, 'appendAssemblyId') !== 'false';
    const attached = textAt(configuration, 'shadedArtifactAttached') === 'true';
    const suffix = own
      ? '-jar-with-dependencies'
      : attached
        ? `-${textAt(configuration, 'shadedClassifierName') ?? 'shaded'}`
        : '';
    return {
      build: mavenBuild(project, []),
      files: [`target/${renamed ?? base}${suffix}.jar`],
      start: runJar(name),
      rivals: [],
      because: `${fat.artifact} makes one jar with every dependency`,
    };
  }
  const needed = project.dependencies.some(({ scope }) => !/^(test|provided|import)$/.test(scope));
  const copies = needed
    ? ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=target/lib']
    : [];
  const start = first === undefined ? undefined : runMain(needed ? `${name}.jar:lib/*` : `${name}.jar`, first);
  return {
    build: mavenBuild(project, copies),
    files: [...(needed ? ['target/lib/'] : []), `target/${base}.jar`],
    start,
    rivals,
    because,
  };
}

function quarkus(build: Argv, output: string): JvmArtifact {
  const folder = `${output}/quarkus-app`;
  return {
    build,
    files: [`${folder}/lib/`, `${folder}/quarkus-run.jar`, `${folder}/app/`, `${folder}/quarkus/`],
    start: ['java', '-jar', 'quarkus-run.jar'],
    rivals: [],
    because: 'Quarkus makes a folder with a jar that starts it',
  };
}

function gradleBuild(scope: Scope, project: JvmProject, task: string): Argv {
  const hasWrapper = scope.project.has(
    `${project.root === '.' ? '' : `${project.root}/`}gradle/wrapper/gradle-wrapper.jar`,
  );
  const id = moduleOf(project);
  const program = hasWrapper ? (['sh', './gradlew'] as const) : (['gradle'] as const);
  return [...program, '--no-daemon', `${id ?? ''}:${task}`];
}

function ofGradle(scope: Scope, project: JvmProject): JvmArtifact {
  const statements = [...(project.gradle?.statements ?? []), ...(project.gradle?.shared ?? [])];
  const { value: name } = project.name;
  const archives =
    assignedText([...blocksOf(statements, 'base'), ...statements], 'archivesName')?.text ??
    assignedText(statements, 'archivesBaseName')?.text ??
    name;
  const version = project.version === undefined ? '' : `-${project.version.value}`;
  const has = (...ids: readonly string[]) => pluginOf(project, ...ids) !== undefined;
  const archive = (task: string, usual: string): string => {
    const own = blocksOf(statements, task);
    const given = assignedText(own, 'archiveFileName')?.text ?? assignedText(own, 'archiveName')?.text;
    if (given !== undefined && !given.includes('$')) return given;
    const classifier = assigned(own, 'archiveClassifier')?.find(({ kind }) => kind === 'string')?.text;
    const base = assignedText(own, 'archiveBaseName')?.text;
    if (classifier === undefined && base === undefined) return usual;
    return `${base ?? archives}${version}${classifier === undefined || classifier === '' ? '' : `-${classifier}`}.jar`;
  };
  const make = (
    task: string,
    files: readonly string[],
    start: Argv | undefined,
    because: string,
    rivals: readonly MainClass[] = [],
  ): JvmArtifact => ({
    build: gradleBuild(scope, project, task),
    files,
    start,
    rivals,
    because,
  });
  if (has('org.springframework.boot')) {
    const file = archive('bootJar', `${archives}${version}.jar`);
    return make('bootJar', [`build/libs/${file}`], runJar(name), 'bootJar makes it');
  }
  if (has('io.quarkus')) return quarkus(gradleBuild(scope, project, 'quarkusBuild'), 'build');
  if (has('war'))
    return make(
      'war',
      [`build/libs/${archive('war', `${archives}${version}.war`)}`],
      undefined,
      'the war plugin makes it',
    );
  if (has('io.ktor.plugin')) {
    const file = assignedText(blocksOf(statements, 'ktor', 'fatJar'), 'archiveFileName')?.text ?? `${name}-all.jar`;
    return make(
      'buildFatJar',
      [`build/libs/${file}`],
      runJar(name),
      'the Ktor plugin makes one jar with every dependency',
    );
  }
  if (has('com.gradleup.shadow', 'com.github.johnrengelman.shadow', 'io.github.goooler.shadow')) {
    return make(
      'shadowJar',
      [`build/libs/${archive('shadowJar', `${archives}${version}-all.jar`)}`],
      runJar(name),
      'shadowJar makes one jar with every dependency',
    );
  }
  const main = namedMain(project);
  const rivals = main === undefined && project.mains.length > 1 ? project.mains : [];
  const first = main ?? project.mains[0]?.name;
  const start = first === undefined ? undefined : runMain('lib/*', first);
  if (has('application', 'io.micronaut.application')) {
    return make(
      'installDist',
      [`build/install/${assignedText(blocksOf(statements, 'application'), 'applicationName')?.text ?? name}/lib/`],
      start,
      'installDist gathers the jars',
      rivals,
    );
  }
  const plain = first === undefined ? undefined : runMain(`${name}.jar`, first);
  return make('jar', [`build/libs/${archive('jar', `${archives}${version}.jar`)}`], plain, 'jar makes it', rivals);
}

/** The folder that holds the sources of a program without a build tool. */
export function sourceFolder(
  scope: Scope,
  { file, packageName }: { readonly file: RelPath; readonly packageName: string },
): string {
  const inside = relativeTo(file, scope.dir);
  const folder = inside.includes('/') ? inside.slice(0, inside.lastIndexOf('/')) : '.';
  const path = packageName.replaceAll('.', '/');
  if (path === '' || folder === path) return path === '' ? folder : '.';
  return folder.endsWith(`/${path}`) ? folder.slice(0, -path.length - 1) : folder;
}

function ofJavac(scope: Scope, project: JvmProject): JvmArtifact {
  const [main] = project.mains;
  const name = project.name.value;
  const packageName =
    main === undefined || !main.name.includes('.') ? '' : main.name.slice(0, main.name.lastIndexOf('.'));
  const sources = main === undefined ? '.' : sourceFolder(scope, { file: main.file, packageName });
  const libs = ['lib', 'libs'].find((folder) =>
    scope.tree.withExtension('jar').some((path) => relativeTo(path, scope.dir).startsWith(`${folder}/`)),
  );
  const resources = ['src/main/resources', 'resources'].find((folder) => scope.tree.hasFolder(scope.at(folder)));
  const classpath = libs === undefined ? [] : ['-cp', `${libs}/*`];
  const steps = [
    `find ${shellLine([sources])} -name '*.java' > /tmp/sources`,
    shellLine(['javac', '-encoding', 'UTF-8', ...classpath, '-d', '/tmp/classes', '@/tmp/sources']),
    ...(resources === undefined ? [] : [shellLine(['cp', '-R', `${resources}/.`, '/tmp/classes/'])]),
    shellLine(['jar', 'cfe', `${name}.jar`, main?.name ?? 'Main', '-C', '/tmp/classes', '.']),
  ];
  const start =
    main === undefined ? undefined : libs === undefined ? runJar(name) : runMain(`${name}.jar:${libs}/*`, main.name);
  const files = [...(libs === undefined ? [] : [`${libs}/`]), `${name}.jar`];
  return {
    build: steps.join(' && '),
    files,
    start,
    rivals: project.mains.length > 1 ? project.mains : [],
    because: 'javac and jar make it',
  };
}

/** What the build of a project makes. */
export function artifactOf(scope: Scope, project: JvmProject): JvmArtifact {
  if (project.tool === 'maven') return ofMaven(project);
  return project.tool === 'gradle' ? ofGradle(scope, project) : ofJavac(scope, project);
}

/** The version of Tomcat's servlet namespace that a WAR is written for. */
export function servletNamespace(
  project: JvmProject,
  sources: readonly { readonly text: string }[],
): 'javax' | 'jakarta' {
  const inCode = sources.find(({ text }) =>
    /\bimport\s+(static\s+)?(javax|jakarta)\.(servlet|ws\.rs|faces|websocket)\b/.test(text),
  );
  if (inCode !== undefined) return /\bimport\s+(static\s+)?jakarta\./.test(inCode.text) ? 'jakarta' : 'javax';
  const named = project.dependencies.find(
    ({ group }) => /^(javax|jakarta)\.(servlet|platform)/.test(group) || /^javax$/.test(group),
  );
  if (named !== undefined)
    return named.group.startsWith('jakarta') && (Number.parseInt(named.version ?? '9', 10) || 9) >= 5
      ? 'jakarta'
      : 'javax';
  return 'jakarta';
}

/** True for a project whose parts are run by something else: no main class, no framework, no WAR. */
export function isLibrary(scope: Scope, project: JvmProject): boolean {
  if (project.packaging !== 'jar' || project.mains.length > 0) return false;
  if (
    frameworkOf(project) !== undefined &&
    pluginOf(
      project,
      'spring-boot-maven-plugin',
      'org.springframework.boot',
      'quarkus-maven-plugin',
      'io.quarkus',
      'io.micronaut.application',
      'micronaut-maven-plugin',
    ) !== undefined
  )
    return false;
  return artifactOf(scope, project).start === undefined;
}
