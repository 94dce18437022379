import { basename, dirname, join, type RelPath, ROOT } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { mainClasses } from './main-classes.ts';
import type { JvmProject } from './project.ts';
import { readSbt, type SbtBuild, type SbtProject, sbtText, settingOf } from './sbt.ts';
import { sbtDependencies, sbtPlugins } from './sbt-dependencies.ts';

/** Plugins of sbt-native-packager, and those that bring it, which make something that starts. */
const PACKAGERS =
  /^(JavaAppPackaging|JavaServerAppPackaging|PlayScala|PlayJava|PlayService|PlayMinimalJava|DockerPlugin|AshScriptPlugin|UniversalPlugin)$/;

/** How a project is packaged; `undefined` for one that nothing starts. */
export function packagerOf(scope: Scope, build: SbtBuild, project: SbtProject): 'stage' | 'assembly' | undefined {
  if (project.plugins.some((name) => PACKAGERS.test(name))) return 'stage';
  const hasAssembly = sbtPlugins(scope, build.root).some(({ artifact }) => artifact === 'sbt-assembly');
  if (!hasAssembly || project.plugins.includes('AssemblyPlugin')) return hasAssembly ? 'assembly' : undefined;
  const isNamed = project.settings.some(({ scopes, key }) => scopes.includes('assembly') || key.startsWith('assembly'));
  return isNamed || build.projects.length === 1 ? 'assembly' : undefined;
}

/** The build whose project lies in this folder. */
function buildOf(scope: Scope): { readonly build: SbtBuild; readonly own: SbtProject } | undefined {
  for (let dir: RelPath = scope.dir; ; dir = dirname(dir)) {
    const build = readSbt(scope, dir);
    const own = build?.projects.find((project) => project.dir === scope.dir);
    if (build !== undefined && own !== undefined) return { build, own };
    if (dir === ROOT) return undefined;
  }
}

/** The name of the files that sbt makes. Source: https://www.scala-sbt.org/1.x/docs/Howto-Project-Metadata.html */
function normalized(name: string): string {
  return name.toLowerCase().replace(/\W+/g, '-');
}

function builtOf(scope: Scope, build: SbtBuild, own: SbtProject, name: string, version: string | undefined) {
  const text = (key: string, ...scopes: readonly string[]) => {
    const setting = settingOf(own, key, ...scopes);
    return setting && sbtText(build, setting.value);
  };
  const kind = packagerOf(scope, build, own);
  const task = `${own.id === '' ? '' : `${own.id}/`}${kind}`;
  if (kind === 'stage') {
    const script = text('executableScriptName') ?? normalized(name);
    return { jar: 'target/universal/stage/', task: [task], script };
  }
  if (kind !== 'assembly') return undefined;
  const scala = text('scalaVersion') ?? '2.12';
  // Scala 3 has a folder for each version, Scala 2 one for each line.
  const folder = scala.startsWith('3') ? scala : scala.split('.').slice(0, 2).join('.');
  const named = text('assemblyJarName') ?? text('jarName', 'assembly') ?? `${name}-assembly-${version ?? '*'}.jar`;
  const output = settingOf(own, 'assemblyOutputPath') === undefined ? `target/scala-${folder}` : 'target';
  return { jar: `${output}/${named}`, task: [task] };
}

/** The project of a folder that sbt builds. */
export function sbtProject(scope: Scope): JvmProject | undefined {
  const { build, own } = buildOf(scope) ?? {};
  if (build === undefined || own === undefined) return undefined;
  const stated = (key: string) => {
    const setting = settingOf(own, key);
    const value = setting && sbtText(build, setting.value);
    return setting === undefined || value === undefined ? undefined : { value, file: build.path, line: setting.line };
  };
  const fallback = own.id !== '' && own.id !== 'root' ? own.id : scope.dir === ROOT ? 'app' : basename(scope.dir);
  const name = stated('name') ?? { value: fallback, file: build.path, line: own.line };
  const version = stated('version');
  const built = builtOf(scope, build, own, name.value, version?.value);
  const named = settingOf(own, 'mainClass');
  const main = named && sbtText(build, named.value);
  const isPlay = own.plugins.some((plugin) => plugin.startsWith('Play'));
  const plugins = sbtPlugins(scope, build.root).filter(({ artifact }) => isPlay || artifact !== 'sbt-plugin');
  const hasOthers = build.projects.length > 1;
  return {
    tool: 'sbt',
    file: build.path,
    dir: scope.dir,
    root: build.root,
    name,
    version,
    packaging: built === undefined && hasOthers ? 'pom' : 'jar',
    plugins,
    dependencies: sbtDependencies(build, own),
    pom: undefined,
    gradle: undefined,
    mains: main === undefined ? mainClasses(scope) : [{ name: main, file: build.path, line: named?.line ?? 1 }],
    isUsed: build.projects.some(({ uses }) => uses.includes(own.id)),
    built,
  };
}

/** The folders of the projects that something can start, of every build.sbt. */
export function sbtFolders(scope: Scope): readonly RelPath[] {
  return scope.project.named('build.sbt').flatMap((path) => {
    const build = readSbt(scope, dirname(path));
    const found = build?.projects.filter((project) => packagerOf(scope, build, project) !== undefined) ?? [];
    return found.map(({ dir }) => dir).filter((dir) => scope.project.hasFolder(dir) || dir === ROOT);
  });
}

/** The version of sbt in project/build.properties. */
export function sbtVersion(scope: Scope, root: RelPath) {
  const file = join(root, 'project/build.properties');
  const doc = scope.project.has(file) ? scope.doc(file, 'properties') : undefined;
  const value = doc?.get('sbt.version');
  return typeof value === 'string' ? { version: value, file, line: doc?.lineOf('sbt.version') ?? null } : undefined;
}
