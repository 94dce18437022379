import type { Argv } from '../../core/model/facts.ts';
import { join } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import type { JvmArtifact } from './artifact.ts';
import { assigned, assignedText, blocksOf, type Statement } from './gradle-tokens.ts';
import type { MainClass } from './main-classes.ts';
import { type JvmProject, moduleOf, pluginOf } from './project.ts';
import { quarkusArtifact } from './quarkus-artifact.ts';
import { runJar, runMain } from './start-commands.ts';

const SHADOW = ['com.gradleup.shadow', 'com.github.johnrengelman.shadow', 'io.github.goooler.shadow'];

/** `gradle` or the wrapper with one task; a wrapper without the executable bit works as well. */
function taskLine(scope: Scope, project: JvmProject, task: string): Argv {
  const hasWrapper = scope.project.has(join(project.root, 'gradle/wrapper/gradle-wrapper.jar'));
  const program = hasWrapper ? (['sh', './gradlew'] as const) : (['gradle'] as const);
  return [...program, '--no-daemon', `${moduleOf(project) ?? ''}:${task}`];
}

/** The main class that the script names, for the application or for the jar's manifest. */
function gradleMain(statements: readonly Statement[]): string | undefined {
  const all = [...blocksOf(statements, 'application'), ...blocksOf(statements, 'jar'), ...statements];
  const main = assignedText(all, 'mainClass')?.text ?? assignedText(all, 'mainClassName')?.text;
  const attributes = blocksOf(statements, 'jar', 'manifest').flatMap(({ tokens }) => tokens);
  const at = attributes.findIndex(({ text }) => text === 'Main-Class');
  return main ?? attributes.slice(at + 1).find(({ kind }) => at >= 0 && kind === 'string')?.text;
}

interface Names {
  readonly statements: readonly Statement[];
  /** What archives are called unless their task says otherwise. */
  readonly base: string;
  /** With its dash; empty without a version. */
  readonly version: string;
}

function namesOf(project: JvmProject): Names {
  const { statements: own = [], shared = [], conventions = [] } = project.gradle ?? {};
  const statements = [...own, ...shared, ...conventions.flatMap((one) => one.statements)];
  const base =
    assignedText([...blocksOf(statements, 'base'), ...statements], 'archivesName')?.text ??
    assignedText(statements, 'archivesBaseName')?.text ??
    project.name.value;
  return { statements, base, version: project.version === undefined ? '' : `-${project.version.value}` };
}

function textIn(statements: readonly Statement[], name: string): string | undefined {
  return assigned(statements, name)?.find(({ kind }) => kind === 'string')?.text;
}

/** The file of an archive task: base name, version, classifier, each as the task's block says. */
function archive({ statements, base, version }: Names, task: string, usual: string, ending = 'jar'): string {
  const own = blocksOf(statements, task);
  const given = textIn(own, 'archiveFileName') ?? textIn(own, 'archiveName');
  if (given !== undefined && !given.includes('$')) return given;
  const stated = textIn(own, 'archiveVersion');
  const classifier = textIn(own, 'archiveClassifier') ?? usual;
  const part = stated === undefined || stated.includes('$') ? version : stated === '' ? '' : `-${stated}`;
  return `${textIn(own, 'archiveBaseName') ?? base}${part}${classifier === '' ? '' : `-${classifier}`}.${ending}`;
}

/** What the fitting task makes. */
export function gradleArtifact(scope: Scope, project: JvmProject): JvmArtifact {
  const names = namesOf(project);
  const { statements } = names;
  const name = project.name.value;
  const has = (...ids: readonly string[]) => pluginOf(project, ...ids) !== undefined;
  const make = (
    task: string,
    file: string,
    start: Argv | undefined,
    because: string,
    rivals: readonly MainClass[] = [],
  ): JvmArtifact => ({ build: taskLine(scope, project, task), files: [file], start, rivals, because });

  const isWar = has('war');
  if (has('org.springframework.boot')) {
    const [task, ending] = isWar ? (['bootWar', 'war'] as const) : (['bootJar', 'jar'] as const);
    const file = archive(names, task, '', ending);
    return make(task, `build/libs/${file}`, runJar(name, ending), `${task} makes it`);
  }
  if (has('io.quarkus'))
    return quarkusArtifact(
      scope,
      project,
      taskLine(scope, project, 'quarkusBuild'),
      'build',
      `${names.base}${names.version}`,
    );
  if (isWar) return make('war', `build/libs/${archive(names, 'war', '', 'war')}`, undefined, 'the war plugin makes it');
  const everything = 'makes one jar with every dependency';
  if (has('io.ktor.plugin')) {
    const file = assignedText(blocksOf(statements, 'ktor', 'fatJar'), 'archiveFileName')?.text ?? `${name}-all.jar`;
    return make('buildFatJar', `build/libs/${file}`, runJar(name), `the Ktor plugin ${everything}`);
  }
  if (has(...SHADOW))
    return make(
      'shadowJar',
      `build/libs/${archive(names, 'shadowJar', 'all')}`,
      runJar(name),
      `shadowJar ${everything}`,
    );
  const main = gradleMain(statements);
  const rivals = main === undefined && project.mains.length > 1 ? project.mains : [];
  const first = main ?? project.mains[0]?.name;
  if (has('application', 'io.micronaut.application')) {
    const folder = assignedText(blocksOf(statements, 'application'), 'applicationName')?.text ?? name;
    const start = first === undefined ? undefined : runMain('lib/*', first);
    return make('installDist', `build/install/${folder}/lib/`, start, 'installDist gathers the jars', rivals);
  }
  const start = first === undefined ? undefined : runMain(`${name}.jar`, first);
  return make('jar', `build/libs/${archive(names, 'jar', '')}`, start, 'jar makes it', rivals);
}
