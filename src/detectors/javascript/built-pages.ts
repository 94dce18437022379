import { byPath, isWithin, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { PAGE_FOLDERS, pageEntries } from '../static/page-files.ts';
import { WEBPACK_CONFIGS } from './app-bundlers.ts';
import { type BuildTarget, buildTargets } from './build-outputs.ts';
import { buildScript } from './build-scripts.ts';
import { configFile, configText } from './config-file.ts';
import { entryFiles } from './entry.ts';
import { isLibrary } from './library.ts';
import { portOpening } from './listen-calls.ts';
import { perComponent } from './memo.ts';
import { reachableModules } from './module-graph.ts';
import { nodeProject } from './node-project.ts';
import { optionOf } from './script-flags.ts';
import { type SiteOutput, siteOutput } from './site-output.ts';
import { buildUses, toldByConfig } from './site-setting.ts';
import { module, type StaticSite } from './site-tool.ts';
import { startPlan } from './start-plan.ts';
import { STATIC_SITES } from './static-sites.ts';

/** The pages of a component whose build adds styles and scripts to them, or bundles them. */
export interface BuiltPages extends SiteOutput {
  /** What belongs to the site where it is the component's own folder; folders with a trailing slash. */
  readonly files: readonly string[];
  /** True where the output folder holds files of the project. */
  readonly hasSources: boolean;
}

function hasPage(scope: Scope, folder: string): boolean {
  return scope.project.has(scope.at(folder, 'index.html'));
}

/** True for a component that starts a server of its own, or that others import. */
function isProgram(scope: Scope): boolean {
  const { process, development } = startPlan(scope);
  if (process !== undefined || development.some(({ run }) => run.entry !== null) || isLibrary(scope)) return true;
  return portOpening(scope, reachableModules(scope, entryFiles(scope))) !== undefined;
}

function inSources(scope: Scope, output: SiteOutput): BuiltPages {
  return { ...output, files: [], hasSources: hasPage(scope, output.path) };
}

/** The pages that a bundler is given, makes, or writes beside. */
function bundled(scope: Scope, site: StaticSite): BuiltPages | undefined {
  const [program] = site.build;
  // Heft calls webpack, whose configuration it reads from the usual place.
  const uses = [program, `${program}-cli`, 'heft'].flatMap((name) => buildUses(scope, [name]));
  const use = uses.find(
    ({ args }) => !args.some((arg) => /^(serve|server|dev|start|preview|watch|build-watch|w|--watch|-w)$/.test(arg)),
  );
  const named = use && optionOf(use.args, '--config', '-c')?.replace(/\.[cm]?[jt]s$/, '');
  const stems = named === undefined ? [`${program}.config`, ...WEBPACK_CONFIGS] : [named];
  const configs = stems.flatMap((stem) => configFile(scope, stem) ?? []);
  if (configs.some((config) => /^(async-)?node|^electron/.test(configText(scope, config, 'target')?.value ?? ''))) {
    return undefined;
  }
  const modules = reachableModules(
    scope,
    configs.map(({ file }) => file),
  );
  const makes = modules.some(({ calls }) =>
    calls.some(({ method }) => /^Html(Webpack|Rspack)Plugin$/.test(method ?? '')),
  );
  const depends = [...(nodeProject(scope)?.dependencies.keys() ?? [])].some((name) => /^html-\w+-plugin$/.test(name));
  const output = use === undefined ? ofOwnScript(scope) : siteOutput(scope, site);
  if (output === undefined) return undefined;
  if (makes || depends) return inSources(scope, output);
  const parts = output.path.split('/');
  const above = parts.map((_, at) => parts.slice(0, parts.length - at).join('/')).find((one) => hasPage(scope, one));
  return above === undefined ? undefined : inSources(scope, { ...output, path: above as RelPath });
}

/** Where a script of the project that calls webpack writes: as an ejected Create React App or Vue CLI 2 has it. */
function ofOwnScript(scope: Scope): SiteOutput | undefined {
  const manifest = nodeProject(scope)?.manifest;
  const script = manifest && buildScript(manifest.scripts);
  if (manifest === undefined || script === undefined || !/\bnode\b/.test(manifest.scripts.get(script) ?? '')) {
    return undefined;
  }
  const place = { file: manifest.path, line: manifest.lineOf('scripts', script) };
  if (scope.project.has(scope.at('config/paths.js'))) {
    const because = 'an ejected Create React App builds there';
    return { path: 'build' as RelPath, ...place, confidence: 'convention', because };
  }
  const sources = [
    module('config/index', 'build', 'assetsRoot'),
    ...WEBPACK_CONFIGS.map((stem) => module(stem, 'output', 'path')),
  ];
  const told = toldByConfig(scope, sources);
  const path = told?.inProject ?? told?.value;
  return told === undefined || path === undefined ? undefined : { ...told, path: path as RelPath };
}

function by(
  { script, file, line, path }: BuildTarget,
  because = `the ${script} script writes to ${path}`,
): Omit<SiteOutput, 'path'> {
  return { file, line, confidence: 'manifest', because };
}

/** Plain pages: those that the build writes, else those beside which it writes. */
function plain(scope: Scope): BuiltPages | undefined {
  const targets = buildTargets(scope);
  const served = startPlan(scope).files;
  const folder = served?.run.args.find((arg) => !arg.startsWith('-') && arg !== '.');
  const manifest = nodeProject(scope)?.path ?? null;
  if (folder !== undefined && served !== undefined && targets.length > 0) {
    const because = `the ${served.script} script serves ${folder}`;
    const place = { file: manifest, line: served.line, confidence: 'manifest' } as const;
    return inSources(scope, { path: folder.replace(/^\.\/|\/$/g, '') as RelPath, ...place, because });
  }
  const made = targets.find(({ hasPages, isFolder, path }) => hasPages && isFolder && path !== '.');
  if (made !== undefined) return inSources(scope, { path: made.path, ...by(made) });
  for (const name of PAGE_FOLDERS.filter((one) => one !== '.' && hasPage(scope, one))) {
    const beside = targets.find(({ path }) => isWithin(path, name as RelPath));
    if (beside !== undefined) return inSources(scope, { path: name as RelPath, ...by(beside) });
  }
  const [first] = targets;
  if (first === undefined || !hasPage(scope, '.')) return undefined;
  const written = targets.map(
    ({ path, isFolder }) => `${path.split('/')[0] ?? ''}${isFolder || path.includes('/') ? '/' : ''}`,
  );
  const files = [...new Set([...pageEntries(scope), ...written])].filter((path) => path !== './').sort(byPath);
  const because = 'its own folder holds the pages';
  return { path: '.' as RelPath, ...by(first, because), files, hasSources: true };
}

/** The pages that the component's build makes with a tool that does not say so by itself; `undefined` for none. */
export const builtPages = perComponent((scope: Scope): ReadonlyMap<string, BuiltPages> => {
  const found = new Map<string, BuiltPages>();
  const manifest = nodeProject(scope)?.manifest;
  if (manifest === undefined || buildScript(manifest.scripts) === undefined || isProgram(scope)) return found;
  for (const id of ['rspack', 'webpack']) {
    const site = STATIC_SITES.find((one) => one.id === id);
    const pages =
      site && nodeProject(scope)?.dependencies.has(id === 'rspack' ? '@rspack/core' : id)
        ? bundled(scope, site)
        : undefined;
    if (pages !== undefined) found.set(id, pages);
  }
  const pages = plain(scope);
  if (pages !== undefined) found.set('html', pages);
  return found;
});
