import type { Scope } from '../../core/workspace/scope.ts';
import { APP_BUNDLERS } from './app-bundlers.ts';
import { buildScript } from './build-scripts.ts';
import { perComponent } from './memo.ts';
import { nodeProject } from './node-project.ts';
import { scriptsRunBy } from './script-graph.ts';
import { folderBelow, siteOutput } from './site-output.ts';
import { type BuildUse, buildUses, toldByScript } from './site-setting.ts';
import type { StaticSite } from './site-tool.ts';

/** Tools for documents and parts, whose output a server of the same package has no use for. */
const ASIDE: ReadonlySet<string> = new Set(['storybook', 'slidev', 'expo']);

/** The uses of a tool by the component's own build; of Vite also those that no script of the build names. */
function usesOf(scope: Scope, site: StaticSite): readonly BuildUse[] {
  const [program] = site.build;
  const uses = buildUses(scope, site.id === 'parcel' ? [program] : site.build);
  if (site.id === 'vite') return uses;
  const scripts = nodeProject(scope)?.manifest.scripts ?? new Map<string, string>();
  const own = scriptsRunBy(scripts, buildScript(scripts) ?? '');
  return uses.filter(({ script }) => own.has(script));
}

/** The folders that one tool writes, relative to the component: the configured one, or one for each use with an option. */
function outputsOf(scope: Scope, site: StaticSite, uses: readonly BuildUse[]): readonly string[] {
  const usual = siteOutput(scope, site)?.path;
  if (uses.length === 1) return usual === undefined ? [] : [usual];
  return uses.flatMap((use) => {
    const told = toldByScript(use, site.flags ?? [], site.variable);
    return (told === undefined ? usual : folderBelow(scope, told.value)) ?? [];
  });
}

/**
 * The folders, relative to the component, that bundlers write beside a server of the project's own: files for browsers,
 * and what the server loads of a build for it.
 */
export const bundledFolders = perComponent((scope: Scope): readonly string[] => {
  const dependencies = nodeProject(scope)?.dependencies;
  const found = APP_BUNDLERS.flatMap((site) => {
    const uses = ASIDE.has(site.id) ? [] : usesOf(scope, site);
    const isVite = site.id !== 'vite' || dependencies?.has('vite') === true;
    return isVite && uses.length > 0 ? outputsOf(scope, site, uses) : [];
  });
  return [...new Set(found)].filter((path) => path !== '.' && path !== '');
});
