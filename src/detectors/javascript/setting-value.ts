/** A value as the source states it: a literal, the environment variable that overrides it, or both. */
export interface Setting {
  readonly value: string | number | boolean | null;
  readonly variable: string | null;
}

/** Nothing could be read. */
export const NOTHING: Setting = { value: null, variable: null };

/** The first, completed by the second. */
export function merge(first: Setting, second: Setting): Setting {
  return { value: first.value ?? second.value, variable: first.variable ?? second.variable };
}

/** A setting's value as a port number; `null` when it is none. */
export function portIn(setting: Setting): number | null {
  const { value } = setting;
  const port = typeof value === 'number' ? value : typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : 0;
  return Number.isInteger(port) && port > 0 && port <= 65535 ? port : null;
}
