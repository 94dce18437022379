import type { Facts, Language } from '../../../src/core/model/facts.ts';
import { type Files, look } from './claims.ts';

function pkg(dependencies: object, scripts: object = { build: 'x build' }, more: object = {}): Files {
  return { 'package.json': { name: 'a', private: true, scripts, dependencies, ...more } };
}

function site(files: Files) {
  const { best } = look(files);
  return {
    kind: best('app.kind'),
    output: best('app.output'),
    spa: best('app.spaFallback'),
    page: best('app.fallbackPage'),
    base: best('app.basePath'),
    hashed: best('app.hashedFolders'),
    build: best('app.build'),
    start: best('app.start'),
    port: best('app.port'),
    health: best('app.health'),
  };
}

const vite = (text: string) => ({ 'vite.config.js': text });

describe('sites below a base path', () => {
  it.each<[string, Files, string | undefined]>([
    ['Vite by option', pkg({ vite: '7' }, { build: 'vite build --base=/x/' }), '/x'],
    ['Vite by configuration', { ...pkg({ vite: '7' }), ...vite("export default { base: '/x/' }") }, '/x'],
    ['Vite, relative', { ...pkg({ vite: '7' }), ...vite("export default { base: './' }") }, undefined],
    [
      'Vite, development only',
      {
        ...pkg({ vite: '7' }),
        ...vite("export default ({ mode }) => ({ base: mode === 'development' ? '/x/' : '/' })"),
      },
      undefined,
    ],
    [
      'Vue CLI in production',
      {
        ...pkg({ '@vue/cli-service': '5' }),
        'vue.config.js': "module.exports = { publicPath: process.env.NODE_ENV !== 'production' ? '/' : '/x/' }",
      },
      '/x',
    ],
    ['CRA by its homepage', pkg({ 'react-scripts': '5' }, {}, { homepage: 'https://a.example/x/y' }), '/x/y'],
    ['CRA, a homepage of its own', pkg({ 'react-scripts': '5' }, {}, { homepage: 'https://a.example' }), undefined],
    [
      'Gatsby without the option',
      {
        ...pkg({ gatsby: '5' }, { build: 'gatsby build' }),
        'gatsby-config.js': "module.exports = { pathPrefix: '/x' }",
      },
      undefined,
    ],
    [
      'VitePress',
      {
        ...pkg({ vitepress: '1' }, { build: 'vitepress build m' }),
        'm/.vitepress/config.mts': "export default { base: '/x/' }",
      },
      '/x',
    ],
    [
      'Nuxt',
      {
        ...pkg({ nuxt: '4' }, { build: 'nuxt generate' }),
        'nuxt.config.ts': "export default defineNuxtConfig({ app: { baseURL: '/x/' } })",
      },
      '/x',
    ],
    ['Astro', { ...pkg({ astro: '5' }), 'astro.config.mjs': "export default { base: 'x' }" }, undefined],
    ['hostile text', { ...pkg({ vite: '7' }), ...vite("export default { base: '/x; return 200;/' }") }, undefined],
    ['climbing text', { ...pkg({ vite: '7' }), ...vite("export default { base: '/../x/' }") }, undefined],
  ])('%s', (_, files, base) => {
    expect(site(files).base).toBe(base);
  });

  it('puts the health path of a server below it', () => {
    const files = {
      ...pkg({ next: '16' }, { build: 'next build' }),
      'next.config.js': "module.exports = { basePath: '/x' }",
      'app/health/route.js': 'export const GET = () => {}',
    };
    expect(site(files).health).toBe('/x/health');
  });
});

