import { dockerfileValue } from '../../../src/core/render/escape.ts';

/** The arguments of one ENV instruction, a variable on each line; `null` where there are none. */
export function envLine(env: Readonly<Record<string, string>>): string | null {
  const pairs = Object.entries(env).map(([name, value]) => `${name}=${dockerfileValue(value)}`);
  return pairs.length === 0 ? null : pairs.join(' \\\n    ');
}
