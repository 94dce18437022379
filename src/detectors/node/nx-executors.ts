/** What an executor of Nx, or the plugin that infers its work, makes of a project. */
export interface NxMaker {
  /** Names of executors without the scope: `@nx/` now, `@nrwl/` before Nx 16. */
  readonly executors: readonly string[];
  /** The module of the settings that a plugin infers the target from. */
  readonly config?: string;
  /**
   * `server`: a program that Node runs; `site`: files for browsers; `either`: what its target says, a site where it says
   * nothing; `framework`: what the framework's own detector knows.
   */
  readonly makes: 'server' | 'site' | 'either' | 'framework';
  /** The program's file in the output, where no option names it and it is not called after the entry. */
  readonly file?: string;
}

/** Sources: https://nx.dev/docs/technologies and the schemas of the executors in the packages themselves. */
export const NX_MAKERS: readonly NxMaker[] = [
  { executors: ['esbuild:esbuild'], makes: 'server' },
  { executors: ['webpack:webpack'], config: 'webpack.config', makes: 'either', file: 'main.js' },
  { executors: ['rspack:rspack'], config: 'rspack.config', makes: 'either', file: 'main.js' },
  { executors: ['node:webpack', 'node:build'], makes: 'server', file: 'main.js' },
  { executors: ['web:webpack', 'web:build'], makes: 'site' },
  { executors: ['js:tsc', 'js:swc', 'js:node', 'node:package'], makes: 'server' },
  { executors: ['vite:build'], config: 'vite.config', makes: 'framework' },
  { executors: ['next:build'], config: 'next.config', makes: 'framework' },
];

/** The maker of an executor's name; the names of other publishers are theirs. */
export function nxMaker(executor: string): NxMaker | undefined {
  const name = /^@(?:nx|nrwl)\/(.+)$/.exec(executor)?.[1];
  return NX_MAKERS.find(({ executors }) => name !== undefined && executors.includes(name));
}
