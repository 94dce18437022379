import { indentedKeys } from './indented-lines.ts';
import type { LockBody, LockedPackage } from './lockfile.ts';

type Draft = { -readonly [K in keyof LockedPackage]: LockedPackage[K] } & { needs: string[] };

interface Entry {
  readonly descriptors: readonly string[];
  readonly draft: Draft;
  readonly specs: Map<string, string>;
  readonly peers: Map<string, string>;
  /** Those of its dependencies that the install goes on without. */
  readonly optional: Set<string>;
  /** The folder of a workspace's entry. */
  workspace: string | undefined;
}

/** `"a@^1", "a@^2"` (yarn 1) and `a@npm:^1, a@npm:^2` (later ones) as single descriptors. */
function descriptorsOf(key: string): readonly string[] {
  return key.split(/"?, "?/).map((part) => part.replace(/^"|"$/g, ''));
}

/** The name of `@scope/name@range`. */
function nameOf(descriptor: string): string {
  const at = descriptor.indexOf('@', 1);
  return at < 0 ? descriptor : descriptor.slice(0, at);
}

function entryOf(key: string): Entry {
  const descriptors = descriptorsOf(key);
  const first = descriptors[0] ?? key;
  const spec = first.slice(nameOf(first).length + 1);
  const git = /^(git[+:@]|github:|https?:.*\.git(#|$))/.test(spec) || /\.git#(commit|workspace)=/.test(spec);
  const source = git ? 'git' : /^(file|link|portal|workspace):/.test(spec) ? 'local' : 'registry';
  const draft: Draft = { name: nameOf(first), version: '', needs: [], optional: false, installScript: null, source };
  return { descriptors, draft, specs: new Map(), peers: new Map(), optional: new Set(), workspace: undefined };
}

function read(entry: Entry, keys: readonly string[], value: string): void {
  const [, field = '', name = ''] = keys;
  if (keys.length === 2 && field === 'version') entry.draft.version = value;
  if (keys.length === 2 && field === 'resolution') entry.workspace = /@workspace:(.+)$/.exec(value)?.[1];
  if (field === 'dependenciesMeta' && keys[3] === 'optional' && value === 'true') entry.optional.add(name);
  if (keys.length === 3 && field === 'peerDependencies') entry.peers.set(name, value);
  if (keys.length !== 3 || (field !== 'dependencies' && field !== 'optionalDependencies')) return;
  if (field === 'optionalDependencies') entry.optional.add(name);
  entry.draft.needs.push(name);
  entry.specs.set(name, value);
}

/** Marks the packages that are needed by others, but by none of them strictly. */
function markOptional(entries: readonly Entry[]): void {
  const strict = new Set(entries.flatMap(({ draft, optional }) => draft.needs.filter((name) => !optional.has(name))));
  const loose = new Set(entries.flatMap(({ optional }) => [...optional]));
  for (const { draft } of entries) draft.optional = loose.has(draft.name) && !strict.has(draft.name);
}

/**
 * Reads a yarn.lock: of yarn 1, or (with `berry`) of yarn 2 and later.
 * Sources: https://classic.yarnpkg.com/en/docs/yarn-lock and https://yarnpkg.com/advanced/lexicon
 */
export function readYarnLock(text: string, berry: boolean): LockBody {
  let format: string | null = berry ? null : '1';
  const entries: Entry[] = [];
  for (const { keys, value } of indentedKeys(text)) {
    const [top = '', field] = keys;
    if (top === '__metadata') {
      if (field === 'version') format = value;
      continue;
    }
    if (keys.length === 1) entries.push(entryOf(top));
    const entry = entries.at(-1);
    if (keys.length > 1 && entry !== undefined) read(entry, keys, value);
  }
  markOptional(entries);
  const importers = new Map<string, ReadonlyMap<string, string>>();
  const peersOf = new Map<string, ReadonlyMap<string, string>>();
  for (const { workspace, specs, peers } of entries) {
    if (workspace === undefined) continue;
    importers.set(workspace, specs);
    peersOf.set(workspace, peers);
  }
  return {
    manager: berry ? 'yarn-berry' : 'yarn',
    format,
    packages: entries.filter(({ workspace }) => workspace === undefined).map(({ draft }) => draft),
    importers: berry ? importers : null,
    descriptors: new Set(entries.flatMap(({ descriptors }) => descriptors)),
    ...(berry ? { peers: peersOf } : {}),
  };
}
