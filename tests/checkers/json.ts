/** Reads of untyped data: each answers with an empty value where the shape is another. */

/** The value under a path of keys, `undefined` when a step is missing. */
export function get(value: unknown, ...keys: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of keys) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}

/** The items of a list under a path, `[]` when there is none. */
export function list(value: unknown, ...keys: readonly (string | number)[]): readonly unknown[] {
  const found = get(value, ...keys);
  return Array.isArray(found) ? found : [];
}

/** The entries of a map under a path, `[]` when there is none. */
export function entries(
  value: unknown,
  ...keys: readonly (string | number)[]
): readonly (readonly [string, unknown])[] {
  const found = get(value, ...keys);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.entries(found) : [];
}

/** A string under a path, `''` when there is none. */
export function text(value: unknown, ...keys: readonly (string | number)[]): string {
  const found = get(value, ...keys);
  return typeof found === 'string' ? found : '';
}

/** A number under a path, `null` when there is none. */
export function number(value: unknown, ...keys: readonly (string | number)[]): number | null {
  const found = get(value, ...keys);
  return typeof found === 'number' ? found : null;
}

/** True when every entry of `part` is in `whole` with the same value. */
export function contains(whole: unknown, part: unknown): boolean {
  return entries(part).every(([key, value]) => get(whole, key) === value);
}
