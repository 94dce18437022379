/** A value that a compose file refuses to do without. */
export interface Unset {
  readonly name: string;
  readonly message: string;
}

type Lookup = (name: string) => string | undefined;

const VARIABLE = /\$(?:\$|\{([A-Za-z_]\w*)(?:(:?[-?+])([^}]*))?\}|([A-Za-z_]\w*))/g;

function chosen(value: string | undefined, operator: string, word: string): string | undefined {
  // With a colon an empty value counts as none.
  const known = operator.startsWith(':') && value === '' ? undefined : value;
  if (operator.endsWith('+')) return known === undefined ? '' : word;
  if (operator.endsWith('-')) return known ?? word;
  return operator.endsWith('?') ? known : (value ?? '');
}

/**
 * Fills in `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:?message}` and `${NAME:+other}`; `$$` is a plain `$`. What is
 * asked for and has no value is added to `unset`.
 * Source: https://docs.docker.com/reference/compose-file/interpolation/
 */
export function interpolate(text: string, lookup: Lookup, unset: Unset[]): string {
  return text.replace(VARIABLE, (whole: string, braced?: string, operator = '', word = '', bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) return whole === '$$' ? '$' : whole;
    const value = chosen(lookup(name), operator, word);
    if (value === undefined) unset.push({ name, message: word });
    return value ?? '';
  });
}

/** {@link interpolate} in every text of a document; keys stay. */
export function interpolateAll(value: unknown, lookup: Lookup, unset: Unset[]): unknown {
  if (typeof value === 'string') return interpolate(value, lookup, unset);
  if (Array.isArray(value)) return value.map((item) => interpolateAll(item, lookup, unset));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolateAll(item, lookup, unset)]));
}
