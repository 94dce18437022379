import type { Language } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { readPackageJson } from '../node/package-json.ts';
import { BUILD_SCRIPTS } from './build-scripts.ts';
import { startPlan } from './start-plan.ts';

/** The language of the tools that build front ends. */
export const NODE = 'node' as Language;

/** Where a package.json says that it builds something. */
export interface FrontEndManifest {
  readonly file: RelPath;
  readonly line: number | null;
}

/**
 * The package.json in a component's own folder that builds pages, styles or scripts and starts no server of its own;
 * `undefined` where there is none. What serves them is written in another language.
 */
export function frontEndManifest(scope: Scope): FrontEndManifest | undefined {
  const manifest = readPackageJson(scope);
  const script = BUILD_SCRIPTS.find((name) => manifest?.scripts.has(name) === true);
  if (manifest === undefined || script === undefined || startPlan(scope).process !== undefined) return undefined;
  return { file: manifest.path, line: manifest.lineOf('scripts', script) };
}
