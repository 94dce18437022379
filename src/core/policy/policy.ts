import type { Scalar } from '../model/rigging.ts';

/** A path of keys into a YAML document; `*` stands for every item of a list or value of a map. */
export type PolicyPath = readonly string[];

/** What must be true of the values at a path. */
export interface ValueCheck {
  readonly kind: 'value';
  readonly at: PolicyPath;
  /** True: there must be a value (the default where nothing else is asked); false: there must be none. */
  readonly exists?: boolean;
  readonly equals?: Scalar;
  readonly oneOf?: readonly Scalar[];
  /** A regular expression for the value as text. */
  readonly matches?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Where images may come from: every `FROM`, `COPY --from` and `image:` begins with one of these. */
export interface ImagesCheck {
  readonly kind: 'images';
  readonly from: readonly string[];
}

/** An instruction that a Dockerfile must not have, or must have. */
export interface InstructionCheck {
  readonly kind: 'instruction';
  readonly forbidden?: string;
  readonly required?: string;
  /** Only instructions whose rest matches count. */
  readonly matches?: string;
}

/** A regular expression for the lines of a file. */
export interface TextCheck {
  readonly kind: 'text';
  readonly contains?: string;
  readonly lacks?: string;
}

/** What a rule asks. */
export type PolicyCheck = ValueCheck | ImagesCheck | InstructionCheck | TextCheck;

/** One rule of a platform team. */
export interface PolicyRule {
  readonly id: string;
  readonly title: string;
  /** How to mend a breach; shown with each. */
  readonly remedy?: string;
  readonly severity: 'error' | 'warning';
  /** Globs of the files that it is about. */
  readonly files: readonly string[];
  /** Values that a YAML document must have for the rule to be about it: `kind: Deployment`; of a list any one. */
  readonly where: Readonly<Record<string, Scalar | readonly Scalar[]>>;
  readonly check: PolicyCheck;
}

/** A policy file. */
export interface Policy {
  readonly schema: 1;
  readonly rules: readonly PolicyRule[];
}

/** Splits `spec.template.metadata` into keys; a key that holds dots is written in a list instead. */
export function policyPath(at: string | readonly string[]): PolicyPath {
  return typeof at === 'string' ? at.split('.') : at;
}
