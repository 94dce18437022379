import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isObject, stringOf } from './json-shape.ts';
import { fileIn } from './node-folder.ts';
import { type PackageJson, readPackageJson } from './package-json.ts';
import { rushRepository } from './rush.ts';
import type { Tool, VersionSource } from './version-source.ts';

/** The `engines` entry of a folder's package.json. */
export function* enginesOf(scope: Scope, dir: RelPath, tool: Tool): Iterable<VersionSource> {
  const manifest = readPackageJson(scope, join(dir, 'package.json'));
  const raw = manifest?.engines.get(tool);
  if (manifest === undefined || raw === undefined) return;
  const line = manifest.lineOf('engines', tool);
  yield { raw, file: manifest.path, line, confidence: 'manifest', label: `engines.${tool}` };
}

function* devEnginesOf(manifest: PackageJson, tool: Tool): Iterable<VersionSource> {
  const runtime = manifest.get('devEngines', 'runtime');
  const list: readonly unknown[] = Array.isArray(runtime) ? runtime : [runtime];
  for (const [index, entry] of list.entries()) {
    const raw = isObject(entry) && entry.name === tool ? stringOf(entry.version) : undefined;
    if (raw === undefined) continue;
    const keys = Array.isArray(runtime) ? [index, 'version'] : ['version'];
    const line = manifest.lineOf('devEngines', 'runtime', ...keys);
    yield { raw, file: manifest.path, line, confidence: 'manifest', label: 'devEngines.runtime' };
  }
}

/**
 * Versions that a package.json gives to the tools of developers: Volta, `devEngines`, pnpm.
 * Sources: https://docs.volta.sh/guide/understanding#managing-your-project and https://pnpm.io/package_json
 */
export function* developerToolsOf(scope: Scope, dir: RelPath, tool: Tool): Iterable<VersionSource> {
  const manifest = readPackageJson(scope, join(dir, 'package.json'));
  if (manifest === undefined) return;
  const volta = tool === 'node' ? stringOf(manifest.get('volta', 'node')) : undefined;
  if (volta !== undefined) {
    const line = manifest.lineOf('volta', 'node');
    yield { raw: volta, file: manifest.path, line, confidence: 'manifest', label: 'volta.node' };
  }
  yield* devEnginesOf(manifest, tool);
  const pnpm = tool === 'node' ? stringOf(manifest.get('pnpm', 'executionEnv', 'nodeVersion')) : undefined;
  if (pnpm !== undefined) {
    const line = manifest.lineOf('pnpm', 'executionEnv', 'nodeVersion');
    yield { raw: pnpm, file: manifest.path, line, confidence: 'manifest', label: 'pnpm.executionEnv.nodeVersion' };
  }
}

/** The Node.js lines that Rush runs on in the repository. Source: https://rushjs.io/pages/configs/rush_json/ */
export function* rushRangeOf(scope: Scope): Iterable<VersionSource> {
  const doc = rushRepository(scope)?.doc;
  const raw = stringOf(doc?.get('nodeSupportedVersionRange'));
  if (doc === undefined || raw === undefined) return;
  const line = doc.lineOf('nodeSupportedVersionRange');
  yield { raw, file: doc.path, line, confidence: 'manifest', label: 'nodeSupportedVersionRange' };
}

/** The Node.js that pnpm itself is told to use. Source: https://pnpm.io/settings#usenodeversion */
export function* pnpmSettingsOf(scope: Scope, dir: RelPath): Iterable<VersionSource> {
  const path = fileIn(scope, dir, 'pnpm-workspace.yaml');
  const doc = path && scope.doc(path, 'yaml');
  const raw = stringOf(doc?.get('useNodeVersion'));
  if (doc !== undefined && raw !== undefined) {
    yield { raw, file: doc.path, line: doc.lineOf('useNodeVersion'), confidence: 'pinned', label: 'useNodeVersion' };
  }
}
