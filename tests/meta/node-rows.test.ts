import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fixture, fixtures } from '../support/fixture.ts';

/**
 * Every kind of Node application that derrick promises to know, with the fixture that shows it and what makes the fixture
 * real: a package that one of its manifests asks for, or a file that it has (with a slash or a dot in its name).
 */
const APPLICATIONS: Readonly<Record<string, readonly [fixture: string, ...shownBy: string[]]>> = {
  'Next.js standalone, app router': ['next-standalone', 'next', 'app/page.jsx'],
  'Next.js server': ['next-plain', 'next'],
  'Next.js export': ['fw-next-export', 'next'],
  'Next.js pages router': ['fw-next-pages', 'next'],
  'Next.js behind a server of its own': ['fw-next-server', 'next'],
  'Nuxt server': ['fw-nuxt', 'nuxt'],
  'Nuxt generate': ['fw-nuxt-generate', 'nuxt'],
  Remix: ['fw-remix', '@remix-run/node'],
  'React Router 7 with ssr': ['fw-react-router', '@react-router/dev'],
  'React Router 7 without ssr': ['fw-react-router-spa', '@react-router/dev'],
  'SvelteKit, adapter-node': ['fw-sveltekit-node', '@sveltejs/adapter-node'],
  'SvelteKit, adapter-static': ['fw-sveltekit-static', '@sveltejs/adapter-static'],
  'Astro static': ['astro-static', 'astro'],
  'Astro with the node adapter': ['fw-astro-node', '@astrojs/node'],
  'Angular in the browser': ['fw-angular', '@angular/core'],
  'Angular SSR': ['fw-angular-ssr', '@angular/ssr'],
  'Vue CLI': ['fw-vue-cli', '@vue/cli-service'],
  'Vue CLI on webpack 4': ['fw-vue-cli-webpack4', '@vue/cli-service'],
  'Vite, React': ['vite-spa', 'vite'],
  'Vite, Svelte': ['fw-vite-svelte', 'vite'],
  'Create React App': ['fw-create-react-app', 'react-scripts'],
  Gatsby: ['fw-gatsby', 'gatsby'],
  Docusaurus: ['fw-docusaurus', '@docusaurus/core'],
  Eleventy: ['fw-eleventy', '@11ty/eleventy'],
  VitePress: ['fw-vitepress', 'vitepress'],
  VuePress: ['fw-vuepress', 'vuepress'],
  Hexo: ['fw-hexo', 'hexo'],
  Slidev: ['fw-slidev', '@slidev/cli'],
  Vocs: ['fw-vocs', 'vocs'],
  Rspress: ['fw-rspress', '@rspress/core'],
  Umi: ['fw-umi', 'umi'],
  Waku: ['fw-waku', 'waku'],
  Stencil: ['fw-stencil', '@stencil/core'],
  Quasar: ['fw-quasar', 'quasar'],
  Observable: ['fw-observable', '@observablehq/framework'],
  Vike: ['fw-vike', 'vike'],
  'TanStack Start': ['fw-tanstack-start', '@tanstack/react-start'],
  Qwik: ['fw-qwik', '@builder.io/qwik-city'],
  SolidStart: ['fw-solidstart', '@solidjs/start'],
  Nitro: ['fw-nitro', 'nitropack'],
  Analog: ['fw-analog', '@analogjs/platform'],
  RedwoodJS: ['fw-redwood', '@redwoodjs/core', 'redwood.toml'],
  Ember: ['fw-ember', 'ember-source'],
  Storybook: ['fw-storybook', 'storybook'],
  'Expo for the web': ['fw-expo-web', 'expo'],
  NestJS: ['nest-typescript', '@nestjs/core'],
  'a monorepo of NestJS': ['srv-nest-monorepo', '@nestjs/core', 'nest-cli.json'],
  Express: ['express-npm', 'express'],
  Fastify: ['fastify-pnpm', 'fastify'],
  'Fastify by its own program': ['srv-fastify-cli', 'fastify-cli'],
  'a process manager': ['srv-pm2', 'koa'],
  'a server around Vite’s build': ['srv-vite-ssr', 'vite'],
  'React Router behind Express': ['fw-react-router-express', '@react-router/express'],
  'pages of webpack': ['fw-webpack', 'webpack'],
  'plain pages with a build': ['fw-html-sass', 'sass'],
  Koa: ['koa-yarn-classic', 'koa'],
  'Hono on Node': ['srv-hono-node', '@hono/node-server'],
  'Hono on Bun': ['hono-bun', 'hono'],
  Elysia: ['fw-elysia', 'elysia'],
  AdonisJS: ['srv-adonis', '@adonisjs/core'],
  Strapi: ['srv-strapi', '@strapi/strapi'],
  Payload: ['srv-payload', 'payload'],
  Directus: ['srv-directus', 'directus'],
  Medusa: ['srv-medusa', '@medusajs/medusa'],
  Mastra: ['srv-mastra', 'mastra'],
  'a chat bot': ['fw-chat-bot', 'grammy'],
  'a worker of a queue': ['worker-bullmq', 'bullmq'],
  'an MCP server over HTTP': ['fw-mcp-http', '@modelcontextprotocol/sdk'],
  'an MCP server over pipes': ['srv-mcp-stdio', '@modelcontextprotocol/sdk'],
  'a command-line program': ['srv-cli', 'package.json'],
};

