import type { EnvVar } from '../../src/core/model/facts.ts';
import { VARIABLE_NAME } from '../_shared/views/variable-name.ts';

/** One variable that comes from the Secret. */
export interface SecretVariable {
  readonly name: string;
  readonly secret: string;
  readonly isOptional: boolean;
}

/** Where each environment variable of a pod comes from. */
export interface Environment {
  /** `NAME=value`, as kustomize's generator reads it. */
  readonly literals: readonly string[];
  /** The same by name, in the order of the names. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretEnv: readonly SecretVariable[];
}

/** A URL with a password in it. */
const CREDENTIALS = /:\/\/[^/@\s]*:[^/@\s]+@/;

/** An address of the developer's own machine: in a pod nothing answers there. */
const LOCAL = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/\s]*@)?(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/?].*)?$/i;

/** kustomize takes one pair of quotes off a literal's value, so a value that has its own gets a second pair. */
function literal(name: string, value: string): string {
  const isQuoted = value.length > 1 && /^["']/.test(value) && value.at(-1) === value[0];
  return isQuoted ? `${name}="${value}"` : `${name}=${value}`;
}

/**
 * Sorts variables into the ConfigMap (what the image sets, and defaults that are no secret) and references to the
 * Secret (sensitive ones, required ones without a default, and addresses that the source sets to the developer's machine).
 * No value of a secret is ever returned.
 */
export function environmentOf(
  declared: readonly EnvVar[],
  image: Readonly<Record<string, string>>,
  secret: string,
): Environment {
  const config = new Map(Object.entries(image).filter(([name]) => VARIABLE_NAME.test(name)));
  const secrets = new Map<string, SecretVariable>();
  for (const variable of declared) {
    const { name, required, sensitive, scope } = variable;
    if (scope !== 'run' || !VARIABLE_NAME.test(name) || config.has(name)) continue;
    const known = variable.default ?? '';
    const isSecret = sensitive || CREDENTIALS.test(known) || LOCAL.test(known);
    if (isSecret || (required && variable.default === null)) secrets.set(name, { name, secret, isOptional: !required });
    else if (variable.default !== null) config.set(name, variable.default);
  }
  const sorted = [...config].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    literals: [...config].map(([name, value]) => literal(name, value)).sort(),
    config: Object.fromEntries(sorted),
    secretEnv: [...secrets.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
