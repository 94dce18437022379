import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import type { PackageJson } from '../node/package-json.ts';
import { componentManifest } from './component-manifest.ts';
import { perComponent } from './memo.ts';

/** The parts of a component's package.json that application detectors ask for. */
export interface NodeProject {
  readonly manifest: PackageJson;
  readonly path: RelPath;
  /** Every dependency but peers, production first. */
  readonly dependencies: ReadonlyMap<string, string>;
}

/** The component's package.json, or its part of the one that it shares; `undefined` when there is neither. */
export const nodeProject = perComponent((scope: Scope): NodeProject | undefined => {
  const manifest = componentManifest(scope);
  if (manifest === undefined) return undefined;
  const dependencies = new Map([
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
    ...manifest.dependencies,
  ]);
  return { manifest, path: manifest.path, dependencies };
});

/** The line of a dependency, whatever its group. */
export function dependencyLine({ manifest }: NodeProject, name: string): number | null {
  return (
    manifest.lineOf('dependencies', name) ??
    manifest.lineOf('optionalDependencies', name) ??
    manifest.lineOf('devDependencies', name)
  );
}
