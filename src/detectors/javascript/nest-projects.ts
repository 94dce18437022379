import { dirname, insideRoot, join, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { FileTree } from '../../core/workspace/file-tree.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { NEST_CONFIGS } from '../node/inner-projects.ts';
import { perComponent } from './memo.ts';
import { reachableModules } from './module-graph.ts';
import { nodeProject } from './node-project.ts';
import { sourceFile } from './resolve-import.ts';

/** An application of a NestJS monorepo: several programs that share one package.json. */
export interface NestProject {
  readonly name: string;
  /** Its entry file as source. */
  readonly source: RelPath;
  /** The compiled entry file, relative to the component. */
  readonly output: string;
  readonly file: RelPath;
  readonly line: number | null;
}

/** The configuration of the NestJS command line. */
export function nestConfig(scope: Scope): Doc | undefined {
  const path = NEST_CONFIGS.map((name) => scope.at(name)).find((one) => scope.project.has(one));
  return path === undefined ? undefined : scope.doc(path, 'json');
}

function trimmed(path: string): string {
  return path.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
}

/** True where a bundler writes one file for each application; compiled ones keep the folders of their sources. */
function isBundled(doc: Doc, project: string): boolean {
  for (const keys of [['projects', project, 'compilerOptions'], ['compilerOptions']]) {
    const builder = doc.get(...keys, 'builder');
    const type = typeof builder === 'string' ? builder : doc.get(...keys, 'builder', 'type');
    if (typeof type === 'string') return type === 'webpack' || type === 'rspack';
    const webpack = doc.get(...keys, 'webpack');
    if (typeof webpack === 'boolean') return webpack;
  }
  return false;
}

/** The output folder that the application's own TypeScript settings name, relative to the component. */
function outputOf(scope: Scope, config: string): string | undefined {
  const doc = scope.doc(scope.at(config), 'json');
  const folder = doc?.get('compilerOptions', 'outDir');
  const at = typeof folder === 'string' ? insideRoot(`${dirname(scope.at(config))}/${folder}`) : undefined;
  return at && relativeTo(at, scope.dir);
}

/** The folder that all compiled sources share, which the compiler takes for their root. */
function commonFolder(paths: readonly string[]): readonly string[] {
  const [first = [], ...others] = paths.map((path) => path.split('/').slice(0, -1));
  const differs = first.findIndex((part, at) => others.some((other) => other[at] !== part));
  return differs < 0 ? first : first.slice(0, differs);
}

function compiledEntry(scope: Scope, output: string, source: RelPath): string {
  const sources = reachableModules(scope, [source]).map(({ path }) => relativeTo(path, scope.dir));
  const depth = commonFolder(sources).length;
  return `${output}/${relativeTo(source, scope.dir).split('/').slice(depth).join('/').replace(/\.ts$/, '.js')}`;
}

function projectOf(scope: Scope, doc: Doc, name: string): NestProject | undefined {
  const text = (...keys: readonly string[]): string | undefined => {
    const value = doc.get(...keys);
    return typeof value === 'string' ? value : undefined;
  };
  const root = text('projects', name, 'root');
  if (root === undefined || text('projects', name, 'type') === 'library') return undefined;
  const folder = trimmed(text('projects', name, 'sourceRoot') ?? `${trimmed(root)}/src`);
  const entry = text('projects', name, 'entryFile') ?? text('entryFile') ?? 'main';
  const source = sourceFile(scope, `${scope.dir}/${folder}/${entry}`);
  if (source === undefined) return undefined;
  const config = text('projects', name, 'compilerOptions', 'tsConfigPath') ?? `${trimmed(root)}/tsconfig.app.json`;
  const output = isBundled(doc, name)
    ? `dist/${trimmed(root)}/${entry}.js`
    : compiledEntry(scope, outputOf(scope, config) ?? `dist/${trimmed(root)}`, source);
  return { name, source, output, file: doc.path, line: doc.lineOf('projects', name) };
}

const trees = new WeakMap<FileTree, Map<RelPath, FileTree>>();

/** The project as a component in `dir` would see it. */
export function scopeOf(scope: Scope, dir: RelPath): Scope {
  const known = trees.get(scope.project) ?? new Map<RelPath, FileTree>();
  trees.set(scope.project, known);
  const tree = known.get(dir) ?? scope.project.within(dir, []);
  known.set(dir, tree);
  return { ...scope, dir, tree, at: (...segments) => join(dir, ...segments) };
}

/** The applications of a NestJS monorepo, the one that the command line builds by default first; none elsewhere. */
export const nestProjects = perComponent((scope: Scope): readonly NestProject[] => {
  const doc = nestConfig(scope);
  const projects = doc?.get('projects');
  if (doc === undefined || typeof projects !== 'object' || projects === null) return [];
  const found = Object.keys(projects)
    .map((name) => projectOf(scope, doc, name))
    .filter((one) => one !== undefined);
  const root = doc.get('root');
  const isDefault = ({ name }: NestProject): boolean => doc.get('projects', name, 'root') === root;
  return [...found.filter(isDefault), ...found.filter((one) => !isDefault(one))];
});

/** The application whose compiled entry a start command names, with or without its extension. */
export function nestProjectAt(scope: Scope, run: string): NestProject | undefined {
  const path = trimmed(run).replace(/\.js$/, '');
  return nestProjects(scope).find(({ output }) => output.replace(/\.js$/, '') === path);
}

/** True when the project's own build script builds one application of several. */
export function buildsDefaultOnly(scope: Scope): boolean {
  return nestProjects(scope).length > 1 && nodeProject(scope)?.manifest.scripts.get('build')?.trim() === 'nest build';
}