describe('sites of files', () => {
  it.each<[string, Files, object]>([
    [
      'Nuxt without a server renders in the browser',
      {
        ...pkg({ nuxt: '4' }, { build: 'nuxt generate' }),
        'nuxt.config.ts': 'export default defineNuxtConfig({ ssr: false })',
      },
      { kind: 'static', spa: true, page: '200.html' },
    ],
    [
      'Nuxt with a preset for files',
      {
        ...pkg({ nuxt: '4' }, { build: 'nuxt build' }),
        'nuxt.config.ts': "export default defineNuxtConfig({ nitro: { preset: 'static' } })",
      },
      { kind: 'static', output: '.output/public' },
    ],
    [
      'Nuxt that can do both is a server',
      pkg({ nuxt: '4' }, { build: 'nuxt build', generate: 'nuxt generate' }),
      { kind: 'web' },
    ],
    [
      'Nitro in a folder of its own',
      {
        ...pkg({ nuxt: '4' }),
        'nuxt.config.ts': "export default defineNuxtConfig({ nitro: { output: { dir: 'rink' } } })",
      },
      { kind: 'web', start: ['node', 'rink/server/index.mjs'] },
    ],
    [
      'SvelteKit 3 with its options in vite.config',
      {
        ...pkg({ '@sveltejs/kit': '3' }),
        ...vite(
          "import a from '@sveltejs/adapter-static';\nimport { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit({ adapter: a({ pages: 'web', fallback: 'app.html' }), appDir: 'bits' })] };",
        ),
      },
      { kind: 'static', output: 'web', spa: true, page: 'app.html', hashed: ['bits/immutable'] },
    ],
    [
      'Remix as a single page',
      {
        ...pkg({ '@remix-run/dev': '2' }),
        ...vite(
          "import { vitePlugin as remix } from '@remix-run/dev';\nexport default { plugins: [remix({ ssr: false, buildDirectory: 'web' })] };",
        ),
      },
      { kind: 'static', output: 'web/client', spa: true },
    ],
    [
      'Qwik with the static adapter',
      { ...pkg({ '@builder.io/qwik-city': '1' }), 'adapters/static/vite.config.ts': 'export default {}' },
      { kind: 'static', output: 'dist', spa: false },
    ],
    [
      'Storybook beside an application is not served',
      pkg({ vite: '7', storybook: '10' }, { build: 'vite build' }),
      { output: 'dist' },
    ],
    [
      'Storybook of a library',
      {
        ...pkg({ vite: '7', storybook: '10' }, { build: 'vite build', 'build-storybook': 'storybook build' }),
        ...vite("export default { build: { lib: { entry: 'x' } } }"),
      },
      { output: 'storybook-static' },
    ],
    [
      'Expo with one page',
      { ...pkg({ expo: '54', 'react-native-web': '0.21' }), 'app.json': { expo: { web: { output: 'single' } } } },
      { kind: 'static', spa: true },
    ],
    [
      'Expo with a page for each route, by its configuration',
      {
        ...pkg({ expo: '54', 'react-native-web': '0.21' }),
        'app.config.js': "export default ({ config }) => ({ ...config, web: { output: 'static' } })",
      },
      { kind: 'static', spa: false },
    ],
    [
      'a folder of the project called like the hashed one',
      { ...pkg({ vite: '7' }), 'public/assets/logo.svg': '' },
      { hashed: undefined },
    ],
    [
      'a meta framework on Vite is no Vite application',
      pkg({ vite: '7', '@solidjs/start': '1', vinxi: '0.5' }),
      { kind: 'web', start: ['node', '.output/server/index.mjs'] },
    ],
  ])('%s', (_, files, expected) => {
    expect(site(files)).toMatchObject(expected);
  });

  it.each(['react', 'svelte', 'solid-js', 'preact', 'lit'])('Vite with %s', (library) => {
    expect(site(pkg({ vite: '7', [library]: '1' }, { build: 'vite build' }))).toMatchObject({
      kind: 'static',
      output: 'dist',
      spa: true,
    });
  });

  it('Angular takes its production settings, and the project that the build script names', () => {
    const build = (outputPath: unknown, more: object = {}) => ({
      projectType: 'application',
      architect: { build: { builder: '@angular/build:application', options: { outputPath }, ...more } },
    });
    const files = {
      ...pkg({ '@angular/core': '20' }, { build: 'ng build two' }),
      'angular.json': {
        projects: {
          one: build('x'),
          two: build({ base: 'y', browser: '' }, { configurations: { production: { baseHref: '/z/' } } }),
        },
      },
    };
    expect(site(files)).toMatchObject({ kind: 'static', output: 'y', base: '/z' });
  });
});

