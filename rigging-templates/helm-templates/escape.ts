import type { JsonValue } from '../../src/core/model/rigging.ts';

/** Text that Helm must take as it is; in raw quotes, which no quoting of YAML changes. */
function literal(text: string): string {
  return text.replaceAll('{{', '{{ `{{` }}');
}

/** All texts of a view made harmless for Helm, before derrick's own expressions are put in. */
export function escaped(value: JsonValue): JsonValue {
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) return value.map((one: JsonValue) => escaped(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, escaped(one as JsonValue)]));
}
