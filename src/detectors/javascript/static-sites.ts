/** Where a site generator says where its files go. */
export interface SiteConfig {
  readonly stem: string;
  readonly keys: readonly string[];
  readonly extensions?: readonly string[];
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
  /** The option of the build command that moves the output. */
  readonly flag?: string;
  /** The environment variable that moves the output. */
  readonly variable?: string;
  readonly configs: readonly SiteConfig[];
  /** True when the first argument of the build command is the root that the output lies in. */
  readonly rooted?: boolean;
  readonly docs: string;
}

/** The site generators and bundlers of Node with the folder that each writes by default. */
export const STATIC_SITES: readonly StaticSite[] = [
  {
    id: 'vite',
    output: 'dist',
    spa: true,
    build: ['vite', 'build'],
    flag: '--outDir',
    configs: [{ stem: 'vite.config', keys: ['build', 'outDir'] }],
    docs: 'https://vite.dev/config/build-options',
  },
  {
    id: 'create-react-app',
    output: 'build',
    spa: true,
    build: ['react-scripts', 'build'],
    variable: 'BUILD_PATH',
    configs: [],
    docs: 'https://create-react-app.dev/docs/advanced-configuration',
  },
  {
    id: 'vue-cli',
    output: 'dist',
    spa: true,
    build: ['vue-cli-service', 'build'],
    flag: '--dest',
    configs: [{ stem: 'vue.config', keys: ['outputDir'] }],
    docs: 'https://cli.vuejs.org/config/#outputdir',
  },
  {
    id: 'gatsby',
    output: 'public',
    spa: false,
    build: ['gatsby', 'build'],
    configs: [],
    docs: 'https://www.gatsbyjs.com/docs',
  },
  {
    id: 'docusaurus',
    output: 'build',
    spa: false,
    build: ['docusaurus', 'build'],
    flag: '--out-dir',
    configs: [],
    docs: 'https://docusaurus.io/docs/cli',
  },
  {
    id: 'vitepress',
    output: '.vitepress/dist',
    spa: false,
    build: ['vitepress', 'build'],
    flag: '--outDir',
    rooted: true,
    configs: [],
    docs: 'https://vitepress.dev/reference/site-config',
  },
  {
    id: 'vuepress',
    output: '.vuepress/dist',
    spa: false,
    build: ['vuepress', 'build'],
    flag: '--dest',
    rooted: true,
    configs: [],
    docs: 'https://vuepress.vuejs.org/reference/config.html',
  },
  {
    id: 'eleventy',
    output: '_site',
    spa: false,
    build: ['eleventy'],
    flag: '--output',
    configs: [
      { stem: 'eleventy.config', keys: ['dir', 'output'] },
      { stem: '.eleventy', keys: ['dir', 'output'] },
    ],
    docs: 'https://www.11ty.dev/docs/config/',
  },
  {
    id: 'hexo',
    output: 'public',
    spa: false,
    build: ['hexo', 'generate'],
    configs: [],
    docs: 'https://hexo.io/docs/configuration',
  },
  {
    id: 'ember',
    output: 'dist',
    spa: true,
    build: ['ember', 'build', '--environment=production'],
    flag: '--output-path',
    configs: [],
    docs: 'https://cli.emberjs.com',
  },
  {
    id: 'quasar',
    output: 'dist/spa',
    spa: true,
    build: ['quasar', 'build'],
    configs: [],
    docs: 'https://quasar.dev/quasar-cli-vite/commands-list',
  },
  {
    id: 'umi',
    output: 'dist',
    spa: true,
    build: ['umi', 'build'],
    configs: [
      { stem: '.umirc', keys: ['outputPath'] },
      { stem: 'config/config', keys: ['outputPath'] },
    ],
    docs: 'https://umijs.org/docs/api/config',
  },
  {
    id: 'slidev',
    output: 'dist',
    spa: true,
    build: ['slidev', 'build'],
    flag: '--out',
    configs: [],
    docs: 'https://sli.dev/builtin/cli',
  },
  {
    id: 'rspress',
    output: 'doc_build',
    spa: false,
    build: ['rspress', 'build'],
    configs: [{ stem: 'rspress.config', keys: ['outDir'] }],
    docs: 'https://rspress.rs',
  },
  {
    id: 'observable',
    output: 'dist',
    spa: false,
    build: ['observable', 'build'],
    configs: [{ stem: 'observablehq.config', keys: ['output'] }],
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
    flag: '--output-dir',
    configs: [],
    docs: 'https://docs.expo.dev/more/expo-cli/',
  },
  {
    id: 'rsbuild',
    output: 'dist',
    spa: true,
    build: ['rsbuild', 'build'],
    configs: [{ stem: 'rsbuild.config', keys: ['output', 'distPath', 'root'] }],
    docs: 'https://rsbuild.rs/config/output/dist-path',
  },
  {
    id: 'parcel',
    output: 'dist',
    spa: true,
    build: ['parcel', 'build'],
    flag: '--dist-dir',
    configs: [],
    docs: 'https://parceljs.org/features/cli/',
  },
  {
    id: 'storybook',
    output: 'storybook-static',
    spa: true,
    build: ['storybook', 'build'],
    flag: '--output-dir',
    configs: [],
    docs: 'https://storybook.js.org/docs/sharing/publish-storybook',
  },
];
