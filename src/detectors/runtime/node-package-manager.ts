import { type Claim, defineDetector } from '../../core/model/detector.ts';
import { dirname, isWithin, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isNodeFolder } from '../node/inner-projects.ts';
import { localClosure } from '../node/local-dependencies.ts';
import { readPackageJson } from '../node/package-json.ts';
import { lockfilesOf, managerSources } from '../node/package-manager.ts';
import { hintedVersion, refined } from '../node/package-manager-version.ts';
import { installedFolders } from '../node/slice.ts';
import { findWorkspace } from '../node/workspaces.ts';

/** The folder that holds the workspace and every folder that an install of the component links to; `undefined` for its own. */
function contextOf(scope: Scope, root: RelPath): RelPath | undefined {
  const manifests = installedFolders(scope).flatMap((dir) => readPackageJson(scope, join(dir, 'package.json')) ?? []);
  let context = root;
  for (const { path } of localClosure(scope, manifests))
    while (path !== undefined && !isWithin(path, context)) context = dirname(context);
  return context === root ? undefined : context;
}

function* detect(scope: Scope): Iterable<Claim<'runtime'>> {
  if (!isNodeFolder(scope)) return;
  const workspace = findWorkspace(scope);
  const { root } = workspace;
  const locks = lockfilesOf(scope, workspace);
  const sources = managerSources(scope);
  const context = contextOf(scope, root);
  const seen = new Set<string>();
  for (const source of sources) {
    const { id, file, line, confidence, because } = source;
    const lockfile = locks.find(({ manager }) => manager === id)?.path ?? null;
    // A weaker place may know the version where the one that names the manager does not.
    const stated =
      source.version ?? sources.find((other) => other.id === id && other.version !== null)?.version ?? null;
    const version = refined(stated, hintedVersion(scope, root, id, lockfile));
    const value = { id, version, lockfile, root, ...(context === undefined ? {} : { context }) };
    // Two places that say the same of equal rank are no contradiction; the first one stands for both.
    const key = JSON.stringify([confidence, file, id]);
    if (seen.has(key)) continue;
    seen.add(key);
    yield { field: 'runtime.packageManager', value, file, line, confidence, because };
  }
}

/** Which package manager installs the dependencies, from where, and with which lockfile. */
export const nodePackageManager = defineDetector({
  id: 'node-package-manager',
  layer: 'runtime',
  languages: ['node', 'bun', 'javascript', 'typescript'],
  title: 'Package manager of JavaScript',
  docs: 'https://nodejs.org/api/packages.html#packagemanager',
  when: { nearestFile: ['package.json'] },
  detect,
});
