import { join, type RelPath } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import type { Drift } from './asked.ts';
import { pairsOf } from './json-shape.ts';
import { fileIn } from './node-folder.ts';

type Keys = readonly string[];

/** A place that may hold a table of specifiers. */
export interface Place {
  readonly doc: Doc;
  readonly keys: Keys;
}

/** Where each package manager takes overrides from. Sources: https://pnpm.io/settings#overrides, https://bun.sh/docs/install/overrides */
const OVERRIDES: Readonly<Record<string, readonly Keys[]>> = {
  npm: [['overrides']],
  pnpm: [['resolutions'], ['pnpm', 'overrides']],
  bun: [['overrides'], ['resolutions']],
  'yarn-berry': [['resolutions']],
};

/** Settings files that hold overrides or catalogs, beside package.json. */
const SETTINGS: Readonly<Record<string, string>> = { pnpm: 'pnpm-workspace.yaml', 'yarn-berry': '.yarnrc.yml' };

function docsOf(scope: Scope, root: RelPath, manager: string): { readonly manifest?: Doc; readonly settings?: Doc } {
  const path = fileIn(scope, root, SETTINGS[manager] ?? 'package.json');
  const settings = path === undefined || path.endsWith('.json') ? undefined : scope.doc(path, 'yaml');
  const manifest = scope.doc(join(root, 'package.json'), 'json');
  return { ...(manifest && { manifest }), ...(settings && { settings }) };
}

/** The tables of overrides that a package manager reads. */
export function overridePlaces(scope: Scope, root: RelPath, manager: string): readonly Place[] {
  const { manifest, settings } = docsOf(scope, root, manager);
  const own = manifest === undefined ? [] : (OVERRIDES[manager] ?? []).map((keys) => ({ doc: manifest, keys }));
  return settings === undefined || manager !== 'pnpm' ? own : [...own, { doc: settings, keys: ['overrides'] }];
}

/** The tables that may hold one catalog; `default` is the one without a name. */
export function catalogPlaces(scope: Scope, root: RelPath, manager: string, catalog: string): readonly Place[] {
  const { manifest, settings } = docsOf(scope, root, manager);
  const doc = manager === 'bun' ? manifest : settings;
  if (doc === undefined) return [];
  const inside = manager === 'bun' ? [[], ['workspaces']] : [[]];
  const names = catalog === 'default' ? [['catalog'], ['catalogs', 'default']] : [['catalogs', catalog]];
  return inside.flatMap((above) => names.map((keys) => ({ doc, keys: [...above, ...keys] })));
}

/** The specifiers of a table, by name. */
export function statedIn({ doc, keys }: Place): ReadonlyMap<string, string> {
  return pairsOf(doc.get(...keys));
}

/** What one place asks for that the lockfile holds otherwise. */
export function drift(
  kind: 'override' | 'catalog',
  { doc, keys }: Place,
  name: string,
  locked: string | undefined,
): Drift {
  const wanted = statedIn({ doc, keys }).get(name);
  return { kind, manifest: doc.path, name, line: doc.lineOf(...keys, name), wanted, locked };
}
