import semver from 'semver';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import type { Drift } from './asked.ts';
import { berryCatalogs, berryOverrides } from './drift-yarn.ts';
import { entriesOf } from './json-shape.ts';
import type { Lockfile } from './lockfile.ts';
import { catalogPlaces, drift, overridePlaces, type Place, statedIn } from './stated-settings.ts';

/** References to other settings, and paths, stand in the lockfile as what they mean. */
function isPlain(spec: string): boolean {
  return !/^(\$|catalog:|link:|file:|portal:|workspace:)/.test(spec);
}

/** pnpm and Bun write the overrides into the lockfile, and want the same ones at a frozen install. */
function recordedOverrides(lock: Lockfile, places: readonly Place[]): readonly Drift[] {
  const locked = lock.settings?.overrides ?? new Map<string, string>();
  const drifts: Drift[] = [];
  const seen = new Set<string>();
  for (const place of places) {
    // pnpm 11 reads no overrides from package.json any more.
    if (lock.manager === 'pnpm' && locked.size === 0 && place.doc.path.endsWith('.json')) continue;
    for (const name of statedIn(place).keys()) {
      if (seen.has(name)) continue;
      seen.add(name);
      const values = places.flatMap((one) => statedIn(one).get(name) ?? []);
      const there = locked.get(name);
      if (there !== undefined && values.some((value) => value === there || !isPlain(value))) continue;
      drifts.push(drift('override', place, name, there));
    }
  }
  const [first] = places.filter((place) => statedIn(place).size > 0);
  const home = first ?? places.at(-1);
  if (home === undefined) return drifts;
  // Bun writes a nested override in its short form.
  const named = new Set(places.flatMap(({ doc, keys }) => [...entriesOf(doc.get(...keys)).keys()]));
  const gone = [...locked].filter(([name]) => !named.has(name));
  return [...drifts, ...gone.map(([name, there]) => drift('override', home, name, there))];
}

/** npm records no overrides: what is locked must satisfy them. What a package brings with it is left as it is. */
function npmOverrides(lock: Lockfile, places: readonly Place[]): readonly Drift[] {
  return places.flatMap((place) =>
    [...statedIn(place)].flatMap(([name, wanted]) => {
      if (semver.validRange(wanted) === null) return [];
      const other = lock.packages.find(
        (one) =>
          one.name === name &&
          one.source === 'registry' &&
          one.bundled !== true &&
          semver.valid(one.version) !== null &&
          !semver.satisfies(one.version, wanted, { includePrerelease: true }),
      );
      return other === undefined ? [] : [drift('override', place, name, other.version)];
    }),
  );
}

function recordedCatalogs(scope: Scope, root: RelPath, lock: Lockfile): readonly Drift[] {
  return [...(lock.settings?.catalogs ?? [])].flatMap(([catalog, entries]) => {
    const places = catalogPlaces(scope, root, lock.manager, catalog);
    return [...entries].flatMap(([name, there]) => {
      const place = places.find((one) => statedIn(one).has(name)) ?? places[0];
      if (place === undefined || statedIn(place).get(name) === there) return [];
      return [drift('catalog', place, name, there)];
    });
  });
}

/** The overrides and catalogs that are not those of the lockfile. Tried with npm 10 and 12, pnpm 7 to 12, yarn 3 and 4, bun 1.4. */
export function settingsDrift(scope: Scope, root: RelPath, lock: Lockfile): readonly Drift[] {
  const places = overridePlaces(scope, root, lock.manager);
  if (lock.manager === 'npm') return npmOverrides(lock, places);
  if (lock.manager === 'yarn-berry') return [...berryOverrides(lock, places), ...berryCatalogs(scope, root, lock)];
  if (lock.settings === undefined) return [];
  return [...recordedOverrides(lock, places), ...recordedCatalogs(scope, root, lock)];
}
