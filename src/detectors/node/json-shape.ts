/** The value when it is a string that is not empty. */
export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The strings of a list; anything else counts as empty. */
export function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string' && item !== '') : [];
}

/** True for an object that is no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The properties of an object as a map, since its keys come from outside; anything else counts as empty. */
export function entriesOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(isObject(value) ? Object.entries(value) : []);
}

/** The properties of an object that are strings, in their order. */
export function pairsOf(value: unknown): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const [key, item] of entriesOf(value)) if (typeof item === 'string') pairs.set(key, item);
  return pairs;
}
