import type { Language } from '../../../src/core/model/facts.ts';
import { look } from './claims.ts';

function facts(files: Record<string, string | object>) {
  const { best } = look(files);
  return {
    kind: best('app.kind'),
    start: best('app.start'),
    output: best('app.output'),
    spa: best('app.spaFallback'),
    port: best('app.port'),
  };
}

const pkg = (dependencies: object, scripts: object = { build: 'x build' }) => ({
  'package.json': { name: 'a', scripts, dependencies },
});

describe('frameworks', () => {
  it('Next.js standalone', () => {
    const { best } = look({
      ...pkg({ next: '15' }, { build: 'next build', start: 'next start -p 4100' }),
      'next.config.mjs': "const c = { output: 'standalone', distDir: 'web' };\nexport default withX({})(c);",
      'public/a': '',
    });
    expect(best('app.start')).toEqual(['node', 'server.js']);
    expect(best('app.files')).toEqual(['web/standalone', 'web/static', 'public']);
    expect(best('app.port')).toBe(4100);
    expect(best('app.bindEnv')).toEqual({ HOSTNAME: '0.0.0.0' });
    expect(best('app.handlesSigterm')).toBe(true);
  });

  it('TanStack Start with Nitro, and with srvx', () => {
    const start = { '@tanstack/react-start': '1', vite: '7' };
    expect(facts(pkg({ ...start, nitro: '3' })).start).toEqual(['node', '.output/server/index.mjs']);
    expect(facts(pkg({ ...start, srvx: '0.8.0' })).start).toEqual([
      ...['node', 'node_modules/srvx/bin/srvx.mjs', '--prod', '-s', '../client', 'dist/server/server.js'],
    ]);
  });

  it('Astro listens where its configuration says', () => {
    const config =
      "import node from '@astrojs/node';\nexport default { server: { port: 4477 }, adapter: node({ mode: 'standalone' }) };";
    expect(facts({ ...pkg({ astro: '5', '@astrojs/node': '9' }), 'astro.config.mjs': config }).port).toBe(4477);
  });

  it('Next.js with its own server', () => {
    expect(facts(pkg({ next: '15' }, { build: 'next build', start: 'next start -p 4100' }))).toMatchObject({
      start: ['node', 'node_modules/next/dist/bin/next', 'start', '-p', '4100'],
      port: 4100,
    });
  });

  it('Next.js exported', () => {
    const found = facts({
      ...pkg({ next: '15' }, { build: 'next build', start: 'next start' }),
      'next.config.js': "module.exports = () => { return { output: 'export' } }",
    });
    expect(found).toMatchObject({ kind: 'static', output: 'out', spa: false, start: undefined });
  });

  it('NestJS whose start script compiles', () => {
    const files = {
      ...pkg({ '@nestjs/core': '11' }, { start: 'nest start' }),
      'tsconfig.json': '{"compilerOptions":{"outDir":"./lib"}}',
      'nest-cli.json': '{"entryFile":"boot"}',
    };
    expect(look(files).best('app.start')).toEqual(['node', 'lib/boot.js']);
  });

  it.each<[string, Record<string, string | object>, object]>([
    [
      'Vite by option',
      { ...pkg({ vite: '6' }, { build: 'tsc -b && vite build --outDir=web' }) },
      { output: 'web', spa: true },
    ],
    [
      'Vite by configuration',
      {
        ...pkg({ vite: '6' }),
        'vite.config.ts': "export default defineConfig(() => ({ root: 'client', build: { outDir: '../web' } }))",
      },
      { output: 'web' },
    ],
    [
      'Vite by root',
      { ...pkg({ vite: '6' }), 'vite.config.js': "export default { root: 'client' }" },
      { output: 'client/dist' },
    ],
    [
      'Vite with pages',
      { ...pkg({ vite: '6' }), 'vite.config.js': "export default { appType: 'mpa' }" },
      { spa: false },
    ],
    [
      'CRA',
      pkg({ 'react-scripts': '5' }, { build: 'BUILD_PATH=web react-scripts build', start: 'react-scripts start' }),
      { output: 'web', spa: true, start: undefined },
    ],
    [
      'Vue CLI',
      { ...pkg({ '@vue/cli-service': '5' }), 'vue.config.js': "module.exports = { outputDir: 'web' }" },
      { output: 'web' },
    ],
    ['Docusaurus', pkg({ '@docusaurus/core': '3' }), { output: 'build', spa: false }],
    ['VitePress', pkg({ vitepress: '1' }, { build: 'vitepress build manual' }), { output: 'manual/.vitepress/dist' }],
    [
      'Eleventy',
      {
        ...pkg({ '@11ty/eleventy': '3' }),
        'eleventy.config.js': "module.exports = function (c) { return { dir: { output: 'web' } } }",
      },
      { output: 'web', spa: false },
    ],
    ['Nuxt generated', pkg({ nuxt: '3' }, { build: 'nuxt generate' }), { kind: 'static', output: '.output/public' }],
    [
      'React Router SPA',
      {
        ...pkg({ '@react-router/dev': '7' }),
        'react-router.config.ts': "export default { ssr: false, buildDirectory: 'web' } satisfies Config",
      },
      { kind: 'static', output: 'web/client', spa: true },
    ],
    [
      'SvelteKit static',
      {
        ...pkg({ '@sveltejs/kit': '2' }),
        'svelte.config.js':
          "import a from '@sveltejs/adapter-static';\nexport default { kit: { adapter: a({ pages: 'web', fallback: '200.html' }) } }",
      },
      { output: 'web', spa: true },
    ],
    [
      'Astro',
      { ...pkg({ astro: '5' }), 'astro.config.mjs': "export default defineConfig({ outDir: './web' })" },
      { kind: 'static', output: 'web', spa: false },
    ],
    [
      'Angular',
      {
        ...pkg({ '@angular/core': '19' }),
        'angular.json': {
          projects: {
            shop: {
              projectType: 'application',
              architect: { build: { builder: '@angular/build:application', options: { outputPath: 'web' } } },
            },
          },
        },
      },
      { kind: 'static', output: 'web/browser', spa: true },
    ],
  ])('%s', (_, files, expected) => {
    expect(facts(files)).toMatchObject({ kind: 'static', ...expected });
  });

  it.each<[string, Record<string, string | object>, object]>([
    [
      'Nuxt',
      pkg({ nuxt: '3' }, { build: 'nuxt build', start: 'PORT=4200 nuxt preview' }),
      { start: ['node', '.output/server/index.mjs'], port: 4200 },
    ],
    [
      'Remix',
      { ...pkg({ '@remix-run/serve': '2' }, { start: 'remix-serve ./build/server/index.js' }), 'vite.config.ts': '' },
      { start: ['node', 'node_modules/@remix-run/serve/dist/cli.js', './build/server/index.js'] },
    ],
    [
      'React Router',
      pkg({ '@react-router/dev': '7' }),
      { start: ['node', 'node_modules/@react-router/serve/dist/cli.js', './build/server/index.js'] },
    ],
    [
      'SvelteKit',
      {
        ...pkg({ '@sveltejs/kit': '2' }),
        'svelte.config.js':
          "import a from '@sveltejs/adapter-node';\nexport default { kit: { adapter: a({ out: 'srv' }) } }",
      },
      { start: ['node', 'srv'], port: 3000 },
    ],
    [
      'Astro',
      {
        ...pkg({ astro: '5' }),
        'astro.config.mjs':
          "import node from '@astrojs/node';\nexport default { adapter: node({ mode: 'standalone' }) }",
      },
      { start: ['node', './dist/server/entry.mjs'], port: 4321 },
    ],
    [
      'Angular',
      {
        ...pkg({ '@angular/core': '19' }),
        'angular.json': {
          projects: {
            shop: {
              projectType: 'application',
              architect: { build: { builder: '@angular/build:application', options: { ssr: { entry: 'x' } } } },
            },
          },
        },
      },
      { start: ['node', 'dist/shop/server/server.mjs'], port: 4000 },
    ],
    [
      'AdonisJS',
      pkg({ '@adonisjs/core': '6' }, { start: 'node ace serve' }),
      { start: ['node', 'build/bin/server.js'], port: 3333 },
    ],
    [
      'Strapi',
      pkg({ '@strapi/strapi': '5' }, { start: 'strapi start' }),
      { start: ['node', 'node_modules/@strapi/strapi/bin/strapi.js', 'start'], port: 1337 },
    ],
  ])('%s as a server', (_, files, expected) => {
    expect(facts(files)).toMatchObject({ kind: 'web', ...expected });
  });

  it.each([
    { ...pkg({ astro: '5' }), 'astro.config.mjs': "import v from '@astrojs/vercel';\nexport default { adapter: v() }" },
    {
      ...pkg({ '@sveltejs/kit': '2' }),
      'svelte.config.js': "import a from '@sveltejs/adapter-auto';\nexport default { kit: { adapter: a() } }",
    },
  ])('refuses an adapter of another platform', (files) => {
    expect(look(files).claim('app.refusal')).toMatchObject({ value: { kind: 'unsupported' }, confidence: 'config' });
  });

  it('starts with Bun what Bun runs', () => {
    const known = { 'runtime.language': 'bun' as Language };
    expect(look(pkg({ nuxt: '4' }), known).best('app.start')).toEqual(['bun', '.output/server/index.mjs']);
  });

  describe('a server of the project around what a framework builds', () => {
    const listens = "import './near.config.js';\nimport express from 'express';\nexpress().listen(4655);";
    const own = (dependencies: object, start: string, files: Record<string, string>) =>
      look({ ...pkg(dependencies, { build: 'x build', start }), 'near.config.js': '', ...files });

    it.each([
      ['@remix-run/dev', 'build', { 'vite.config.ts': '' }],
      ['@react-router/dev', 'build', {}],
      ['@sveltejs/kit', 'build', { 'svelte.config.js': adapter('@sveltejs/adapter-node') }],
      ['astro', 'dist', { 'astro.config.mjs': astroNode('middleware') }],
    ])('%s: its files, its port, and no variable of the framework', (name, built, files) => {
      const found = own({ [name]: '1', express: '5' }, 'node ./bow.js', { 'bow.js': listens, ...files });
      expect(found.best('app.start')).toEqual(['node', './bow.js']);
      expect(found.all('app.files')).toEqual(expect.arrayContaining(['bow.js', 'near.config.js', built]));
      expect(found.best('app.port')).toBe(4655);
      for (const field of ['app.portVariable', 'app.bindEnv', 'app.handlesSigterm'] as const) {
        expect(found.best(field)).toBeUndefined();
      }
    });

    it('Next.js: the folder of a compiled one, with all that the compiler writes there', () => {
      const files = { 'bow.ts': "import next from 'next';\nimport './lib/a';", 'lib/a.ts': '' };
      const found = own({ next: '15' }, 'node made/bow.js', files);
      expect(found.all('app.files')).toEqual(['made', '.next']);
    });

    it('is none where the start script runs what the framework built', () => {
      const found = own({ '@sveltejs/kit': '2' }, 'node ./build', {
        'svelte.config.js': adapter('@sveltejs/adapter-node'),
      });
      expect(found.best('app.portVariable')).toBe('PORT');
      expect(found.best('app.handlesSigterm')).toBe(true);
    });

    it('Astro in middleware mode without one cannot be started', () => {
      const found = own({ astro: '5' }, 'astro dev', { 'astro.config.mjs': astroNode('middleware') });
      expect(found.best('app.refusal')).toMatchObject({ kind: 'unsupported' });
    });
  });
});

function adapter(name: string): string {
  return `import adapter from '${name}';\nexport default { kit: { adapter: adapter() } };`;
}

function astroNode(mode: string): string {
  return `import node from '@astrojs/node';\nexport default { adapter: node({ mode: '${mode}' }) };`;
}
