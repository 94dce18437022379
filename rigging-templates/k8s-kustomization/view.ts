import type { View, ViewInput } from '../../src/core/model/rigging.ts';

/**
 * The folders to apply. A component that is alone in its project has no folder of its own: its kustomization.yaml
 * is that of `kubernetes/`, and this rigging writes nothing.
 */
export function view({ components, model }: ViewInput): View {
  return { hasFolders: model.components.length > 1, folders: components.map(({ name }) => name) };
}
