/** What a framework makes of the component: a server of its own kind, a library for servers, or files. */
export type FrameworkFamily = 'meta' | 'server' | 'static';

/** A framework as data: what tells it. */
export interface Framework {
  readonly id: string;
  readonly title: string;
  readonly family: FrameworkFamily;
  /** Any of these as a dependency. */
  readonly packages: readonly string[];
  /** Files of which one must be there as well. */
  readonly needs?: readonly string[];
  /** The port that applications of it open by habit; 3000 where nothing is said. */
  readonly port?: number;
}

function meta(id: string, title: string, packages: readonly string[], needs?: readonly string[]): Framework {
  return { id, title, family: 'meta', packages, ...(needs === undefined ? {} : { needs }) };
}

function server(id: string, title: string, packages: readonly string[], port?: number): Framework {
  return { id, title, family: 'server', packages, ...(port === undefined ? {} : { port }) };
}

function files(id: string, title: string, packages: readonly string[]): Framework {
  return { id, title, family: 'static', packages };
}

/** What turns sources into the styles, scripts and pages of plain HTML. */
const STYLE_TOOLS = [
  ...['sass', 'sass-embedded', 'node-sass', 'less', 'stylus', 'postcss-cli', 'tailwindcss', '@tailwindcss/cli'],
  ...['clean-css-cli', 'lightningcss-cli'],
];
const SCRIPT_TOOLS = ['esbuild', 'rollup', 'browserify', 'terser', 'uglify-js', '@babel/cli', '@swc/cli', 'typescript'];
const FILE_TOOLS = ['gulp', 'pug-cli', 'posthtml-cli', 'html-minifier', 'html-minifier-terser', 'cpx2', 'copyfiles'];

/**
 * The frameworks of Node, those that contain others first: a Next.js project has react, a Nuxt project has vite.
 * Within a family the first whose package is there wins.
 */
export const FRAMEWORKS: readonly Framework[] = [
  meta('redwood', 'RedwoodJS', ['@redwoodjs/core'], ['redwood.toml']),
  meta('cedar', 'CedarJS', ['@cedarjs/core'], ['cedar.toml', 'redwood.toml']),
  meta('nextjs', 'Next.js', ['next']),
  meta('nuxt', 'Nuxt', ['nuxt', 'nuxt3', 'nuxt-edge', 'nuxt-nightly']),
  meta('analog', 'Analog', ['@analogjs/platform']),
  meta('solidstart', 'SolidStart', ['@solidjs/start', 'solid-start']),
  meta('tanstack-start', 'TanStack Start', ['@tanstack/react-start', '@tanstack/solid-start', '@tanstack/start']),
  meta('react-router', 'React Router', ['@react-router/dev']),
  meta('remix', 'Remix', ['@remix-run/dev', '@remix-run/serve', '@remix-run/node']),
  meta('sveltekit', 'SvelteKit', ['@sveltejs/kit']),
  meta('astro', 'Astro', ['astro']),
  meta('waku', 'Waku', ['waku']),
  meta('qwik', 'Qwik City', ['@builder.io/qwik-city', '@qwik.dev/router']),
  meta('angular', 'Angular', ['@angular/core']),
  meta('nestjs', 'NestJS', ['@nestjs/core']),
  meta('adonisjs', 'AdonisJS', ['@adonisjs/core']),
  meta('strapi', 'Strapi', ['@strapi/strapi']),
  meta('directus', 'Directus', ['directus']),
  meta('medusa', 'Medusa', ['@medusajs/medusa']),
  meta('mastra', 'Mastra', ['mastra']),
  meta('keystone', 'Keystone', ['@keystone-6/core']),
  meta('sails', 'Sails', ['sails']),
  meta('marko-run', 'Marko Run', ['@marko/run']),
  meta('nitro', 'Nitro', ['nitropack', 'nitro', 'vinxi']),
  server('fastify', 'Fastify', ['fastify']),
  server('hono', 'Hono', ['hono']),
  server('koa', 'Koa', ['koa']),
  server('elysia', 'Elysia', ['elysia']),
  server('express', 'Express', ['express']),
  server('hapi', 'hapi', ['@hapi/hapi']),
  server('restify', 'restify', ['restify']),
  server('polka', 'Polka', ['polka']),
  server('feathers', 'Feathers', ['@feathersjs/feathers'], 3030),
  server('h3', 'h3', ['h3']),
  server('apollo-server', 'Apollo Server', ['@apollo/server', 'apollo-server'], 4000),
  server('graphql-yoga', 'GraphQL Yoga', ['graphql-yoga'], 4000),
  server('loopback', 'LoopBack', ['@loopback/rest']),
  server('moleculer', 'Moleculer', ['moleculer-web']),
  server('parse-server', 'Parse Server', ['parse-server'], 1337),
  files('gatsby', 'Gatsby', ['gatsby']),
  files('docusaurus', 'Docusaurus', ['@docusaurus/core']),
  files('vitepress', 'VitePress', ['vitepress']),
  files('vuepress', 'VuePress', ['vuepress']),
  files('eleventy', 'Eleventy', ['@11ty/eleventy']),
  files('hexo', 'Hexo', ['hexo']),
  files('create-react-app', 'Create React App', ['react-scripts']),
  files('vue-cli', 'Vue CLI', ['@vue/cli-service']),
  files('ember', 'Ember', ['ember-cli']),
  files('quasar', 'Quasar', ['@quasar/app-vite', '@quasar/app-webpack']),
  files('umi', 'Umi', ['umi', '@umijs/max']),
  files('slidev', 'Slidev', ['@slidev/cli']),
  files('rspress', 'Rspress', ['rspress', '@rspress/core']),
  files('vike', 'Vike', ['vike', 'vite-plugin-ssr']),
  files('vocs', 'Vocs', ['vocs']),
  files('observable', 'Observable Framework', ['@observablehq/framework']),
  files('stencil', 'Stencil', ['@stencil/core']),
  files('expo', 'Expo for the web', ['expo']),
  files('rsbuild', 'Rsbuild', ['@rsbuild/core']),
  files('vite', 'Vite', ['vite', 'rolldown-vite']),
  files('parcel', 'Parcel', ['parcel']),
  files('farm', 'Farm', ['@farmfe/core']),
  files('ladle', 'Ladle', ['@ladle/react']),
  files('histoire', 'Histoire', ['histoire']),
  files('gridsome', 'Gridsome', ['gridsome']),
  files('preact-cli', 'Preact CLI', ['preact-cli']),
  files('storybook', 'Storybook', ['storybook', '@storybook/react-vite', '@storybook/vue3-vite']),
  files('rspack', 'Rspack', ['@rspack/core']),
  files('webpack', 'webpack', ['webpack']),
  files('html', 'HTML', [...STYLE_TOOLS, ...SCRIPT_TOOLS, ...FILE_TOOLS]),
];
