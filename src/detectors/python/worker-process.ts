import type { Argv } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';

/** A process beside the server: a queue's worker, or its clock. */
export interface WorkerProcess {
  readonly name: string;
  readonly command: Argv;
  readonly file: RelPath;
  readonly line: number;
  readonly because: string;
  /** The variable of the environment that the command itself reads, where the code reads none. */
  readonly reads?: string;
}