describe('Angular with a server', () => {
  const workspace = (options: object) => ({
    ...pkg({ '@angular/core': '20', '@angular/ssr': '20' }, { build: 'ng build' }),
    'angular.json': {
      projects: {
        one: {
          projectType: 'application',
          architect: {
            build: { builder: '@angular/build:application', options: { ssr: { entry: 'src/s.ts' }, ...options } },
          },
        },
      },
    },
    'src/s.ts': "import e from 'express';\ne().listen(process.env['BELL'] || 4610);",
  });

  it('takes the port from its own entry file, and needs the hosts that it answers for', () => {
    const { best, all } = look(workspace({}));
    expect(best('app.port')).toBe(4610);
    expect(best('app.portVariable')).toBe('BELL');
    expect(all('app.env')).toContainEqual(expect.objectContaining({ name: 'NG_ALLOWED_HOSTS', required: true }));
  });

  it('needs no variable where the hosts are set', () => {
    const { all } = look(workspace({ security: { allowedHosts: ['a.example'] } }));
    expect(all('app.env')).not.toContainEqual(expect.objectContaining({ name: 'NG_ALLOWED_HOSTS' }));
  });
});

describe('webpack 4', () => {
  const on = (node: string): Partial<Facts> => ({
    'runtime.language': 'node' as Language,
    'runtime.version': { raw: node, resolved: node },
  });
  const cra = (version: string, build = 'react-scripts build') => pkg({ 'react-scripts': version }, { build });

  it('needs the hashes of OpenSSL 1 from Node 17 on', () => {
    expect(look(cra('4.0.3'), on('24')).best('app.build')).toBe('NODE_OPTIONS=--openssl-legacy-provider npm run build');
  });

  it.each([
    [cra('4.0.3'), '16'],
    [cra('5.0.1'), '24'],
  ])('is left alone elsewhere', (files, node) => {
    expect(look(files, on(node)).best('app.build')).toEqual(['npm', 'run', 'build']);
  });

  it('is left alone where the script says so itself', () => {
    const files = cra('4.0.3', 'NODE_OPTIONS=--openssl-legacy-provider react-scripts build');
    expect(look(files, on('24')).best('app.build')).toEqual(['npm', 'run', 'build']);
  });
});

describe('builds for another platform', () => {
  const adapter = (name: string) => `import a from '${name}';\nexport default { adapter: a() };`;

  it.each<[string, Files]>([
    ['Astro on Netlify', { ...pkg({ astro: '5' }), 'astro.config.mjs': adapter('@astrojs/netlify') }],
    ['Astro on Cloudflare', { ...pkg({ astro: '5' }), 'astro.config.mjs': adapter('@astrojs/cloudflare') }],
    ['Nuxt by its build script', pkg({ nuxt: '4' }, { build: 'NITRO_PRESET=vercel nuxt build' })],
    [
      'SolidStart',
      {
        ...pkg({ '@solidjs/start': '1' }),
        'app.config.ts': "export default defineConfig({ server: { preset: 'netlify' } })",
      },
    ],
    ['Qwik without an adapter', pkg({ '@builder.io/qwik-city': '1' })],
    [
      'Qwik on Cloudflare',
      { ...pkg({ '@builder.io/qwik-city': '1' }), 'adapters/cloudflare-pages/vite.config.ts': 'export default {}' },
    ],
    [
      'Expo with a server',
      { ...pkg({ expo: '54', 'react-native-web': '0.21' }), 'app.json': { expo: { web: { output: 'server' } } } },
    ],
  ])('%s is refused with the change to make', (_, files) => {
    const { value } = look(files).claim('app.refusal') ?? {};
    expect(value).toMatchObject({ kind: 'unsupported', remedy: expect.stringMatching(/./) });
  });

  it('a library of components has no site', () => {
    const files = {
      ...pkg({ '@stencil/core': '4' }),
      'stencil.config.ts': "export const config = { outputTargets: [{ type: 'dist' }] }",
    };
    expect(look(files).claim('app.refusal')?.value).toMatchObject({ kind: 'library' });
  });
});
