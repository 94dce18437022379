import type { RelPath } from './paths.ts';

/** The tool that installs the component's dependencies. */
export interface PackageManager {
  /** npm, yarn, yarn-berry, pnpm, bun, pip, poetry … */
  readonly id: string;
  /** Exact version or major as far as the project says, without a hash. */
  readonly version: string | null;
  readonly lockfile: RelPath | null;
  /** The folder in which the install command runs: the workspace root of a monorepo, else the component. */
  readonly root: RelPath;
  /** The build context where it is wider than `root`: the install reads folders beside it (`file:../common`). */
  readonly context?: RelPath;
}
