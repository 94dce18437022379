/** How Rush installs one of its projects. */
export interface RushInstall {
  /** The name under which rush.json lists it. */
  readonly project: string;
  /** The package manager that Rush installs with. */
  readonly manager: 'npm' | 'pnpm' | 'yarn';
  /** True when it can install one project with what that depends on, instead of all. */
  readonly filters: boolean;
  /** Where it puts packages, relative to the repository's root: `common/temp`, or a folder in it for each subspace. */
  readonly folders: readonly string[];
  /** The project's scenario of `rush deploy`: its name, `null` for the one without a name; absent where there is none. */
  readonly scenario?: string | null;
  /** True when the build writes into installed packages, as Prisma does with its client. */
  readonly writes?: boolean;
}
