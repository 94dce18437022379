import type { Argv } from '../../core/model/facts.ts';
import { basename } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import type { JvmArtifact } from './artifact.ts';
import { frontEndSkips } from './front-end.ts';
import { mavenMain } from './maven-main.ts';
import { pluginConfiguration, textAt } from './pom.ts';
import { type JvmProject, moduleOf, pluginOf } from './project.ts';
import { quarkusArtifact } from './quarkus-artifact.ts';
import { runJar, runMain } from './start-commands.ts';

/** Plugins that put classes and dependencies into one jar. */
const FAT = ['maven-shade-plugin', 'maven-assembly-plugin', 'micronaut-maven-plugin'];

function buildLine(scope: Scope, project: JvmProject, extra: readonly string[]): Argv {
  const module = moduleOf(project);
  const select = module === null ? [] : ['-pl', module, '-am'];
  return [
    'mvn',
    '--batch-mode',
    '--no-transfer-progress',
    ...select,
    '-DskipTests',
    ...frontEndSkips(scope, project),
    'package',
    ...extra,
  ];
}

/** What a parent that is not in the tree is known to do. */
function knownParent({ pom }: JvmProject) {
  for (let at = pom; at !== undefined; at = at.parent) {
    const group = at.parentCoordinates?.group;
    const row = DATA.jvm.mavenParents.find((one) => one.group === group);
    if (row !== undefined) return row;
  }
  return undefined;
}

/** The archive's name without its ending, and what names it so. */
function baseName(project: JvmProject): { readonly base: string; readonly because: string } {
  const { pom, name, version } = project;
  const stated = pom?.inherited('build', 'finalName');
  const final = stated === undefined ? undefined : pom?.resolve(stated.value.replaceAll('@', '${'));
  if (final !== undefined) return { base: final, because: 'finalName names it' };
  const parent = knownParent(project);
  if (parent?.finalName === 'artifact')
    return { base: name.value, because: `the parent of ${parent.group} names it by artifact` };
  return { base: `${name.value}-${version?.value ?? '*'}`, because: 'Maven names it by artifact and version' };
}

/** The one jar with everything, as the plugin that makes it calls it. */
function fatArtifact(scope: Scope, project: JvmProject, plugin: string, base: string): JvmArtifact {
  const { pom } = project;
  const configuration = pom && pluginConfiguration(pom, plugin);
  const output = pom?.resolve(textAt(configuration, 'outputFile')?.replace('${project.build.directory}', 'target'));
  const renamed = pom?.resolve(textAt(configuration, 'finalName'));
  const own = plugin === 'maven-assembly-plugin' && textAt(configuration, 'appendAssemblyId') !== 'false';
  const attached = textAt(configuration, 'shadedArtifactAttached') === 'true';
  const shaded = attached ? `-${pom?.resolve(textAt(configuration, 'shadedClassifierName')) ?? 'shaded'}` : '';
  const usual = `${renamed ?? base}${own ? '-jar-with-dependencies' : shaded}.jar`;
  return {
    build: buildLine(scope, project, []),
    files: [`target/${output === undefined ? usual : basename(output)}`],
    start: runJar(project.name.value),
    rivals: [],
    because: `${plugin} makes one jar with every dependency`,
  };
}

/** A jar whose manifest names the main class and the libraries beside it: the parent copies them there. */
function thinWithLibs(scope: Scope, project: JvmProject, base: string): JvmArtifact | undefined {
  const libs = knownParent(project)?.libs;
  if (libs === undefined || pluginOf(project, 'maven-dependency-plugin') === undefined) return undefined;
  return {
    build: buildLine(scope, project, []),
    files: [`target/${libs}/`, `target/${base}.jar`],
    start: runJar(project.name.value),
    rivals: [],
    because: `the parent puts the dependencies into target/${libs}`,
  };
}

function thinArtifact(scope: Scope, project: JvmProject, base: string, because: string): JvmArtifact {
  const name = project.name.value;
  const main = project.pom && mavenMain(project.pom);
  const first = main ?? project.mains[0]?.name;
  const needed = project.dependencies.some(({ scope }) => !/^(test|provided|import)$/.test(scope));
  const copies = needed
    ? ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=target/lib']
    : [];
  return {
    build: buildLine(scope, project, copies),
    files: [...(needed ? ['target/lib/'] : []), `target/${base}.jar`],
    start: first === undefined ? undefined : runMain(needed ? `${name}.jar:lib/*` : `${name}.jar`, first),
    rivals: main === undefined && project.mains.length > 1 ? project.mains : [],
    because,
  };
}

/** What `mvn package` makes. */
export function mavenArtifact(scope: Scope, project: JvmProject): JvmArtifact {
  const { pom, packaging } = project;
  const { base, because } = baseName(project);
  const build = buildLine(scope, project, []);
  const boot = pluginOf(project, 'spring-boot-maven-plugin');
  if (packaging === 'war' && boot === undefined)
    return { build, files: [`target/${base}.war`], start: undefined, rivals: [], because };
  if (boot !== undefined) {
    const classifier = pom?.resolve(textAt(pluginConfiguration(pom, boot.artifact), 'classifier'));
    const ending = packaging === 'war' ? 'war' : 'jar';
    const file = `target/${base}${classifier === undefined ? '' : `-${classifier}`}.${ending}`;
    return { build, files: [file], start: runJar(project.name.value, ending), rivals: [], because };
  }
  if (pluginOf(project, 'quarkus-maven-plugin') !== undefined)
    return quarkusArtifact(scope, project, build, 'target', base);
  const fat = pluginOf(project, ...FAT);
  if (fat !== undefined) return fatArtifact(scope, project, fat.artifact, base);
  return thinWithLibs(scope, project, base) ?? thinArtifact(scope, project, base, because);
}