/** What is refused with a reason and a remedy. */
const REFUSED: typeof APPLICATIONS = {
  'SvelteKit without an adapter that builds a server': ['fw-sveltekit-auto', '@sveltejs/adapter-auto'],
  'Astro for a platform': ['fw-astro-vercel', '@astrojs/vercel'],
  'Nuxt for a platform': ['fw-nuxt-platform', 'nuxt'],
  'a serverless project': ['fw-serverless', 'serverless.yml'],
  'a SAM project': ['srv-sam', 'template.yaml'],
  'functions of Vercel': ['srv-vercel', 'vercel.json'],
  Workers: ['srv-workers', 'wrangler'],
  Electron: ['electron', 'electron'],
  Tauri: ['srv-tauri', '@tauri-apps/cli'],
  'React Native': ['react-native', 'react-native'],
  'an Expo application for phones': ['expo-mobile', 'expo'],
  'an extension of VS Code': ['vscode-extension', 'package.json'],
  'an extension of browsers': ['browser-extension', 'manifest.json'],
  Meteor: ['srv-meteor', '.meteor/release'],
};

/** Package managers and what their manifests can ask for. */
const INSTALLS: typeof APPLICATIONS = {
  npm: ['express-npm', 'package-lock.json'],
  'npm with a shrinkwrap': ['pm-npm-shrinkwrap', 'npm-shrinkwrap.json'],
  'yarn 1': ['koa-yarn-classic', 'yarn.lock'],
  'yarn 1 without corepack': ['pm-yarn1-node26', 'yarn.lock'],
  'yarn 2': ['pm-yarn2', '.yarnrc.yml'],
  'yarn 3': ['pm-yarn3', '.yarnrc.yml'],
  'yarn 4, node-modules': ['hono-yarn-berry', '.yarnrc.yml'],
  'yarn 4, Plug’n’Play': ['pm-yarn-pnp', '.yarnrc.yml'],
  'pnpm 6': ['pm-pnpm6', 'pnpm-lock.yaml'],
  'pnpm 7': ['pm-pnpm7', 'pnpm-lock.yaml'],
  'pnpm 8': ['pm-pnpm8', 'pnpm-lock.yaml'],
  'pnpm 9': ['pm-pnpm9', 'pnpm-lock.yaml'],
  'pnpm 10': ['pm-pnpm10', 'pnpm-lock.yaml'],
  'pnpm 11, packageManager with a hash': ['pm-pnpm11-hash', 'pnpm-lock.yaml'],
  'pnpm 12 without corepack': ['pm-pnpm12-node26', 'pnpm-lock.yaml'],
  'bun, lockfile in text': ['pm-bun-node', 'bun.lock'],
  'bun, binary lockfile': ['pm-bun-lockb', 'bun.lockb'],
  'patches of pnpm': ['pnpm-patched', 'pnpm-lock.yaml'],
  'patches of npm': ['pm-npm-patch', 'patch-package'],
  'a token in .npmrc': ['pm-npm-token', '.npmrc'],
  'install scripts that need source files': ['install-files', 'package.json'],
  'a dependency from a git repository': ['pm-git-dependency', 'package-lock.json'],
  'a linked folder': ['pm-pnpm9', 'reeds'],
  'a dependency over ssh': ['pm-git-ssh', 'pnpm-lock.yaml'],
  'bun, isolated': ['pm-bun-isolated', 'bunfig.toml'],
  'settings of npm': ['pm-npm-settings', '.npmrc'],
  'settings of pnpm 11': ['pm-pnpm11-settings', 'pnpm-workspace.yaml'],
  'a lockfile that drifted': ['lockfile-drift', 'package-lock.json'],
  'two lockfiles': ['two-lockfiles', 'package.json'],
};

