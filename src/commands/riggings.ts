import { findRiggings } from '../adapters/rigging-fs.ts';
import type { LoadedRigging, Output } from '../core/model/rigging.ts';
import { BUILTIN_RIGGINGS } from '../riggings/builtin.generated.ts';
import { unwrap } from './survey.ts';

/**
 * The built-in riggings, then those of `$DERRICK_HOME/riggings`, then the project's own in `derrick-riggings/`;
 * a later one replaces an earlier one of the same id.
 */
export async function loadRiggings(root: string): Promise<readonly LoadedRigging[]> {
  const found = unwrap(await findRiggings(root));
  const byId = new Map([...BUILTIN_RIGGINGS, ...found].map((rigging) => [rigging.manifest.id, rigging]));
  return [...byId.values()];
}

/** The outputs that are written when nobody says which. */
export function defaultOutputs(riggings: readonly LoadedRigging[]): readonly Output[] {
  return [...new Set(riggings.filter(({ manifest }) => manifest.default).map(({ manifest }) => manifest.provides))];
}
