/** A map of a compose file, of which nothing is known. */
export type ComposeMap = Readonly<Record<string, unknown>>;

/** A value as a map; an empty one for anything else. */
export function mapOf(value: unknown): ComposeMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ComposeMap) : {};
}

/** A value as a list; an empty one for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** How deep values are followed: a hostile file may nest without end. */
const DEEPEST = 20;

/** A value with the maps of merge keys (`<<: *anchor`) in it, at every depth; own keys win. */
export function unmerged(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => unmerged(item, depth + 1));
  const { '<<': shared, ...own } = value as Record<string, unknown>;
  const merged = [shared].flat().map((one) => mapOf(unmerged(one, depth + 1)));
  const plain = Object.entries(own).map(([key, item]) => [key, unmerged(item, depth + 1)] as const);
  return Object.assign({}, ...merged.toReversed(), Object.fromEntries(plain));
}

/** `${NAME:-default}` and `${NAME-default}` give their default, `$$` a dollar sign; a variable without one stays. */
export function withDefaults(text: string): string {
  return text.replace(/\$\$|\$\{\w+:?-([^{}]*)\}/g, (whole, standard: string | undefined) =>
    whole === '$$' ? '$' : (standard ?? ''),
  );
}

/** `NAME=value` of a list, `NAME: value` of a map; `null` for a name alone, which takes the value of the machine. */
export function pairsOf(value: unknown): readonly (readonly [string, string | null])[] {
  const listed = listOf(value).map((line) => {
    const [name = '', text] = String(line).split(/=(.*)/s);
    return [name, text ?? null] as const;
  });
  const mapped = Object.entries(mapOf(value)).map(
    ([name, text]) => [name, text === null || text === undefined ? null : String(text)] as const,
  );
  return [...listed, ...mapped];
}

/** Keys that a further file replaces rather than adds to. Source: https://docs.docker.com/reference/compose-file/merge/ */
const REPLACED = new Set(['command', 'entrypoint', 'test']);

/** Keys that may be a list in one file and a map in the other. */
const PAIRS = new Set(['environment', 'labels', 'args']);

function conditions(value: unknown): ComposeMap {
  const listed = listOf(value).map((name) => [String(name), { condition: 'service_started' }] as const);
  return { ...Object.fromEntries(listed), ...mapOf(value) };
}

/** A service or a part of it with a further file's word on it. */
export function overridden(base: ComposeMap, over: ComposeMap): ComposeMap {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const was = merged[key];
    if (was === undefined || REPLACED.has(key)) merged[key] = value;
    else if (PAIRS.has(key)) merged[key] = Object.fromEntries([...pairsOf(was), ...pairsOf(value)]);
    else if (key === 'depends_on') merged[key] = { ...conditions(was), ...conditions(value) };
    else if (key === 'build' && typeof was === 'string') merged[key] = overridden({ context: was }, mapOf(value));
    else if (Array.isArray(was) && Array.isArray(value)) merged[key] = [...was, ...value];
    else if (Object.keys(mapOf(was)).length > 0 && Object.keys(mapOf(value)).length > 0)
      merged[key] = overridden(mapOf(was), mapOf(value));
    else merged[key] = value;
  }
  return merged;
}
