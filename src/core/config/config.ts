import type { Declaration } from '../detect/declared.ts';
import type { Output } from '../model/rigging.ts';
import type { Answers } from '../rigging/plan.ts';

/** Every output there is, in the order in which they are shown. */
export const OUTPUTS: readonly Output[] = [
  'image',
  'kubernetes',
  'jenkins',
  'compose',
  'helm',
  'github-actions',
  'gitlab-ci',
];

/** What the user has said so far, in derrick.yaml or by flags. */
export interface Config {
  readonly name: string | null;
  /** The outputs to write; `null` for the default ones. */
  readonly outputs: readonly Output[] | null;
  readonly declared: readonly Declaration[];
  readonly answers: Answers;
}

/** Nothing said. */
export const NO_CONFIG: Config = { name: null, outputs: null, declared: [], answers: { shared: {}, components: {} } };
