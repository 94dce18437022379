import { insideRoot, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { lineOf } from './line-of.ts';
import { field, listOf, pluginConfiguration, pluginsNamed, textAt, textOf } from './pom.ts';
import type { JvmProject } from './project.ts';

/** A folder of pages that goes into the archive. */
export interface PackedPages {
  /** Where the pages lie when they are packed; `null` where only their builder knows. */
  readonly path: RelPath | null;
  /** The folder that the build file names as the one with the package.json. */
  readonly from: RelPath | null;
  readonly file: RelPath;
  readonly line: number | null;
}

const PLUGIN = 'frontend-maven-plugin';

/** Folders whose files Spring, Quarkus, Micronaut and servlet containers serve from the archive. */
const STATIC = ['src/main/resources/static', 'src/main/resources/public', 'src/main/resources/META-INF/resources'];

/** What leaves out each goal of the plugin. Source: https://github.com/eirslett/frontend-maven-plugin */
const SKIPS: Readonly<Record<string, string>> = {
  'install-node-and-npm': 'skip.installnodenpm',
  'install-node-and-yarn': 'skip.installyarn',
  'install-node-and-pnpm': 'skip.installnodepnpm',
  'install-node-and-corepack': 'skip.installnodecorepack',
  npm: 'skip.npm',
  npx: 'skip.npx',
  yarn: 'skip.yarn',
  pnpm: 'skip.pnpm',
  corepack: 'skip.corepack',
};

/** A path of a pom relative to its folder: `${project.basedir}/web` and `web` are the same. */
function folderIn({ dir }: JvmProject, text: string | undefined): RelPath | undefined {
  const plain = text?.replace(/^\$\{(project\.)?basedir\}\/?/, '');
  return plain === undefined || plain.includes('${') ? undefined : insideRoot(`${dir}/${plain}`);
}

/** The folder with the package.json that Maven's plugin would build. */
function workingFolder(scope: Scope, project: JvmProject): RelPath | undefined {
  const { pom } = project;
  if (pom === undefined || pluginsNamed(pom, PLUGIN).length === 0) return undefined;
  const stated = pom.resolve(textAt(pluginConfiguration(pom, PLUGIN), 'workingDirectory'));
  const folder = folderIn(project, stated ?? '.');
  return folder !== undefined && scope.project.has(join(folder, 'package.json')) ? folder : undefined;
}

/** The resource folders of the pom, and those that its resources plugin copies. */
function resourceFolders(project: JvmProject): readonly RelPath[] {
  const { pom } = project;
  if (pom === undefined) return [];
  const copied = pluginsNamed(pom, 'maven-resources-plugin')
    .flatMap((plugin) => listOf(field(field(plugin, 'executions'), 'execution')))
    .flatMap((one) => listOf(field(field(field(one, 'configuration'), 'resources'), 'resource')));
  return [...listOf(pom.doc.get('project', 'build', 'resources', 'resource')), ...copied]
    .map((one) => folderIn(project, pom.resolve(textOf(field(one, 'directory')))))
    .filter((one) => one !== undefined)
    .filter((one) => one !== project.dir);
}

/** `from("web/dist")` inside `processResources`, `bootJar` and the like. */
function gradleFolders(project: JvmProject): readonly RelPath[] {
  const all = (project.gradle?.statements ?? []).flatMap(function inside(one): readonly string[] {
    const isFrom = one.tokens[0]?.text === 'from';
    const own = isFrom ? one.tokens.filter(({ kind }) => kind === 'string').map(({ text }) => text) : [];
    return [...own, ...(one.block ?? []).flatMap(inside)];
  });
  return all.map((text) => folderIn(project, text)).filter((one) => one !== undefined);
}

/** The folders of pages that the build of a project packs, where there is a package.json that could make them. */
export function packedPages(scope: Scope, project: JvmProject): readonly PackedPages[] {
  if (scope.project.named('package.json').length === 0) return [];
  const { file } = project;
  const named = [...resourceFolders(project), ...gradleFolders(project)];
  const own = STATIC.map((folder) => join(project.dir, folder));
  const found: PackedPages[] = [...named, ...own].map((path) => ({ path, from: null, file, line: null }));
  const from = workingFolder(scope, project);
  if (from === undefined) return found;
  const output = named.find((path) => path.startsWith(`${from}/`)) ?? null;
  return [{ path: output, from, file, line: lineOf(scope, file, PLUGIN) }, ...found];
}

/** Properties that keep Maven from building the pages once more, where a stage of their own does. */
export function frontEndSkips(scope: Scope, project: JvmProject): readonly string[] {
  const { pom } = project;
  if (pom === undefined || workingFolder(scope, project) === undefined) return [];
  const goals = pluginsNamed(pom, PLUGIN)
    .flatMap((plugin) => listOf(field(field(plugin, 'executions'), 'execution')))
    .flatMap((one) => listOf(field(field(one, 'goals'), 'goal')).map(textOf));
  const names = goals.map((goal) => SKIPS[goal ?? '']).filter((name) => name !== undefined);
  return [...new Set(names)].map((name) => `-D${name}`);
}
