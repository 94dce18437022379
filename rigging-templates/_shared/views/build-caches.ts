import { dnsLabel } from '../../../src/core/model/names.ts';
import type { View, ViewInput } from '../../../src/core/model/rigging.ts';
import { containerName } from './container.ts';

/** The caches of the build, under names of their own: an engine's builds share one name. */
export function buildCaches(input: ViewInput, dir: string): readonly View[] {
  // A mount's options are not quoted: a folder of any other name goes without.
  const folders = (input.component.facts['app.buildCaches'] ?? []).filter((path) =>
    /^[\w@.-]+(\/[\w@.-]+)*$/.test(path),
  );
  return folders.map((folder) => ({
    id: dnsLabel(`${containerName(input.component, input)}-${folder}`),
    target: `${dir}/${folder}`,
  }));
}
