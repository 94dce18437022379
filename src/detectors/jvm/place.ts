import type { Confidence } from '../../core/model/evidence.ts';
import type { RelPath } from '../../core/model/paths.ts';

/** Where something was read, and why it counts. */
export interface Place {
  readonly file: RelPath | null;
  readonly line: number | null;
  readonly confidence: Confidence;
  readonly because: string;
}
