import { join } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { componentManifest } from '../javascript/component-manifest.ts';
import type { Lockfile } from './lockfile.ts';
import { type PackageJson, readPackageJson } from './package-json.ts';
import { impliedPackages, redwoodProject } from './redwood-project.ts';
import type { NodeWorkspace } from './workspaces.ts';

function productionOf({ dependencies, optionalDependencies }: PackageJson): readonly string[] {
  return [...dependencies.keys(), ...optionalDependencies.keys()];
}

function neededBy(lock: Lockfile | undefined): ReadonlyMap<string, ReadonlySet<string>> {
  const needs = new Map<string, Set<string>>();
  for (const { name, needs: own } of lock?.packages ?? []) {
    const known = needs.get(name) ?? new Set<string>();
    for (const dependency of own) known.add(dependency);
    needs.set(name, known);
  }
  return needs;
}

/**
 * The names of all packages that a component has at run time: its dependencies and what those need, through the
 * packages of its workspace and through the lockfile. Several versions of one package count together. Without
 * a lockfile only what the manifests name is known.
 */
export function productionNames(
  scope: Scope,
  { root, members }: NodeWorkspace,
  lock: Lockfile | undefined,
): ReadonlySet<string> {
  const siblings = new Map<string, PackageJson>();
  for (const dir of [root, ...members]) {
    const manifest = readPackageJson(scope, join(dir, 'package.json'));
    if (manifest?.name !== undefined) siblings.set(manifest.name, manifest);
  }
  const needs = neededBy(lock);
  const own = componentManifest(scope);
  const found = new Set<string>();
  // What runs of a RedwoodJS application are the packages of its two sides.
  const sides = redwoodProject(scope)?.sides.map((dir) => readPackageJson(scope, join(dir, 'package.json'))) ?? [];
  const named = [own, ...sides].flatMap((one) => (one === undefined ? [] : productionOf(one)));
  const queue = [...named, ...(lock === undefined ? impliedPackages(scope) : [])];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const sibling = siblings.get(name);
    queue.push(...(sibling === undefined ? (needs.get(name) ?? []) : productionOf(sibling)));
  }
  return found;
}
