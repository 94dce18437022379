import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { overlaysOf } from '../_shared/views/overlays.ts';

/**
 * The folders to apply. A component that is alone in its project has no folder of its own: its kustomization.yaml
 * is that of `kubernetes/` (or of the base), and this rigging joins nothing.
 */
export function view(input: ViewInput): View {
  const hasOverlays = overlaysOf(input).length > 0;
  return {
    hasFolders: input.model.components.length > 1,
    hasOverlays,
    folder: hasOverlays ? 'kubernetes/base/' : 'kubernetes/',
    folders: input.components.map(({ name }) => name),
  };
}
