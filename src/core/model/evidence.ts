import type { FactKey, Facts } from './facts.ts';
import type { RelPath } from './paths.ts';

/**
 * How sure a claim is, by the kind of its source. A user's word beats a pin, a pin beats a manifest,
 * a manifest beats a setting, a setting beats what the code shows, and that beats a habit.
 */
export const CONFIDENCE = {
  /** Nothing better was found. */
  guess: 10,
  /** The framework's or tool's own default. */
  convention: 30,
  /** Read in source code. */
  source: 40,
  /** Read in a tool's or framework's configuration file. */
  config: 50,
  /** Read in the project's manifest. */
  manifest: 70,
  /** An exact statement made for the purpose: a version file, an EXPOSE line. */
  pinned: 85,
  /** A flag or a key of derrick.yaml. */
  declared: 100,
} as const;

/** A rung of {@link CONFIDENCE}. */
export type Confidence = keyof typeof CONFIDENCE;

/** The id of a detector, or `declared` for what the user said. */
export type DetectorId = string;

/** One claim about one fact, with its source. */
export interface EvidenceOf<K extends FactKey> {
  readonly field: K;
  readonly value: Facts[K];
  /** Relative to the project root; `null` for a flag, an environment variable or a default. */
  readonly file: RelPath | null;
  /** Counted from 1; `null` when the whole file is the evidence. */
  readonly line: number | null;
  readonly confidence: Confidence;
  readonly detector: DetectorId;
  /** One short sentence for `--explain`. */
  readonly because: string;
}

/** Evidence of any fact. */
export type Evidence = { [K in FactKey]: EvidenceOf<K> }[FactKey];

/** What was chosen for a fact, and what lost against it. */
export interface DecisionOf<K extends FactKey> {
  readonly field: K;
  readonly chosen: EvidenceOf<K>;
  /** For a merged fact: the further claims, which add to the value rather than lose. */
  readonly others: readonly EvidenceOf<K>[];
  /** True when another value had the same confidence, so that only the tie-break decided. */
  readonly contested: boolean;
}

/** A decision about any fact. */
export type Decision = { [K in FactKey]: DecisionOf<K> }[FactKey];