/** Tools that keep several packages together. */
const MONOREPOS: typeof APPLICATIONS = {
  'npm workspaces': ['monorepo-npm-built', 'package-lock.json'],
  'yarn 1 workspaces': ['mono-yarn1', 'yarn.lock'],
  'yarn 4 workspaces': ['mono-yarn4', '.yarnrc.yml'],
  'pnpm workspaces': ['monorepo-pnpm', 'pnpm-workspace.yaml'],
  'bun workspaces': ['mono-bun', 'bun.lock'],
  Nx: ['mono-nx', 'nx.json'],
  Turborepo: ['mono-turbo', 'turbo.json'],
  Lerna: ['mono-lerna', 'lerna.json'],
  Lage: ['mono-lage', 'lage.config.js'],
  moon: ['mono-moon', '.moon/workspace.yml'],
  Rush: ['mono-rush', 'rush.json'],
  'Nx with inferred targets': ['mono-nx-inferred', 'nx.json'],
  'NestJS, several applications': ['mono-nest', 'nest-cli.json'],
  'Angular, several applications': ['mono-angular', 'angular.json'],
  'a root application over packages': ['pm-root-packages', 'package.json'],
  'two applications side by side': ['pm-side-by-side', 'lantern', 'bellhop'],
  'packages that pnpm injects': ['mono-injected', 'pnpm-workspace.yaml'],
};

/** Whether some manifest of the fixture asks for the package, or the fixture has the file. */
function shows({ app }: Fixture, what: string): boolean {
  if (existsSync(join(app, what))) return true;
  const manifest = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as Readonly<Record<string, object>>;
  return ['dependencies', 'devDependencies', 'peerDependencies'].some((field) => what in (manifest[field] ?? {}));
}

const found = new Map<string, Fixture>([
  ...fixtures('apps').map((fixture): [string, Fixture] => [fixture.name, fixture]),
  ...fixtures('bad').map((fixture): [string, Fixture] => [`../bad/${fixture.name}`, fixture]),
]);

(process.env.DERRICK_FIXTURES === undefined ? describe : describe.skip)('a fixture shows', () => {
  it.each([
    ...Object.entries({ ...APPLICATIONS, ...INSTALLS, ...MONOREPOS }),
    ...Object.entries(REFUSED).map(([title, [name, ...by]]) => [title, [`../bad/${name}`, ...by]] as const),
  ])('%s', (_, [name, ...by]) => {
    const fixture = found.get(name);
    expect(fixture === undefined ? [name] : by.filter((what) => !shows(fixture, what))).toEqual([]);
  });
});
