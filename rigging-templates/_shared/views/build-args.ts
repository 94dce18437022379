import type { Facts } from '../../../src/core/model/facts.ts';
import type { View } from '../../../src/core/model/rigging.ts';

/**
 * The build arguments for variables that a build writes into its output. One without a default is declared only: an
 * empty text would win over the default in the code, and over what an environment file of the project says.
 */
export function buildArgsOf(facts: Partial<Facts>): readonly View[] {
  const open = (facts['app.env'] ?? []).filter(({ scope }) => scope === 'build-public');
  return open.map(({ name, default: value }) => ({ name, hasValue: value !== null, value: value ?? '' }));
}
