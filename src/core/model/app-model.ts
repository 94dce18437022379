import type { Diagnostic } from '../errors/diagnostic.ts';
import type { Decision, DetectorId } from './evidence.ts';
import type { Facts } from './facts.ts';
import type { RelPath } from './paths.ts';

/** One deployable part of the project: one image. */
export interface Component {
  /** A DNS label, unique in the project. */
  readonly name: string;
  /** Its folder; `.` for the project root. */
  readonly dir: RelPath;
  readonly facts: Readonly<Partial<Facts>>;
  /** One decision for each fact, in the order of the fact's name. */
  readonly decisions: readonly Decision[];
}

/** What the project is, as far as detection could tell. */
export interface AppModel {
  readonly schema: 1;
  readonly name: string;
  /** Ordered by folder. */
  readonly components: readonly Component[];
}

/** One file that detection read, and who asked for it. */
export interface ReadRecord {
  readonly path: RelPath;
  readonly bytes: number;
  /** How often the file was parsed, by format; never more than once each. */
  readonly parses: Readonly<Record<string, number>>;
  readonly readBy: readonly DetectorId[];
}

/** The outcome of detection: the model, everything to tell, and what was read for it. */
export interface Detection {
  readonly model: AppModel;
  readonly diagnostics: readonly Diagnostic[];
  readonly reads: readonly ReadRecord[];
}
