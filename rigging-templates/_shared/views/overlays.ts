import type { ViewInput } from '../../../src/core/model/rigging.ts';

/** An environment that the manifests are adapted to. */
export type EnvironmentName = 'dev' | 'staging' | 'prod';

const NAMES: readonly EnvironmentName[] = ['dev', 'staging', 'prod'];

/**
 * The environments that the option `overlays` names (`dev,prod`), the same for all components: what any of them says
 * holds for the project, since one folder is either a base or none.
 */
export function overlaysOf({
  components,
  optionsOf,
}: Pick<ViewInput, 'components' | 'optionsOf'>): readonly EnvironmentName[] {
  const said = components.flatMap(({ name }) => String(optionsOf[name]?.overlays ?? '').split(','));
  return NAMES.filter((name) => said.includes(name));
}
