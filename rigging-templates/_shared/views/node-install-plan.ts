import type { PackageManager } from '../../../src/core/model/package-manager.ts';

/** One package of a monorepo, and the folders that its slice is made of. */
export interface FocusInput {
  readonly name: string;
  /** From the workspace's root, as are all of these folders. */
  readonly dir: string;
  /** What it needs in production, itself included. */
  readonly folders: readonly string[];
}

/** How one package manager is set up and run inside a build stage. */
export interface InstallPlan {
  /** A RUN line that provides the package manager itself; `null` where the base image has it. */
  readonly setup: string | null;
  /** An image whose binary is copied instead: `oven/bun:1.2-slim`. */
  readonly binaryFrom: string | null;
  /** Environment of the install stages, in the order of the names. */
  readonly env: Readonly<Record<string, string>>;
  /** More of it, which makes sense in an image alone: a folder of root. */
  readonly imageEnv?: Readonly<Record<string, string>>;
  /** Where the package manager keeps downloads between builds. */
  readonly cache: string;
  /** Installs everything, exactly as locked. */
  readonly all: string;
  /** Installs what the slice of a monorepo needs, where only its manifests are there; {@link all} unless told otherwise. */
  readonly slice?: string;
  /** Installs production dependencies only, into an empty folder; `null` where only {@link prune} can. */
  readonly production: string | null;
  /** Turns an installation of everything into one of production dependencies, without running scripts again. */
  readonly prune: string;
  /**
   * Installs, into an empty folder, what one package of a monorepo and the packages that it depends on need in production;
   * `null` where {@link production} has to do.
   */
  readonly focus: ((input: FocusInput) => string) | null;
  /** Leaves that of an installation of everything; `null` where {@link prune} has to do. */
  readonly focusPrune: ((input: FocusInput) => string) | null;
}

/** What decides on the plan. */
export interface InstallInput {
  readonly manager: PackageManager;
  /** Major of Node in the base image; `null` for Bun. */
  readonly nodeMajor: number | null;
  /** Path of a Yarn release that the repository itself holds. */
  readonly yarnPath: string | null;
  /** True when the settings name a release that the repository does not hold. */
  readonly ignorePath: boolean;
  /** True when the repository holds the downloads themselves (Yarn's zero-installs). */
  readonly offline: boolean;
  /** True when Yarn 2 or 3 has the plugin for the tools of workspaces. */
  readonly focusPlugin: boolean;
  /** True when the packages of the workspace run with the root. */
  readonly members?: boolean;
  /** True when there are dependencies needed to build or test only. */
  readonly development: boolean;
  /** The scripts of the project itself that an install runs. */
  readonly scripts: readonly string[];
}
