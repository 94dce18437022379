import type { Diagnostic } from '../errors/diagnostic.ts';
import type { Scope } from '../workspace/scope.ts';
import type { EvidenceOf } from './evidence.ts';
import type { FactKey, Facts, Layer, LayerOf } from './facts.ts';
import type { RelPath } from './paths.ts';

/**
 * What must be in a component's folder (or, for `nearestFile`, in it or above it) before the detector is asked at all.
 * Data, so that skipping is cheap and the reference table shows it. An empty trigger is always asked.
 */
export interface Trigger {
  /** Basenames, anywhere in the component. */
  readonly anyFile?: readonly string[];
  /** Basenames in the component's own folder or in a folder above it, up to the project root. */
  readonly nearestFile?: readonly string[];
  /** Extensions without the dot, anywhere in the component. */
  readonly anyExtension?: readonly string[];
}

/** A claim that a detector of layer `L` may make: facts of its own layer only. */
export type Claim<L extends Layer> = {
  [K in FactKey]: LayerOf<K> extends L ? Omit<EvidenceOf<K>, 'detector'> : never;
}[FactKey];

/** Something to tell the user that is no fact. */
export interface Notice {
  readonly diagnostic: Diagnostic;
}

/** The decisions of earlier layers. */
export interface KnownFacts {
  get<K extends FactKey>(key: K): Facts[K] | undefined;
}

/** One detector: data and at most one pure function. */
export interface Detector<L extends Layer = Layer> {
  readonly id: string;
  readonly layer: L;
  readonly title: string;
  /** Upstream documentation, shown in the reference table. */
  readonly docs: string;
  readonly when: Trigger;
  /**
   * The languages that its claims are about, for a runtime detector: what it says of anything but the language counts only
   * where one of them is the component's. A folder may hold the manifests of two languages.
   */
  readonly languages?: readonly string[];
  /** Basenames whose folder may be a component of its own: `package.json`. */
  readonly marks?: readonly string[];
  /**
   * Folders that may be components though no file's name shows it, asked once with the whole project as scope:
   * the main packages of a Go module.
   */
  folders?(project: Scope): Iterable<RelPath>;
  detect(scope: Scope, known: KnownFacts): Iterable<Claim<L> | Notice>;
}

/** Identity function that checks the layer rule at compile time. */
export function defineDetector<const L extends Layer>(detector: Detector<L>): Detector<L> {
  return detector;
}

/** A detector of any layer, as the registry lists them. */
export type AnyDetector = { [L in Layer]: Detector<L> }[Layer];

/** Detectors that are of use together: those of one language. */
export interface DetectorFamily {
  readonly name: string;
  /** True when its detectors are asked for every project. */
  readonly always: boolean;
  /** Basenames of which one must be in the project; from the triggers of the family's detectors. */
  readonly files: readonly string[];
  /** Extensions of which one must be in the project. */
  readonly extensions: readonly string[];
  readonly load: () => Promise<readonly AnyDetector[]>;
}
