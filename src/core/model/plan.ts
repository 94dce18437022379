import type { RelPath } from './paths.ts';
import type { ArtifactFormat, View } from './rigging.ts';

/** One file to render: everything that the template will see, as JSON. */
export interface RenderStep {
  readonly rigging: string;
  /** The component's name; `null` for a file of the whole project. */
  readonly component: string | null;
  readonly template: string;
  readonly target: RelPath;
  readonly format: ArtifactFormat;
  readonly executable: boolean;
  readonly view: View;
}

/** All files to render, ordered by target. */
export interface RenderPlan {
  readonly schema: 1;
  readonly steps: readonly RenderStep[];
}
