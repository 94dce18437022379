import type { Argv } from './facts.ts';
import type { RelPath } from './paths.ts';

/** One package of a monorepo that a component needs. */
export interface WorkspacePackage {
  readonly dir: RelPath;
  readonly name: string;
  /** True when it has a build script of its own. */
  readonly build: boolean;
  /** What builds it in the workspace's root, where it has no script for that: `nx run stone:build`. */
  readonly task?: Argv;
  /** What builds it in its own folder, where it has no script for that. */
  readonly command?: Argv;
  /** True when it has no manifest that is installed: what builds it runs in the workspace's root. */
  readonly inner?: true;
  /** True when the component needs it to build only. */
  readonly development: boolean;
}

/** The part of a monorepo that one component is made of. */
export interface WorkspaceSlice {
  readonly root: RelPath;
  /** What the component depends on, transitively, each after what it depends on itself; the component comes last. */
  readonly packages: readonly WorkspacePackage[];
  /** Files in the root that builds share: `tsconfig.base.json`, `turbo.json` … */
  readonly shared: readonly RelPath[];
}
