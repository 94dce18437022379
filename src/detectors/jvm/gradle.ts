import { basename, dirname, insideRoot, join, type RelPath, ROOT } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { catalog } from './gradle-catalog.ts';
import { type Convention, conventionOf } from './gradle-conventions.ts';
import { assigned, assignedText, blocksOf, parseGradle, type Statement } from './gradle-tokens.ts';
import type { Coordinates } from './pom.ts';
import type { Token } from './tokens.ts';

/** One Gradle project with what the root project gives to it. */
export interface GradleProject {
  readonly path: RelPath;
  readonly dir: RelPath;
  /** The folder of the settings, where Gradle runs. */
  readonly root: RelPath;
  /** Its path in the build: `:api`, `:` for the root project. */
  readonly id: string;
  readonly name: string;
  readonly version: Token | undefined;
  readonly plugins: readonly Coordinates[];
  readonly dependencies: readonly Coordinates[];
  /** Paths of the projects that it depends on. */
  readonly projects: readonly string[];
  readonly statements: readonly Statement[];
  /** The statements of the root's `subprojects` and `allprojects` blocks, for a project below it. */
  readonly shared: readonly Statement[];
  readonly sharedPath: RelPath;
  /** Scripts of the build's own plugins that it applies, also through one another. */
  readonly conventions: readonly Convention[];
  /** The texts of gradle.properties in the root. */
  readonly properties: ReadonlyMap<string, string>;
}

export const BUILD_FILES = ['build.gradle.kts', 'build.gradle'] as const;
export const SETTINGS_FILES = ['settings.gradle.kts', 'settings.gradle'] as const;

/** Every folder that settings include, by project path. */
export function includedProjects(scope: Scope, root: RelPath): ReadonlyMap<string, RelPath> {
  const found = new Map<string, RelPath>();
  const settings = SETTINGS_FILES.map((name) => join(root, name)).find((path) => scope.project.has(path));
  const statements = settings === undefined ? [] : parseGradle(scope.text(settings)?.text ?? '');
  for (const { tokens } of statements) {
    const [first] = tokens;
    if (first?.text !== 'include') continue;
    for (const { kind, text } of tokens) {
      const folder =
        kind === 'string' ? insideRoot(`${root}/${text.replaceAll(':', '/').replace(/^\/+/, '')}`) : undefined;
      if (folder !== undefined) found.set(`:${text.replace(/^:/, '')}`, folder);
    }
  }
  // `project(":a").projectDir = file("b")`
  for (const { tokens } of statements) {
    const strings = tokens.filter(({ kind }) => kind === 'string');
    const isMoved = tokens[0]?.text === 'project' && tokens.some(({ text }) => /projectDir$/.test(text));
    const folder = isMoved ? insideRoot(`${root}/${strings[1]?.text ?? ''}`) : undefined;
    if (folder !== undefined && strings[0] !== undefined) found.set(`:${strings[0].text.replace(/^:/, '')}`, folder);
  }
  return found;
}

function settingsRoot(scope: Scope, dir: RelPath): RelPath {
  for (let at = dir; ; at = dirname(at)) {
    const isHere = SETTINGS_FILES.some((name) => scope.project.has(join(at, name)));
    if (isHere && (at === dir || [...includedProjects(scope, at).values()].includes(dir))) return at;
    if (at === ROOT) return dir;
  }
}

/** The id of a `kotlin("jvm")` plugin and the like. */
const SHORT: Readonly<Record<string, string>> = { jvm: 'org.jetbrains.kotlin.jvm' };

function pluginsOf(
  scope: Scope,
  root: RelPath,
  file: RelPath,
  statements: readonly Statement[],
): readonly Coordinates[] {
  const libs = catalog(scope, root);
  const found: Coordinates[] = [];
  const add = (group: string, version: string | null, line: number): void => {
    found.push({ group, artifact: group, version, scope: 'plugin', file, line });
  };
  for (const { tokens } of blocksOf(statements, 'plugins')) {
    const [first] = tokens;
    if (first === undefined) continue;
    const strings = tokens.filter(({ kind }) => kind === 'string').map((token) => token.text);
    const version = tokens.some((token) => token.text === 'version') ? (strings[1] ?? null) : null;
    const isOff = tokens.some((token, at) => token.text === 'apply' && tokens[at + 1]?.text === 'false');
    if (isOff) continue;
    if (first.text === 'id' && strings[0] !== undefined) add(strings[0], version, first.line);
    else if (first.text === 'kotlin' && strings[0] !== undefined)
      add(SHORT[strings[0]] ?? `org.jetbrains.kotlin.${strings[0]}`, version, first.line);
    else if (first.text === 'alias') {
      const accessor = tokens.find((token) => token.text.startsWith('libs.plugins.'))?.text;
      const plugin = accessor === undefined ? undefined : libs?.plugin(accessor.slice('libs.plugins.'.length));
      if (plugin !== undefined) add(plugin.id, plugin.version, first.line);
    } else if (/^[a-z][\w-]*$/.test(first.text)) add(first.text, null, first.line);
  }
  for (const { tokens } of statements) {
    const [first] = tokens;
    const id =
      first?.text === 'apply' && tokens.some((token) => token.text === 'plugin')
        ? tokens.find(({ kind }) => kind === 'string')
        : undefined;
    if (id !== undefined) add(id.text, null, id.line);
  }
  return found;
}

