import type { Node } from '@babel/types';
import { basename, type RelPath } from '../../core/model/paths.ts';
import { dotted, keyName } from './expressions.ts';
import type { ModuleIndex } from './module-index.ts';

/** Files that a build reads and that no process loads later; what `next start` takes from its own at run time is in the build too. */
const BUILD =
  /^(next|vite|astro|svelte|vue|nuxt|nitro|webpack|rsbuild|rspack|rollup|farm|parcel|react-router|remix|waku|gridsome|quasar|docusaurus|eleventy|rspress|metro|babel|tailwind|postcss|contentlayer|velite|analog|vinxi)\.config(\.[\w-]+)?\.[cm]?[jt]s$|^gatsby-(config|node|browser|ssr)\.[cm]?[jt]sx?$|^\.eleventy\.[cm]?js$|^\.umirc\.[jt]s$|^ember-cli-build\.js$|^webpack(\.[\w-]+)+\.[cm]?[jt]s$|^craco\.config\.[jt]s$/;

/** Files that set up tools of development: tests, linters, migrations, generators. */
const TOOL =
  /^(playwright|jest|vitest|cypress|drizzle|prisma|knip|eslint|commitlint|codegen|lint-staged|release|prettier|stylelint|wdio|nightwatch|karma|protractor|graphql|orval|kubb|openapi-ts|lighthouserc|i18next-parser|turbo|lage|sentry-cli|payload-codegen|mikro-orm|kysely)\.config(\.[\w-]+)?\.[cm]?[jt]s$|^(jest|vitest|test|tests)[.-]?(setup|global|teardown)[\w.-]*\.[cm]?[jt]sx?$|^setup-?tests\.[cm]?[jt]sx?$|^(codegen|gulpfile|gruntfile|knexfile|Gruntfile|Gulpfile)\.[cm]?[jt]s$|^\.(eslintrc|prettierrc)/i;

/** Parts of a build's configuration that only its development server and tests read. */
const DEVELOPMENT = /^(server|preview|devServer|test|proxy|e2e)$/;

/** True for a file of the component's own folder that configures its build. */
export function isBuildConfig(path: RelPath): boolean {
  return BUILD.test(basename(path)) || /(^|\/)\.(vitepress|vuepress)\/config(\.[\w-]+)?\.[cm]?[jt]s$/.test(path);
}

/** True for a file that configures a tool of development, which neither the build nor the process reads. */
export function isToolConfig(path: RelPath): boolean {
  return TOOL.test(basename(path));
}

/**
 * What a read in the configuration of a build is for: the `development` server, a text that ends up in files which
 * browsers load (`public`), Nuxt's `runtime` configuration, or the `build` itself.
 */
export function configPart({ path, parents }: ModuleIndex, read: Node): 'development' | 'public' | 'runtime' | 'build' {
  let part: ReturnType<typeof configPart> = 'build';
  for (let at = parents.get(read); at !== undefined; at = parents.get(at)) {
    if (at.type === 'NewExpression' && /(^|\.)DefinePlugin$/.test(dotted(at.callee) ?? '')) return 'public';
    const key = at.type === 'ObjectProperty' ? (keyName(at.key) ?? '') : '';
    if (key === 'define') part = 'public';
    else if (key === 'runtimeConfig' && basename(path).startsWith('nuxt.')) part = 'runtime';
    else if (DEVELOPMENT.test(key) && part === 'build') part = 'development';
  }
  return part;
}
