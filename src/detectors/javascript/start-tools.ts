import type { Argv } from '../../core/model/facts.ts';

/**
 * Programs that only serve development, with the first arguments that make them so; `''` is the bare program,
 * `*` any use of it.
 */
export const DEVELOPMENT: Readonly<Record<string, readonly string[]>> = {
  nodemon: ['*'],
  'ts-node-dev': ['*'],
  tsnd: ['*'],
  'node-dev': ['*'],
  'tsc-watch': ['*'],
  supervisor: ['*'],
  concurrently: ['*'],
  'npm-run-all': ['*'],
  'run-p': ['*'],
  'live-server': ['*'],
  'lite-server': ['*'],
  'browser-sync': ['*'],
  'webpack-dev-server': ['*'],
  'start-storybook': ['*'],
  'vite-node': [],
  electron: ['*'],
  'electron-forge': ['*'],
  turbo: ['*'],
  nx: ['*'],
  lerna: ['*'],
  rush: ['*'],
  heft: ['*'],
  vite: ['', 'dev', 'serve'],
  next: ['', 'dev'],
  nuxt: ['', 'dev'],
  nuxi: ['', 'dev'],
  astro: ['', 'dev', 'start'],
  gatsby: ['develop', 'start'],
  nest: ['start'],
  ng: ['serve', 's', 'dev'],
  'react-scripts': ['start'],
  craco: ['start'],
  'react-app-rewired': ['start'],
  'vue-cli-service': ['serve'],
  remix: ['dev', 'vite:dev'],
  'react-router': ['dev'],
  strapi: ['develop', 'dev'],
  medusa: ['develop'],
  expo: ['*'],
  'react-native': ['*'],
  webpack: ['*'],
  'webpack-cli': ['*'],
  rspack: ['serve', 'dev'],
  rsbuild: ['dev'],
  rspress: ['dev'],
  docusaurus: ['start'],
  storybook: ['dev'],
  vitepress: ['', 'dev'],
  vuepress: ['dev', 'serve'],
  parcel: ['', 'serve'],
  snowpack: ['dev'],
  vinxi: ['dev'],
  'solid-start': ['dev', 'start'],
  ember: ['serve', 's'],
  quasar: ['dev'],
  umi: ['dev'],
  max: ['dev'],
  hexo: ['server', 's'],
  waku: ['dev'],
  wrangler: ['dev'],
  sst: ['dev'],
  serverless: ['offline', 'dev'],
  sls: ['offline', 'dev'],
  sam: ['local'],
  vercel: ['dev'],
  netlify: ['dev'],
  func: ['start', 'host'],
  firebase: ['*'],
  meteor: ['*'],
  tauri: ['*'],
  mastra: ['dev'],
  keystone: ['dev', 'postinstall'],
  'marko-run': ['', 'dev'],
  'backstage-cli': ['*'],
  trigger: ['dev'],
  shopify: ['*'],
  'mini-oxygen': ['*'],
  slidev: ['', '*'],
  stencil: ['build'],
  farm: ['', 'start', 'dev', 'watch'],
  ladle: ['dev', 'serve'],
  histoire: ['dev'],
  gridsome: ['develop', 'explore'],
  preact: ['watch'],
  modern: ['dev', 'start'],
  ice: ['start'],
  'elm-app': ['start'],
  eleventy: ['*'],
  'web-dev-server': ['*'],
  wds: ['*'],
  'es-dev-server': ['*'],
  gulp: ['*'],
  grunt: ['*'],
  sass: ['*'],
  'node-sass': ['*'],
  lessc: ['*'],
  stylus: ['*'],
  postcss: ['*'],
  tailwindcss: ['*'],
  '@tailwindcss/cli': ['*'],
  esbuild: ['*'],
  rollup: ['*'],
  tsc: ['*'],
};

