import { defineDetector } from '../../core/model/detector.ts';
import { join, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { RushInstall } from '../../core/model/rush-install.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { componentManifest } from '../javascript/component-manifest.ts';
import { injectedPackages } from '../node/injected.ts';
import { isNodeFolder } from '../node/inner-projects.ts';
import { deferredScripts } from '../node/install-scripts.ts';
import { settingsOf } from '../node/install-settings.ts';
import { localClosure } from '../node/local-dependencies.ts';
import { findDependency, type PackageJson, readPackageJson } from '../node/package-json.ts';
import { lockfilesOf, managerSources } from '../node/package-manager.ts';
import { redwoodProject } from '../node/redwood-project.ts';
import { registrySecrets } from '../node/registry-secrets.ts';
import { type RushRepository, rushInstallation } from '../node/rush.ts';
import { deployScenario } from '../node/rush-files.ts';
import { installedFolders, runManifests, sliceOf } from '../node/slice.ts';
import { sshDependencies } from '../node/ssh-dependencies.ts';
import { findWorkspace, type NodeWorkspace } from '../node/workspaces.ts';
import { hasFocusPlugin, missingRelease, yarnPath } from '../node/yarn-release.ts';

/** Scripts that an install runs for the project itself. Source: https://docs.npmjs.com/cli/v11/using-npm/scripts */
const LIFECYCLE = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare'] as const;

/** Packages whose install does something that has no place in an image, and the variable that stops it. Sources: their documentation. */
const QUIETING: Readonly<Record<string, readonly [name: string, value: string]>> = {
  husky: ['HUSKY', '0'],
  cypress: ['CYPRESS_INSTALL_BINARY', '0'],
  lefthook: ['LEFTHOOK', '0'],
  puppeteer: ['PUPPETEER_SKIP_DOWNLOAD', 'true'],
  playwright: ['PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD', '1'],
  nx: ['NX_DAEMON', 'false'],
};

/** What is installed for production. */
const RUN = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;

/**
 * The folders that an installation makes links to and the component has at run time: those of `file:` and `link:`
 * dependencies, its own and those of what it needs, and of a workspace's root the packages. A slice has its packages anyhow.
 */
function linkedFolders(scope: Scope, own: PackageJson): readonly RelPath[] {
  const { root, members } = findWorkspace(scope);
  const needed = runManifests(scope, own);
  const linked = localClosure(scope, needed, RUN).flatMap(({ path }) => path ?? []);
  const inSlice: ReadonlySet<string> = new Set(root === scope.dir ? [] : members);
  const packages = root === scope.dir ? needed.map(({ dir }) => dir) : [];
  return [...new Set([...linked, ...packages])].filter(
    (path) => path !== scope.dir && !scope.project.has(path) && !inSlice.has(path),
  );
}

/** The variables that the settings of the package manager in use read a credential from. */
function credentials(scope: Scope, workspace: NodeWorkspace): readonly string[] {
  const found = new Set<string>();
  for (const path of settingsOf(scope, workspace, managerSources(scope)[0]?.id ?? 'npm')) {
    const secrets = scope.project.has(path) ? registrySecrets(scope, path) : [];
    // A file that holds a credential itself stays out of the build altogether.
    if (secrets.some(({ variable }) => variable === null)) continue;
    for (const { variable } of secrets) if (variable !== null) found.add(variable);
  }
  return [...found].sort();
}

function quieting(manifests: readonly PackageJson[]): Readonly<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const [name, [variable, value]] of Object.entries(QUIETING)) {
    if (manifests.some((manifest) => findDependency(manifest, name) !== undefined)) env[variable] = value;
  }
  return env;
}

/** How Rush installs the component's slice of the repository. */
function rushInstall(scope: Scope, rush: RushRepository): RushInstall {
  const packages = sliceOf(scope)?.packages ?? [];
  const folders = packages.map(({ dir }) => relativeTo(rushInstallation(rush, dir), rush.root));
  const project = rush.projects.get(scope.dir)?.name ?? '';
  const found = deployScenario(scope, rush, project);
  const { manager, filters } = rush;
  return {
    project,
    manager,
    filters,
    folders: [...new Set(folders)].sort(),
    ...(found === undefined ? {} : { scenario: found.scenario }),
    ...(packages.some(({ dependencies }) => dependencies.has('@prisma/client')) ? { writes: true } : {}),
  };
}

/** What decides how the dependencies of a Node.js component are installed. */
export const nodeInstallTraits = defineDetector({
  id: 'node-install-traits',
  layer: 'runtime',
  languages: ['node', 'bun', 'javascript', 'typescript'],
  title: 'How the dependencies of a Node.js component are installed',
  docs: 'https://docs.npmjs.com/cli/v11/using-npm/scripts',
  when: { nearestFile: ['package.json'] },
  *detect(scope) {
    if (!isNodeFolder(scope)) return;
    const own = componentManifest(scope);
    if (own === undefined) return;
    const workspace = findWorkspace(scope);
    const { root, rush } = workspace;
    const top =
      root === scope.dir || rush !== undefined ? undefined : readPackageJson(scope, join(root, 'package.json'));
    const manifests = top === undefined ? [own] : [own, top];
    const sides = redwoodProject(scope)?.sides ?? [];
    const running = [own, ...sides.flatMap((dir) => readPackageJson(scope, join(dir, 'package.json')) ?? [])];
    const secrets = credentials(scope, workspace);
    const installed = installedFolders(scope);
    const all = installed.flatMap((dir) => readPackageJson(scope, join(dir, 'package.json')) ?? []);
    const ssh = sshDependencies(all).length > 0;
    const manager = managerSources(scope)[0]?.id;
    const lock = lockfilesOf(scope, workspace).find((one) => one.manager === 'pnpm' && one.manager === manager);
    const injected = lock === undefined ? [] : injectedPackages(scope, lock.path, installed);
    const deferred = deferredScripts(scope, own);
    const scripts = LIFECYCLE.filter((name) => manifests.some((manifest) => manifest.scripts.has(name)));
    yield {
      field: 'runtime.install',
      value: {
        production: running.some((one) => one.dependencies.size + one.optionalDependencies.size > 0),
        development: manifests.some((manifest) => manifest.devDependencies.size > 0),
        scripts,
        ...(deferred.length === 0 ? {} : { deferred }),
        // npm accepts a new host by itself, the other package managers do not.
        env: { ...quieting(manifests), ...(ssh ? { GIT_SSH_COMMAND: 'ssh -o StrictHostKeyChecking=accept-new' } : {}) },
        // The sides of RedwoodJS are linked to like packages, and may have modules of their own.
        local: [...linkedFolders(scope, own), ...sides],
        ...(injected.length === 0 ? {} : { injected }),
        ...(secrets.length === 0 ? {} : { secrets }),
        ...(ssh ? { ssh } : {}),
        program: yarnPath(scope, root),
        ...(rush === undefined ? {} : { rush: rushInstall(scope, rush) }),
        ...(missingRelease(scope, root) ? { missingProgram: true } : {}),
        ...(hasFocusPlugin(scope, root) ? { focus: true } : {}),
        ...(sides.length === 0 ? {} : { members: true }),
      },
      file: own.path,
      line: own.lineOf('dependencies'),
      confidence: 'manifest',
      because:
        scripts.length > 0 ? `the install runs ${scripts.join(', ')}` : 'the install runs no script of the project',
    };
  },
});
