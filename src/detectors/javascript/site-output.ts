import { insideRoot, type RelPath, relativeTo } from '../../core/model/paths.ts';
import { urlPath } from '../../core/model/url-path.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { configFile } from './config-file.ts';
import { optionOf, positionals } from './script-flags.ts';
import { type BuildUse, buildUses, type SettingSource, type Told, toldByConfig, toldByScript } from './site-setting.ts';
import { module, type StaticSite } from './site-tool.ts';

const VITE_ROOT = module('vite.config', 'root');

/** The folder that a site is built into, relative to the component, and what shows it. */
export interface SiteOutput {
  readonly path: RelPath;
  readonly file: RelPath | null;
  readonly line: number | null;
  readonly confidence: 'manifest' | 'config' | 'convention';
  readonly because: string;
}

/** A folder below the component, as the component sees it; `undefined` when it leads out of it. */
export function folderBelow(scope: Scope, ...parts: readonly string[]): RelPath | undefined {
  const whole = insideRoot([scope.dir, ...parts.filter((part) => part !== '')].join('/'));
  const below = whole && relativeTo(whole, scope.dir);
  return below === undefined || below.startsWith('..') ? undefined : (below as RelPath);
}

/** A folder that is named below others of the component, or whole; `undefined` when it leads out of the component. */
export function namedFolder(scope: Scope, told: Told, ...below: readonly string[]): RelPath | undefined {
  if (told.inProject === undefined) return folderBelow(scope, ...below, told.value);
  const inside = relativeTo(told.inProject, scope.dir);
  return inside.startsWith('..') ? undefined : (inside as RelPath);
}

/** The folder that a build command is given as its root: `docs` in `vitepress build docs`. */
function rootArgument(use: BuildUse | undefined, site: StaticSite): string {
  const words = positionals(use?.args ?? []);
  const root = (site.build[1] === undefined || site.build[1] === words[0] ? words[1] : words[0]) ?? '';
  return root === '.' ? '' : root.replace(/^\.\//, '');
}

/** The use of the build command that says most: one that moves the output, else the first. */
function useOf(scope: Scope, site: StaticSite): { readonly use?: BuildUse; readonly told?: Told } {
  const uses = buildUses(scope, site.id === 'parcel' ? ['parcel'] : site.build);
  // What is built for a server of its own is no part of the site.
  const pages = uses.filter(({ args }) => site.id !== 'vite' || !args.includes('--ssr'));
  for (const use of pages) {
    const told = toldByScript(use, site.flags ?? [], site.variable);
    if (told !== undefined) return { use, told };
  }
  const use = pages[0] ?? uses[0];
  return use === undefined ? {} : { use };
}

/** The settings of the tool, in the file that its build command names. */
function settingsOf(use: BuildUse | undefined, sources: readonly SettingSource[]): readonly SettingSource[] {
  const named = use && optionOf(use.args, '--config', '-c');
  const stem = named?.replace(/\.[cm]?[jt]s$/, '');
  if (stem === undefined || stem === named) return sources;
  return sources.map((source) => ('stem' in source && !('list' in source) ? { ...source, stem } : source));
}

function byScript(path: RelPath, use: BuildUse): SiteOutput {
  const { file, line, script } = use;
  return { path, file, line, confidence: 'manifest', because: `the ${script} script builds into ${path}` };
}

/** The folder that the tool's own root is, relative to the component; empty for the component itself. */
function rootOf(scope: Scope, site: StaticSite, use: BuildUse | undefined): string {
  if (site.root !== undefined) return toldByConfig(scope, [site.root.by])?.value ?? site.root.otherwise;
  if (site.rooted !== true && site.id !== 'vite') return '';
  const given = rootArgument(use, site);
  if (site.rooted === true || given !== '') return given;
  const told = toldByConfig(scope, settingsOf(use, [VITE_ROOT]));
  return (told && namedFolder(scope, told)) ?? '';
}

/** The folder in which the tool looks for its configuration, relative to the component. */
function configFolder(site: StaticSite, use: BuildUse | undefined): string {
  return site.rooted === true || site.id === 'vite' ? rootArgument(use, site) : '';
}

/**
 * The folder, relative to the project root, that a site's configuration names outside of its own folder: the files are
 * built into another component, which serves them. `undefined` where it names none.
 */
export function outputElsewhere(scope: Scope, site: StaticSite): SiteOutput | undefined {
  const { use, told } = useOf(scope, site);
  const root = rootOf(scope, site, use);
  const named = told ?? toldByConfig(scope, settingsOf(use, site.configs), configFolder(site, use));
  if (named === undefined || namedFolder(scope, named, root) !== undefined) return undefined;
  const path = named.inProject ?? insideRoot([scope.dir, root, named.value].filter((part) => part !== '').join('/'));
  if (path === undefined) return undefined;
  const because = `it is built into ${path}, which lies outside of its own folder`;
  return told !== undefined && use !== undefined
    ? { ...byScript(path, use), because }
    : { file: named.file, line: named.line, path, confidence: 'config', because };
}

/** Where the files that a site serves lie. */
export function siteOutput(scope: Scope, site: StaticSite): SiteOutput | undefined {
  const output = writtenOutput(scope, site);
  const path = output && folderBelow(scope, output.path, site.inside ?? '');
  return output && path && { ...output, path };
}

/** Where a site is built to: an option of the build script, else the configuration, else the tool's habit. */
function writtenOutput(scope: Scope, site: StaticSite): SiteOutput | undefined {
  const { use, told } = useOf(scope, site);
  const root = rootOf(scope, site, use);
  const inRoot = site.id === 'vite' ? root : '';
  const given = told && namedFolder(scope, told, inRoot);
  if (given !== undefined && use !== undefined) return byScript(given, use);
  const set = toldByConfig(scope, settingsOf(use, site.configs), configFolder(site, use));
  const configured = set && namedFolder(scope, set, inRoot);
  if (set !== undefined && configured !== undefined) return { ...set, path: configured };
  const path = folderBelow(scope, root, site.output);
  if (path === undefined) return undefined;
  if (use !== undefined && rootArgument(use, site) === root && root !== '') return byScript(path, use);
  const file = root === '' ? null : (configFile(scope, 'vite.config')?.file ?? null);
  return { path, file, line: null, confidence: 'convention', because: `${path} is the default of ${site.build[0]}` };
}

/** The path below which the pages of a site are reached, where its build is told one. */
export function siteBase(scope: Scope, site: StaticSite): Told | undefined {
  const { base } = site;
  const { use } = useOf(scope, site);
  if (base === undefined) return undefined;
  if (base.onlyWith !== undefined && use?.args.includes(base.onlyWith) !== true) return undefined;
  const flagged = use && toldByScript(use, base.flags ?? [], base.variable);
  const told = flagged ?? toldByConfig(scope, settingsOf(use, base.configs ?? []), configFolder(site, use));
  const value = told && urlPath(told.value);
  return told === undefined || value === undefined ? undefined : { ...told, value };
}

/** Of these folders of the output, those into which the project puts no files of its own, whose names have no hash. */
export function hashedFolders(scope: Scope, folders: readonly string[], root = ''): readonly string[] {
  const own = ['public', 'static', '.vitepress/public', '.vuepress/public'];
  return folders.filter((folder) =>
    own.every((name) => !scope.project.hasFolder(scope.at(...(root === '' ? [] : [root]), name, folder))),
  );
}