/** Programs that do nothing but serve files: a web server of the image takes their place. */
export const FILE_SERVERS: ReadonlySet<string> = new Set([
  'serve',
  'http-server',
  'sirv',
  'superstatic',
  'pushstate-server',
  'static-server',
  'spa-http-server',
  'ws',
]);

/** Runners of TypeScript that are programs of their own rather than preloaded modules, and the settings that each reads. */
export const SOURCE_RUNNERS: Readonly<Record<string, readonly string[]>> = {
  'vite-node': ['vite.config'],
  jiti: [],
  'sucrase-node': [],
};

/** Programs for development whose arguments name configurations and pages, not a file that runs. */
export const BUNDLERS: ReadonlySet<string> = new Set([
  ...[
    'webpack',
    'webpack-cli',
    'webpack-dev-server',
    'rspack',
    'rollup',
    'esbuild',
    'parcel',
    'vite',
    'gulp',
    'grunt',
    'heft',
  ],
]);

/** Verbs of build tools that serve what was built, for a look at it on a developer's machine. */
export const PREVIEWS: Readonly<Record<string, readonly string[]>> = {
  vite: ['preview'],
  rspack: ['preview'],
  rsbuild: ['preview'],
  rspress: ['preview'],
  farm: ['preview'],
  ladle: ['preview'],
  histoire: ['preview'],
  vitepress: ['preview', 'serve'],
  gatsby: ['serve'],
  docusaurus: ['serve'],
};

/** Programs that build: before `&&` in a start script they repeat what the build stage has done. */
export const BUILDERS: ReadonlySet<string> = new Set([
  ...[
    'tsc',
    'rimraf',
    'rm',
    'mkdir',
    'cp',
    'cpx',
    'copyfiles',
    'shx',
    'tsup',
    'esbuild',
    'rollup',
    'webpack',
    'swc',
    'babel',
  ],
  ...[
    'tsc-alias',
    'tsdown',
    'unbuild',
    'ncc',
    'echo',
    'cls',
    'clear',
    'eslint',
    'del-cli',
    'clean',
    'parcel',
    'pkgroll',
  ],
]);

/**
 * The script that a package's program really is, so that Node runs it as the container's first process
 * without a shell or npm around it. Each read in the package's own `bin`, or the file that its `bin` loads where that name changes between majors.
 */
const PROGRAM_FILES: Readonly<Record<string, string>> = {
  next: 'next/dist/bin/next',
  'remix-serve': '@remix-run/serve/dist/cli.js',
  'react-router-serve': '@react-router/serve/dist/cli.js',
  strapi: '@strapi/strapi/bin/strapi.js',
  directus: 'directus/cli.js',
  medusa: '@medusajs/cli/cli.js',
  fastify: 'fastify-cli/cli.js',
  srvx: 'srvx/bin/srvx.mjs',
  prisma: 'prisma/build/index.js',
  probot: 'probot/bin/probot.js',
  keystone: '@keystone-6/core/bin/cli.js',
  'moleculer-runner': 'moleculer/bin/moleculer-runner.js',
};

/** The argv that runs a locally installed program without npm, npx or a shell. */
export function programArgv(program: string, args: readonly string[]): Argv {
  const file = PROGRAM_FILES[program];
  return file === undefined ? [`node_modules/.bin/${program}`, ...args] : ['node', `node_modules/${file}`, ...args];
}

/** Verbs that no program serves production with. */
const VERBS: ReadonlySet<string> = new Set(['dev', 'develop', 'watch']);

/** True when this use of a program is for development only. */
export function isDevelopment(program: string, args: readonly string[]): boolean {
  const uses = Object.hasOwn(DEVELOPMENT, program) ? DEVELOPMENT[program] : undefined;
  const first = args[0]?.startsWith('-') === false ? args[0] : '';
  if (uses === undefined) return VERBS.has(first);
  return uses.includes('*') || uses.includes(first) || args.some((arg) => arg === '--watch' || arg === '-w');
}
