import semver from 'semver';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { askedOf, bare, type Drift } from './asked.ts';
import type { Lockfile } from './lockfile.ts';
import type { PackageJson } from './package-json.ts';
import { catalogPlaces, drift, type Place, statedIn } from './stated-settings.ts';

// The key of a resolution: the name of a package, after its parent or two stars and a slash, each with or without a scope.
const RESOLUTION = /^(?:(?:\*\*|((?:@[^/@]+\/)?[^/@]+))\/)?((?:@[^/@]+\/)?[^/@]+)$/;

/** yarn 1 records no manifest: it must be able to answer every `name@specifier` but those of the workspace itself. */
export function yarnOneDrift(
  lock: Lockfile,
  manifest: PackageJson,
  skip: ReadonlySet<string>,
  own: ReadonlySet<string>,
): readonly Drift[] {
  const drifts: Drift[] = [];
  for (const [name, { spec, line }] of askedOf(manifest)) {
    if (skip.has(name) || own.has(name) || /^(link|file|workspace):|^\.{0,2}\//.test(spec)) continue;
    if (lock.descriptors.has(`${name}@${spec}`)) continue;
    const known = [...lock.descriptors].find((descriptor) => descriptor.startsWith(`${name}@`));
    drifts.push({ manifest: manifest.path, name, line: line(), wanted: spec, locked: known?.slice(name.length + 1) });
  }
  return drifts;
}

/** Yarn 2 and later compare the peer dependencies of their own packages too. */
export function peerDrift(manifest: PackageJson, record: ReadonlyMap<string, string>): readonly Drift[] {
  return [...manifest.peerDependencies].flatMap(([name, spec]) => {
    const locked = record.get(name);
    if (locked !== undefined && bare(locked) === bare(spec)) return [];
    const line = manifest.lineOf('peerDependencies', name);
    return [{ kind: 'peer', manifest: manifest.path, name, line, wanted: spec, locked }];
  });
}

/** Yarn answers every request for an overridden package by the descriptor of the override. */
export function berryOverrides(lock: Lockfile, places: readonly Place[]): readonly Drift[] {
  return places.flatMap((place) =>
    [...statedIn(place)].flatMap(([key, wanted]) => {
      const [, parent, name = ''] = RESOLUTION.exec(key) ?? [];
      const found = lock.packages.find((one) => one.name === name && one.source === 'registry');
      const isUsed =
        parent === undefined || lock.packages.some((one) => one.name === parent && one.needs.includes(name));
      if (found === undefined || !isUsed || semver.validRange(wanted) === null) return [];
      if (lock.descriptors.has(`${name}@npm:${wanted}`)) return [];
      return [drift('override', place, key, found.version)];
    }),
  );
}

/** Yarn records that a package asks a catalog, and the descriptor that the catalog had. */
export function berryCatalogs(scope: Scope, root: RelPath, lock: Lockfile): readonly Drift[] {
  const asked = [...(lock.importers ?? [])].flatMap(([, record]) => [...record]);
  const used = new Map(
    asked.filter(([, spec]) => spec.startsWith('catalog:')).map(([name, spec]) => [name + spec, { name, spec }]),
  );
  return [...used.values()].flatMap(({ name, spec }) => {
    const catalog = spec.slice('catalog:'.length) || 'default';
    const places = catalogPlaces(scope, root, lock.manager, catalog);
    const place = places.find((one) => statedIn(one).has(name));
    const wanted = place && statedIn(place).get(name);
    if (place === undefined || wanted === undefined || semver.validRange(wanted) === null) return [];
    if (lock.descriptors.has(`${name}@npm:${wanted}`)) return [];
    const found = [...lock.descriptors].find((descriptor) => descriptor.startsWith(`${name}@`));
    return [drift('catalog', place, name, found?.slice(name.length + 1))];
  });
}