const CONFIGURATIONS =
  /^(implementation|api|runtimeOnly|compileOnly|developmentOnly|annotationProcessor|kapt|ksp|testImplementation|testRuntimeOnly|providedCompile|providedRuntime)$/;

function dependenciesOf(scope: Scope, root: RelPath, file: RelPath, statements: readonly Statement[]) {
  const libs = catalog(scope, root);
  const found: Coordinates[] = [];
  const projects: string[] = [];
  for (const { tokens } of blocksOf(statements, 'dependencies')) {
    const [first, ...rest] = tokens;
    if (first === undefined || !CONFIGURATIONS.test(first.text)) continue;
    const strings = rest.filter(({ kind }) => kind === 'string').map((token) => token.text);
    const add = (group: string, artifact: string, version: string | null): void => {
      found.push({ group, artifact, version, scope: first.text, file, line: first.line });
    };
    if (rest.some((token) => token.text === 'project')) {
      projects.push(...strings.filter((one) => one.startsWith(':')));
      continue;
    }
    const typed = rest.find((token) => token.text.startsWith('projects.'))?.text;
    if (typed !== undefined) projects.push(`:${typed.slice('projects.'.length).replaceAll('.', ':')}`);
    const accessor = rest.find((token) => token.text.startsWith('libs.'))?.text.slice('libs.'.length);
    for (const one of accessor === undefined ? [] : (libs?.libraries(accessor) ?? []))
      add(one.group, one.artifact, one.version);
    if (rest[0]?.text === 'group' || rest[1]?.text === 'group')
      add(strings[0] ?? '', strings[1] ?? '', strings[2] ?? null);
    else if (rest.some((token) => token.text === 'kotlin') && strings[0] !== undefined)
      add('org.jetbrains.kotlin', `kotlin-${strings[0]}`, null);
    else {
      for (const one of strings) {
        const [group, artifact, version] = one.split(':');
        if (group !== undefined && artifact !== undefined) add(group, artifact, version ?? null);
      }
    }
  }
  return { found, projects };
}

/** The scripts behind plugins that the build itself holds, each once. */
function conventionsOf(scope: Scope, root: RelPath, plugins: readonly Coordinates[]): readonly Convention[] {
  const found = new Map<RelPath, Convention>();
  const queue = plugins.map(({ artifact }) => artifact);
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const convention = conventionOf(scope, id);
    if (convention === undefined || found.has(convention.path)) continue;
    found.set(convention.path, convention);
    queue.push(...pluginsOf(scope, root, convention.path, convention.statements).map(({ artifact }) => artifact));
  }
  return [...found.values()];
}

/** The project of a folder; `undefined` where there is no build script. Source: https://docs.gradle.org/current/userguide/multi_project_builds.html */
export function readGradle(scope: Scope, dir: RelPath): GradleProject | undefined {
  const path = BUILD_FILES.map((name) => join(dir, name)).find((one) => scope.project.has(one));
  if (path === undefined) return undefined;
  const root = settingsRoot(scope, dir);
  const statements = parseGradle(scope.text(path)?.text ?? '');
  const rootPath = BUILD_FILES.map((name) => join(root, name)).find((one) => scope.project.has(one)) ?? path;
  const above = root === dir ? [] : parseGradle(scope.text(rootPath)?.text ?? '');
  const shared = [...blocksOf(above, 'subprojects'), ...blocksOf(above, 'allprojects')];
  const conventions = conventionsOf(scope, root, pluginsOf(scope, root, path, [...statements, ...shared]));
  const held = conventions.map((one) => dependenciesOf(scope, root, one.path, one.statements));
  const own = dependenciesOf(scope, root, path, statements);
  const given = dependenciesOf(scope, root, rootPath, shared);
  const settings = SETTINGS_FILES.map((name) => join(root, name)).find((one) => scope.project.has(one));
  const rootName =
    settings === undefined
      ? undefined
      : assignedText(parseGradle(scope.text(settings)?.text ?? ''), 'rootProject.name')?.text;
  const id = [...includedProjects(scope, root)].find(([, folder]) => folder === dir)?.[0] ?? ':';
  const gradleProperties = join(root, 'gradle.properties');
  const versionProperty = scope.project.has(gradleProperties) ? scope.doc(gradleProperties, 'properties') : undefined;
  const stated = versionProperty?.get('version');
  const inProperties: Token | undefined =
    typeof stated === 'string'
      ? { kind: 'string', text: stated, line: versionProperty?.lineOf('version') ?? 1 }
      : undefined;
  const common = [...shared, ...conventions.flatMap((one) => one.statements)];
  const [version] = assigned(statements, 'version') ?? assigned(common, 'version') ?? [];
  return {
    path,
    dir,
    root,
    id,
    name: id === ':' ? (rootName ?? (dir === ROOT ? 'app' : basename(dir))) : id.slice(id.lastIndexOf(':') + 1),
    version: version?.kind === 'string' && !version.text.includes('$') ? version : inProperties,
    plugins: [
      ...pluginsOf(scope, root, path, statements),
      ...pluginsOf(scope, root, rootPath, shared),
      ...conventions.flatMap((one) => pluginsOf(scope, root, one.path, one.statements)),
    ],
    dependencies: [...own.found, ...given.found, ...held.flatMap((one) => one.found)],
    projects: [...own.projects, ...given.projects, ...held.flatMap((one) => one.projects)],
    conventions,
    statements,
    shared,
    sharedPath: rootPath,
    properties: new Map(Object.entries((versionProperty?.get() as Record<string, string> | undefined) ?? {})),
  };
}
