import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import { isWithin, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { localClosure, type NamedDependency } from '../node/local-dependencies.ts';
import { readPackageJson } from '../node/package-json.ts';
import { managerSources } from '../node/package-manager.ts';
import { installedFolders } from '../node/slice.ts';
import { shown } from '../node/version-source.ts';
import { findWorkspace } from '../node/workspaces.ts';

type Item = Claim<'runtime'> | Notice;

function warn(detail: string, file: RelPath, line: number | null, hint: string): Notice {
  return { diagnostic: { code: 'DRK1108', severity: 'warning', detail, at: { file, line }, hint } };
}

/** Folders that are only linked to: the install leaves their own dependencies to whoever installs there. */
function* uninstalled(
  scope: Scope,
  root: RelPath,
  manager: string,
  { name, spec, line, path, manifest }: NamedDependency,
): Iterable<Item> {
  const inner = path === undefined ? undefined : readPackageJson(scope, join(path, 'package.json'));
  const isLink = spec.startsWith('link:') || (manager === 'npm' && path !== undefined && !isWithin(path, root));
  if (inner === undefined || !isLink || inner.dependencies.size === 0) return;
  // Told to, npm copies such a folder and installs what it needs.
  if (/^\s*install-links\s*=\s*true/m.test(scope.text(join(root, '.npmrc'))?.text ?? '')) return;
  const detail = `"${shown(name)}" is linked to, and the install of ${manager} leaves out what ${inner.path} depends on`;
  const hint =
    manager === 'npm'
      ? 'Make both folders packages of one workspace, or set install-links=true in .npmrc.'
      : 'Make it a package of the workspace, or ask for it with file: instead.';
  yield warn(detail, manifest.path, line, hint);
}

function* detect(scope: Scope): Iterable<Item> {
  const { root } = findWorkspace(scope);
  const manager = managerSources(scope)[0]?.id ?? 'npm';
  const manifests = installedFolders(scope).flatMap((dir) => readPackageJson(scope, join(dir, 'package.json')) ?? []);
  const members: ReadonlySet<string> = new Set(manifests.map(({ dir }) => dir));
  for (const dependency of localClosure(scope, manifests)) {
    const { manifest, name, spec, line, path } = dependency;
    if (path !== undefined && members.has(path)) continue;
    if (path !== undefined) {
      const because = `"${shown(name)}" is installed from this path`;
      const at = { file: manifest.path, line };
      yield { field: 'runtime.installFiles', value: [path], ...at, confidence: 'config', because };
      yield* uninstalled(scope, root, manager, dependency);
      continue;
    }
    const detail = `"${shown(name)}" is installed from ${shown(spec)}, which is not in the project`;
    yield warn(detail, manifest.path, line, 'Run derrick in a folder that holds both, or publish the package.');
  }
}

/** The folders and archives of the project that an install takes by their path, and what those take in turn. */
export const nodeLocalFolders = defineDetector({
  id: 'node-local-folders',
  layer: 'runtime',
  languages: ['node', 'bun', 'javascript', 'typescript'],
  title: 'Folders that a JavaScript install links to',
  docs: 'https://docs.npmjs.com/cli/v11/configuring-npm/package-json#local-paths',
  when: { nearestFile: ['package.json'] },
  detect,
});
