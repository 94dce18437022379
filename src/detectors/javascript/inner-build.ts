import type { ObjectExpression } from '@babel/types';
import { dirname, insideRoot, join, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type InnerProject, innerProject } from '../node/inner-projects.ts';
import { entriesOf, stringOf, stringsOf } from '../node/json-shape.ts';
import { nxBuild } from '../node/nx.ts';
import { NX_MAKERS, type NxMaker, nxMaker } from '../node/nx-executors.ts';
import { componentManifest } from './component-manifest.ts';
import { configFile, configNode } from './config-file.ts';
import { bare, dotted } from './expressions.ts';
import type { Place } from './follow.ts';
import { perComponent } from './memo.ts';
import { moduleAt } from './module-graph.ts';
import { nestProjects, scopeOf } from './nest-projects.ts';
import { namedPath } from './path-expression.ts';
import { sourceFile } from './resolve-import.ts';
import { settingOf } from './setting.ts';

/** What the build of a project without a package.json makes. */
export interface InnerBuild {
  readonly makes: 'server' | 'site' | 'framework';
  /** The folder that it writes, relative to the repository's root; `undefined` where its framework knows. */
  readonly output: RelPath | undefined;
  /** The entry file as source, and what Node runs of the output, relative to the folder of the package.json. */
  readonly source: RelPath | undefined;
  readonly runs: string | undefined;
  readonly file: RelPath;
  readonly line: number | null;
}

type Options = (name: string) => string | undefined;

/** The options of a project.json's build: of its default configuration first. */
function nxOptions({ doc, dir, name }: InnerProject): Options {
  const target = ['targets', 'build'] as const;
  const configuration = stringOf(doc.get(...target, 'defaultConfiguration')) ?? 'production';
  const fill = (text: string): string =>
    text.replaceAll('{projectRoot}', dir).replaceAll('{workspaceRoot}/', '').replaceAll('{projectName}', name);
  return (option) => {
    const own = doc.get(...target, 'configurations', configuration, option) ?? doc.get(...target, 'options', option);
    const text = stringOf(own) ?? stringOf(entriesOf(own).get('base'));
    return text === undefined ? undefined : fill(text);
  };
}

/** The options of the plugin with which a bundler's settings are those of Nx: `new NxAppWebpackPlugin({ … })`. */
function pluginOptions(scope: Scope, config: string): Place | undefined {
  const settings = configFile(scope, config);
  const plugins = configNode(scope, settings, 'plugins');
  if (plugins?.node.type !== 'ArrayExpression') return undefined;
  for (const element of plugins.node.elements) {
    const made = element && bare(element);
    if (made?.type !== 'NewExpression' || !/^NxApp\w*Plugin$/.test(dotted(made.callee) ?? '')) continue;
    const [options] = made.arguments;
    const node = options && bare(options as ObjectExpression);
    if (node?.type === 'ObjectExpression') return { node, module: plugins.module };
  }
  return undefined;
}

/** The same options as a project.json has, from a bundler's own settings; paths are relative to the project there. */
function bundlerOptions(scope: Scope, { dir }: InnerProject, config: string): Options {
  const settings = configFile(scope, config);
  const plugin = pluginOptions(scope, config);
  const root = plugin && { file: plugin.module.path, roots: [plugin] };
  const inProject = (place: Place | undefined): string | undefined => {
    const named = place && namedPath(scope, place);
    return named && (named.inProject ?? insideRoot(`${dir}/${named.text}`));
  };
  return (option) => {
    const own = configNode(scope, root, option);
    if (option === 'main') return inProject(own);
    if (option === 'outputPath') return inProject(configNode(scope, settings, 'output', 'path')) ?? inProject(own);
    const value = own && settingOf(scope, own).value;
    return typeof value === 'string' ? value : undefined;
  };
}

/** The name of the file that an executor makes of the entry. Source: @nx/esbuild's and @nx/js's own code */
function fileName(maker: NxMaker, project: InnerProject, options: Options, main: RelPath | undefined): string {
  const named = options('outputFileName') ?? maker.file;
  if (named !== undefined) return named;
  const inProject = main === undefined ? 'src/main.js' : relativeTo(main, project.dir).replace(/\.[cm]?tsx?$/, '.js');
  if (!maker.executors.includes('esbuild:esbuild')) return inProject;
  const { doc } = project;
  const format = doc.get('targets', 'build', 'options', 'format');
  const isCommon = stringsOf(Array.isArray(format) ? format : [format]).includes('cjs');
  const ending = doc.get('targets', 'build', 'options', 'esbuildOptions', 'outExtension', '.js');
  return `${/([^/]+)\.js$/.exec(inProject)?.[1] ?? 'main'}${stringOf(ending) ?? (isCommon ? '.cjs' : '.js')}`;
}

/** True when the entry makes a server or uses modules of Node, where no setting tells what the output is for. */
function isForNode(scope: Scope, main: RelPath | undefined): boolean {
  const module = main === undefined ? undefined : moduleAt(scope, main);
  return module?.calls.some(({ method }) => method === 'listen') === true;
}

function nx(scope: Scope, project: InnerProject): InnerBuild | undefined {
  const manifest = componentManifest(scope);
  const build = manifest && nxBuild(scope, project.root, manifest);
  if (build === undefined) return undefined;
  const { file, line } = build;
  const executor = stringOf(project.doc.get('targets', 'build', 'executor'));
  const byFile = NX_MAKERS.find(
    ({ config }) => config !== undefined && file.startsWith(join(project.dir, `${config}.`)),
  );
  const maker = executor === undefined ? byFile : nxMaker(executor);
  if (maker === undefined)
    return { makes: 'framework', output: undefined, source: undefined, runs: undefined, file, line };
  const isInferred = executor === undefined && maker.config !== undefined;
  const options = isInferred ? bundlerOptions(scope, project, maker.config) : nxOptions(project);
  const written = options('outputPath') ?? (isInferred ? undefined : `dist/${relativeTo(project.dir, project.root)}`);
  const output = written === undefined ? undefined : insideRoot(isInferred ? written : `${project.root}/${written}`);
  const named = options('main');
  const source = sourceFile(
    scope,
    named === undefined ? `${project.dir}/src/main` : isInferred ? named : `${project.root}/${named}`,
  );
  const target = options('target');
  const serves = target === 'node' || (target === undefined && isForNode(scope, source));
  const makes = maker.makes === 'either' ? (serves ? 'server' : 'site') : maker.makes;
  if (makes !== 'server' || output === undefined) return { makes, output, source, runs: undefined, file, line };
  const runs = `${relativeTo(output, project.root)}/${fileName(maker, project, options, source)}`;
  return { makes, output, source, runs, file, line };
}

/** An application of a NestJS monorepo, as the command line builds it from the folder of its configuration. */
function nest(scope: Scope, project: InnerProject): InnerBuild | undefined {
  const found = nestProjects(scopeOf(scope, project.root)).find(({ name }) => name === project.name);
  if (found === undefined) return undefined;
  const { source, output: runs, file, line } = found;
  return { makes: 'server', output: dirname(join(project.root, runs)), source, runs, file, line };
}

/** What the build of the component makes, where the component is a project without a package.json; else `undefined`. */
export const innerBuild = perComponent((scope: Scope): InnerBuild | undefined => {
  const project = innerProject(scope);
  if (project === undefined) return undefined;
  if (project.tool === 'nx') return nx(scope, project);
  if (project.tool === 'nest') return nest(scope, project);
  const line = project.doc.lineOf(...project.keys);
  return { makes: 'framework', output: undefined, source: undefined, runs: undefined, file: project.doc.path, line };
});
