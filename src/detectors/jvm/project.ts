import { dnsLabel } from '../../core/model/names.ts';
import { basename, dirname, join, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { perComponent } from '../javascript/memo.ts';
import { BUILD_FILES, type GradleProject, includedProjects, readGradle, SETTINGS_FILES } from './gradle.ts';
import { type Coordinates, type Pom, reactorPoms, reactorRoot, readPom } from './pom.ts';
import { type MainClass, mainClasses } from './sources.ts';

/** A text with the place that states it. */
export interface Stated {
  readonly value: string;
  readonly file: RelPath;
  readonly line: number | null;
}

/** A project for the Java virtual machine, whichever tool builds it. */
export interface JvmProject {
  readonly tool: 'maven' | 'gradle' | 'javac';
  /** The build file; without a build tool the file of the first main class. */
  readonly file: RelPath;
  readonly dir: RelPath;
  /** Where the build runs. */
  readonly root: RelPath;
  readonly name: Stated;
  readonly version: Stated | undefined;
  readonly packaging: 'jar' | 'war' | 'pom';
  readonly plugins: readonly Coordinates[];
  readonly dependencies: readonly Coordinates[];
  readonly pom: Pom | undefined;
  readonly gradle: GradleProject | undefined;
  readonly mains: readonly MainClass[];
  /** True when another module of the build depends on this one. */
  readonly isUsed: boolean;
}

/** Manifests of other languages: beside one of them, a stray Java file makes no Java application. */
const OTHERS = [
  'package.json',
  'go.mod',
  'pyproject.toml',
  'requirements.txt',
  'Cargo.toml',
  'composer.json',
  'Gemfile',
  'build.sbt',
  'project.clj',
  'build.xml',
  'pubspec.yaml',
  'BUILD.bazel',
  'MODULE.bazel',
  'WORKSPACE',
];

function lineOf(scope: Scope, path: RelPath, text: string): number | null {
  const at = (scope.text(path)?.text.split('\n') ?? []).findIndex((line) => line.includes(text));
  return at < 0 ? null : at + 1;
}

function fromMaven(scope: Scope): JvmProject | undefined {
  const path = scope.at('pom.xml');
  const pom = readPom(scope, path);
  if (pom === undefined) return undefined;
  const root = reactorRoot(scope, scope.dir);
  const artifact = pom.artifact ?? basename(scope.dir);
  const isUsed = reactorPoms(scope, root).some(
    (other) =>
      other.path !== path && other.packaging !== 'pom' && other.dependencies.some((one) => one.artifact === artifact),
  );
  const version = pom.version;
  const versionLine = pom.doc.lineOf('project', 'version') ?? lineOf(scope, path, '<version>');
  return {
    tool: 'maven',
    file: path,
    dir: scope.dir,
    root,
    name: { value: artifact, file: path, line: lineOf(scope, path, `<artifactId>${artifact}<`) },
    version: version === undefined ? undefined : { value: version, file: path, line: versionLine },
    packaging: pom.packaging === 'pom' ? 'pom' : pom.packaging === 'war' ? 'war' : 'jar',
    plugins: pom.plugins,
    dependencies: pom.dependencies,
    pom,
    gradle: undefined,
    mains: mainClasses(scope),
    isUsed,
  };
}

function fromGradle(scope: Scope): JvmProject | undefined {
  const gradle = readGradle(scope, scope.dir);
  if (gradle === undefined) return undefined;
  const siblings = [...includedProjects(scope, gradle.root).values()].filter((dir) => dir !== scope.dir);
  const isUsed = siblings.some((dir) => readGradle(scope, dir)?.projects.includes(gradle.id) === true);
  const { version, path } = gradle;
  const isWar = gradle.plugins.some(({ group }) => group === 'war');
  const settings = SETTINGS_FILES.map((name) => join(gradle.root, name)).find((one) => scope.project.has(one));
  const nameLine =
    settings === undefined ? null : lineOf(scope, settings, gradle.id === ':' ? 'rootProject.name' : gradle.name);
  return {
    tool: 'gradle',
    file: path,
    dir: scope.dir,
    root: gradle.root,
    name: { value: gradle.name, file: settings ?? path, line: nameLine },
    version: version === undefined ? undefined : { value: version.text, file: path, line: version.line },
    packaging: isWar ? 'war' : gradle.plugins.length === 0 && mainClasses(scope).length === 0 ? 'pom' : 'jar',
    plugins: gradle.plugins,
    dependencies: gradle.dependencies,
    pom: undefined,
    gradle,
    mains: mainClasses(scope),
    isUsed,
  };
}

function fromSources(scope: Scope): JvmProject | undefined {
  if (OTHERS.some((name) => scope.project.has(scope.at(name)))) return undefined;
  if (scope.nearest('pom.xml', ...BUILD_FILES) !== undefined) return undefined;
  // A path with a control character can stand in no shell line.
  const mains = mainClasses(scope).filter(({ file }) => file.endsWith('.java') && !/\p{Cc}/u.test(file));
  const [main] = mains;
  if (main === undefined) return undefined;
  const simple = main.name.slice(main.name.lastIndexOf('.') + 1);
  const value =
    scope.dir === '.' ? simple.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase() : dnsLabel(basename(scope.dir));
  return {
    tool: 'javac',
    file: main.file,
    dir: scope.dir,
    root: scope.dir,
    name: { value, file: main.file, line: main.line },
    version: undefined,
    packaging: 'jar',
    plugins: [],
    dependencies: [],
    pom: undefined,
    gradle: undefined,
    mains,
    isUsed: false,
  };
}

/** The project of a component's folder; `undefined` where there is none. Remembered for each component. */
export const jvmProject: (scope: Scope) => JvmProject | undefined = perComponent(
  (scope) => fromMaven(scope) ?? fromGradle(scope) ?? fromSources(scope),
);

/** True when a plugin is applied, by its artifact or its id. */
export function pluginOf(project: JvmProject, ...names: readonly string[]): Coordinates | undefined {
  return project.plugins.find(({ artifact }) => names.includes(artifact));
}

/** A dependency at run time, by artifact. */
export function dependencyOf(project: JvmProject, artifacts: readonly string[]): Coordinates | undefined {
  return project.dependencies.find(
    ({ artifact, scope }) => artifacts.includes(artifact) && !/^test/.test(scope) && scope !== 'import',
  );
}

/** The framework that a project is made with. */
export interface JvmFramework {
  readonly id: string;
  readonly version: string | null;
  readonly port: number;
  readonly via: Coordinates;
}

/** The framework by the groups of dependencies, plugins and the parent. */
export function frameworkOf(project: JvmProject): JvmFramework | undefined {
  const parents: Coordinates[] = [];
  for (let pom = project.pom; pom !== undefined; pom = pom.parent)
    if (pom.parentCoordinates !== undefined) parents.push(pom.parentCoordinates);
  const all = [...parents, ...project.plugins, ...project.dependencies.filter(({ scope }) => !/^test/.test(scope))];
  for (const { id, groups, port } of DATA.jvm.frameworks) {
    const named = all.filter(({ group }) =>
      groups.some((one) => group === one || (id !== 'spring-boot' && group.startsWith(`${one}.`))),
    );
    // A parent or an imported platform alone shows nothing: a library may share it.
    const via = named.find((one) => !parents.includes(one) && one.scope !== 'import') ?? undefined;
    if (via === undefined) continue;
    const version = named.find((one) => one.version !== null && /^\d/.test(one.version))?.version ?? null;
    return { id, version, port, via };
  }
  return undefined;
}

/** True when the version is at least `wanted` (`3.3`); an unknown version counts as a new one. */
export function isAtLeast(version: string | null, wanted: string): boolean {
  if (version === null) return true;
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** The files that decide about dependencies, relative to the project root: build files, settings, wrappers. */
export function buildFiles(scope: Scope, project: JvmProject): readonly RelPath[] {
  const { root } = project;
  const has = (path: RelPath) => scope.project.has(path);
  if (project.tool === 'maven') {
    const poms = reactorPoms(scope, root).map(({ path }) => path);
    const extra = ['.mvn/maven.config', '.mvn/jvm.config', '.mvn/extensions.xml'].map((name) => join(root, name));
    return [...new Set([...poms, ...extra.filter(has)])];
  }
  if (project.tool === 'gradle') {
    const dirs = [root, ...includedProjects(scope, root).values()];
    const scripts = dirs.flatMap((dir) => BUILD_FILES.map((name) => join(dir, name)));
    const others = [
      ...SETTINGS_FILES,
      'gradle.properties',
      'gradlew',
      'gradle/libs.versions.toml',
      'gradle/wrapper/gradle-wrapper.jar',
      'gradle/wrapper/gradle-wrapper.properties',
      'gradle.lockfile',
      'gradle/verification-metadata.xml',
    ];
    const folders = ['buildSrc', 'build-logic']
      .map((name) => join(root, name))
      .filter((dir) => scope.project.hasFolder(dir));
    return [...new Set([...[...scripts, ...others.map((name) => join(root, name))].filter(has), ...folders])];
  }
  return [];
}

/** The project's folder as the build tool of the root names it. */
export function moduleOf(project: JvmProject): string | null {
  if (project.root === project.dir) return null;
  return project.tool === 'gradle' ? (project.gradle?.id ?? null) : relativeTo(project.dir, project.root);
}

/** Folders of programs that no build tool builds: above `src`, else the folder of the file's package. */
export function looseFolders(project: Scope): readonly RelPath[] {
  const found = new Set<RelPath>();
  for (const path of project.project.withExtension('java').slice(0, 200)) {
    if (/(^|\/)(test|tests|node_modules|target|build)\//.test(path)) continue;
    const at = `/${path}`.indexOf('/src/');
    if (at < 0) continue;
    const dir = (at === 0 ? '.' : path.slice(0, at - 1)) as RelPath;
    let isBuilt = false;
    for (let up: RelPath = dir; ; up = dirname(up)) {
      isBuilt ||= ['pom.xml', ...BUILD_FILES, ...OTHERS].some((name) => project.project.has(join(up, name)));
      if (up === '.') break;
    }
    if (!isBuilt) found.add(dir);
  }
  return [...found];
}

/**
 * The confidence of a claim about the language and its tools: beside a package.json, which then only builds the
 * pages, the build file of a program is the stronger word.
 */
export function strength(scope: Scope, project: JvmProject): 'pinned' | 'manifest' {
  const isServed = frameworkOf(project) !== undefined || project.mains.length > 0 || project.packaging === 'war';
  return isServed && project.tool !== 'javac' && scope.project.has(scope.at('package.json')) ? 'pinned' : 'manifest';
}
