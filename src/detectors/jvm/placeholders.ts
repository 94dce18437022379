/** A variable in a setting: `${NAME}`, `${NAME:default}`, `${NAME:-default}`. */
export interface Placeholder {
  readonly name: string;
  readonly default: string | null;
}

const PLACEHOLDER = /\$\{([A-Z][A-Z0-9_]*)(?::(?:-|`)?([^{}`]*)`?)?\}/g;

/** The environment variables that a setting's text holds. Property names have small letters and are none. */
export function placeholders(text: string): readonly Placeholder[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = '', value]) => ({ name, default: value ?? null }));
}
