import type { SettingSource } from './site-setting.ts';

/** How a tool is told the path below which its pages are reached. */
export interface BaseSource {
  readonly flags?: readonly string[];
  readonly variable?: string;
  readonly configs?: readonly SettingSource[];
  /** True when the setting counts only with this option of the build command. */
  readonly onlyWith?: string;
}

/** A tool that makes a folder of files, as data. */
export interface StaticSite {
  /** The id in the table of frameworks. */
  readonly id: string;
  readonly output: string;
  /** True when one page answers for every path. */
  readonly spa: boolean;
  /** The tool's own build command, for projects without a build script. */
  readonly build: readonly [string, ...string[]];
  /** The options of the build command that move the output. */
  readonly flags?: readonly string[];
  /** The environment variable that moves the output. */
  readonly variable?: string;
  readonly configs: readonly SettingSource[];
  /** True when the first argument of the build command is the root that the output and the configuration lie in. */
  readonly rooted?: boolean;
  readonly base?: BaseSource;
  /** Folders of the output that hold nothing but files named after their content. */
  readonly hashed?: readonly string[];
  readonly docs: string;
}

function module(stem: string, ...keys: readonly string[]): SettingSource {
  return { stem, keys };
}

/** The site generators and bundlers of Node with the folder that each writes by default. */
export const STATIC_SITES: readonly StaticSite[] = [
  {
    id: 'vite',
    output: 'dist',
    spa: true,
    build: ['vite', 'build'],
    flags: ['--outDir'],
    configs: [module('vite.config', 'build', 'outDir')],
    base: { flags: ['--base'], configs: [module('vite.config', 'base')] },
    hashed: ['assets'],
    docs: 'https://vite.dev/config/build-options',
  },
  {
    id: 'create-react-app',
    output: 'build',
    spa: true,
    build: ['react-scripts', 'build'],
    variable: 'BUILD_PATH',
    configs: [],
    base: { variable: 'PUBLIC_URL', configs: [{ doc: 'package.json', format: 'json', keys: ['homepage'] }] },
    hashed: ['static'],
    docs: 'https://create-react-app.dev/docs/advanced-configuration',
  },
  {
    id: 'vue-cli',
    output: 'dist',
    spa: true,
    build: ['vue-cli-service', 'build'],
    flags: ['--dest'],
    configs: [module('vue.config', 'outputDir')],
    base: { configs: [module('vue.config', 'publicPath')] },
    docs: 'https://cli.vuejs.org/config/#outputdir',
  },
  {
    id: 'gatsby',
    output: 'public',
    spa: false,
    build: ['gatsby', 'build'],
    configs: [],
    base: { configs: [module('gatsby-config', 'pathPrefix')], onlyWith: '--prefix-paths' },
    hashed: ['static'],
    docs: 'https://www.gatsbyjs.com/docs',
  },
  {
    id: 'docusaurus',
    output: 'build',
    spa: false,
    build: ['docusaurus', 'build'],
    flags: ['--out-dir'],
    configs: [],
    base: { configs: [module('docusaurus.config', 'baseUrl')] },
    hashed: ['assets'],
    docs: 'https://docusaurus.io/docs/cli',
  },
  {
    id: 'vitepress',
    output: '.vitepress/dist',
    spa: false,
    build: ['vitepress', 'build'],
    flags: ['--outDir'],
    rooted: true,
    configs: [module('.vitepress/config', 'outDir')],
    base: { flags: ['--base'], configs: [module('.vitepress/config', 'base')] },
    hashed: ['assets'],
    docs: 'https://vitepress.dev/reference/site-config',
  },
  {
    id: 'vuepress',
    output: '.vuepress/dist',
    spa: false,
    build: ['vuepress', 'build'],
    flags: ['--dest'],
    rooted: true,
    configs: [module('.vuepress/config', 'dest')],
    base: { configs: [module('.vuepress/config', 'base')] },
    hashed: ['assets'],
    docs: 'https://vuepress.vuejs.org/reference/config.html',
  },
  {
    id: 'eleventy',
    output: '_site',
    spa: false,
    build: ['eleventy'],
    flags: ['--output'],
    configs: [module('eleventy.config', 'dir', 'output'), module('.eleventy', 'dir', 'output')],
    base: {
      flags: ['--pathprefix'],
      configs: [module('eleventy.config', 'pathPrefix'), module('.eleventy', 'pathPrefix')],
    },
    docs: 'https://www.11ty.dev/docs/config/',
  },
  {
    id: 'hexo',
    output: 'public',
    spa: false,
    build: ['hexo', 'generate'],
    configs: [{ doc: '_config.yml', format: 'yaml', keys: ['public_dir'] }],
    base: { configs: [{ doc: '_config.yml', format: 'yaml', keys: ['root'] }] },
    docs: 'https://hexo.io/docs/configuration',
  },
  {
    id: 'ember',
    output: 'dist',
    spa: true,
    build: ['ember', 'build', '--environment=production'],
    flags: ['--output-path'],
    configs: [{ doc: '.ember-cli', format: 'json', keys: ['output-path'] }],
    base: { configs: [module('config/environment', 'rootURL')] },
    docs: 'https://cli.emberjs.com',
  },
  {
    id: 'quasar',
    output: 'dist/spa',
    spa: true,
    build: ['quasar', 'build'],
    configs: [module('quasar.config', 'build', 'distDir')],
    base: { configs: [module('quasar.config', 'build', 'publicPath')] },
    hashed: ['assets'],
    docs: 'https://quasar.dev/quasar-cli-vite/commands-list',
  },
  {
    id: 'umi',
    output: 'dist',
    spa: true,
    build: ['umi', 'build'],
    configs: [module('.umirc', 'outputPath'), module('config/config', 'outputPath')],
    base: { configs: [module('.umirc', 'base'), module('config/config', 'base')] },
    docs: 'https://umijs.org/docs/api/config',
  },
  {
    id: 'slidev',
    output: 'dist',
    spa: true,
    build: ['slidev', 'build'],
    flags: ['--out'],
    configs: [],
    base: { flags: ['--base'] },
    hashed: ['assets'],
    docs: 'https://sli.dev/builtin/cli',
  },
  {
    id: 'rspress',
    output: 'doc_build',
    spa: false,
    build: ['rspress', 'build'],
    configs: [module('rspress.config', 'outDir')],
    base: { flags: ['--base'], configs: [module('rspress.config', 'base')] },
    hashed: ['static'],
    docs: 'https://rspress.rs',
  },
  {
    id: 'observable',
    output: 'dist',
    spa: false,
    build: ['observable', 'build'],
    configs: [module('observablehq.config', 'output')],
    docs: 'https://observablehq.com/framework/config',
  },
  {
    id: 'stencil',
    output: 'www',
    spa: true,
    build: ['stencil', 'build'],
    configs: [],
    docs: 'https://stenciljs.com/docs/www',
  },
  {
    id: 'expo',
    output: 'dist',
    spa: true,
    build: ['expo', 'export', '-p', 'web'],
    flags: ['--output-dir'],
    configs: [],
    base: { configs: [{ doc: 'app.json', format: 'json', keys: ['expo', 'experiments', 'baseUrl'] }] },
    hashed: ['_expo/static'],
    docs: 'https://docs.expo.dev/more/expo-cli/',
  },
  {
    id: 'rsbuild',
    output: 'dist',
    spa: true,
    build: ['rsbuild', 'build'],
    configs: [module('rsbuild.config', 'output', 'distPath', 'root')],
    base: { configs: [module('rsbuild.config', 'server', 'base')] },
    hashed: ['static'],
    docs: 'https://rsbuild.rs/config/output/dist-path',
  },
  {
    id: 'parcel',
    output: 'dist',
    spa: true,
    build: ['parcel', 'build'],
    flags: ['--dist-dir'],
    configs: [],
    base: { flags: ['--public-url'] },
    docs: 'https://parceljs.org/features/cli/',
  },
  {
    id: 'storybook',
    output: 'storybook-static',
    spa: true,
    build: ['storybook', 'build'],
    flags: ['--output-dir', '-o'],
    configs: [],
    docs: 'https://storybook.js.org/docs/sharing/publish-storybook',
  },
];
