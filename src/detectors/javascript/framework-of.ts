import { join } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { readPackageJson } from '../node/package-json.ts';
import { findWorkspace } from '../node/workspaces.ts';
import { angularProject } from './angular-project.ts';
import { builtPages } from './built-pages.ts';
import { entryFiles } from './entry.ts';
import { FRAMEWORKS, type Framework } from './frameworks.ts';
import { bundlesLibrary } from './library.ts';
import { perComponent } from './memo.ts';
import { reachableModules } from './module-graph.ts';
import { type NodeProject, nodeProject } from './node-project.ts';
import { programUse } from './script-flags.ts';
import { startPlan } from './start-plan.ts';

/** The framework of a component and the package that shows it. */
export interface FoundFramework {
  readonly framework: Framework;
  readonly packageName: string;
}

/** True where Vite builds a library (`build.lib`), or only serves another tool's pages, as it does for Storybook. */
function buildsNoApplication(scope: Scope): boolean {
  if (bundlesLibrary(scope)) return true;
  const scripts = [...(nodeProject(scope)?.manifest.scripts.values() ?? [])];
  const isForStorybook = nodeProject(scope)?.dependencies.has('storybook') === true;
  return isForStorybook && !scripts.some((text) => programUse(text, 'vite') !== undefined);
}

const VITE_CONFIG = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((extension) => `vite.config.${extension}`);

/** True for the root of a workspace that has Vite for its packages, and neither a page nor settings of its own. */
function isRootWithoutPages(scope: Scope): boolean {
  const { root, members } = findWorkspace(scope);
  const files = [...VITE_CONFIG, 'index.html'];
  return root === scope.dir && members.length > 0 && !files.some((name) => scope.project.has(scope.at(name)));
}

/** Vite as the root of the workspace has it, for a package that builds its pages with it. */
function viteOfRoot(scope: Scope, { manifest }: NodeProject): string | undefined {
  const { root } = findWorkspace(scope);
  const top = root === scope.dir ? undefined : readPackageJson(scope, join(root, 'package.json'));
  const uses = [...manifest.scripts.values()].some((text) => programUse(text, 'vite')?.args.includes('build') === true);
  const isThere = ['dependencies', 'devDependencies'].some((key) => top?.get(key, 'vite') !== undefined);
  return uses && isThere && VITE_CONFIG.some((name) => scope.project.has(scope.at(name))) ? 'vite' : undefined;
}

/** Tools that build whatever they are told; a site only where pages are found. */
const GENERIC: ReadonlySet<string> = new Set(['rspack', 'webpack', 'html']);

function presentIn(scope: Scope, project: NodeProject, framework: Framework): FoundFramework | undefined {
  if (framework.needs?.every((file) => !scope.project.has(scope.at(file))) === true) return undefined;
  if (framework.id === 'angular' && angularProject(scope) === undefined) return undefined;
  if (framework.id === 'vite' && buildsNoApplication(scope)) return undefined;
  if (GENERIC.has(framework.id) && !builtPages(scope).has(framework.id)) return undefined;
  if (framework.id === 'vite' && isRootWithoutPages(scope)) return undefined;
  const fromRoot = framework.id === 'vite' ? viteOfRoot(scope, project) : undefined;
  const packageName = framework.packages.find((name) => project.dependencies.has(name)) ?? fromRoot;
  return packageName === undefined ? undefined : { framework, packageName };
}

function firstOf(found: readonly FoundFramework[], family: Framework['family']): FoundFramework | undefined {
  return found.find(({ framework }) => framework.family === family);
}

/** Of several server libraries, the one that the running code imports first. */
function importedServer(scope: Scope, found: readonly FoundFramework[]): FoundFramework | undefined {
  const servers = found.filter(({ framework }) => framework.family === 'server');
  if (servers.length < 2) return servers[0];
  for (const { imports } of reachableModules(scope, entryFiles(scope))) {
    for (const { source } of imports) {
      const hit = servers.find(({ packageName }) => source === packageName);
      if (hit !== undefined) return hit;
    }
  }
  return servers[0];
}

/**
 * The framework that decides how the component is built and started. A framework that contains others comes first.
 * Between a server library and a site generator the start script decides: where it runs a process of the project,
 * the generator only builds what that server serves.
 */
export const frameworkOf = perComponent((scope: Scope): FoundFramework | undefined => {
  const project = nodeProject(scope);
  if (project === undefined) return undefined;
  const found: FoundFramework[] = [];
  for (const framework of FRAMEWORKS) {
    const present = presentIn(scope, project, framework);
    if (present !== undefined) found.push(present);
  }
  const meta = firstOf(found, 'meta');
  if (meta !== undefined) return meta;
  const { process, development, files } = startPlan(scope);
  const generator = firstOf(found, 'static');
  if (generator === undefined) return importedServer(scope, found);
  const ownServer = process !== undefined && process.run.entry !== null;
  const developsServer = files === undefined && development.some(({ run }) => run.entry !== null);
  return ownServer || developsServer ? importedServer(scope, found) : generator;
});

/** True when the component's framework has this id. */
export function isFramework(scope: Scope, ...ids: readonly string[]): boolean {
  const id = frameworkOf(scope)?.framework.id;
  return id !== undefined && ids.includes(id);
}
