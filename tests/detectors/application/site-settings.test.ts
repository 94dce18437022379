import { type Files, look } from './claims.ts';

const D = "import { defineConfig, mergeConfig, loadEnv } from 'vite';\n";

function vite(config: string, build = 'vite build', more: Files = {}): Files {
  return {
    'package.json': {
      name: 'a',
      private: true,
      type: 'module',
      scripts: { dev: 'vite', build },
      dependencies: { vite: '7' },
    },
    ...(config === '' ? {} : { 'vite.config.ts': `${D}${config}` }),
    ...more,
  };
}

function scripts(all: object, more: object = {}): Files {
  return { 'package.json': { name: 'a', private: true, scripts: all, dependencies: { vite: '7' }, ...more } };
}

function told(files: Files): readonly unknown[] {
  const { best } = look(files);
  return [best('app.output'), best('app.basePath')];
}

describe('what a configuration says in production', () => {
  it.each<[title: string, files: Files, output: string, base?: string]>([
    [
      'a function',
      vite("export default defineConfig(({ mode }) => ({ base: mode === 'production' ? '/x/' : '/' }))"),
      'dist',
      '/x',
    ],
    [
      'a function with a block, a variable with a default',
      vite(
        "export default defineConfig(({ mode }) => { const e = loadEnv(mode, '.'); return { base: e.B || '/x/' } })",
      ),
      'dist',
      '/x',
    ],
    [
      'returns in branches',
      vite(
        "export default ({ command }) => { if (command === 'serve') return { base: '/d/' }; return { base: '/x/' } }",
      ),
      'dist',
      '/x',
    ],
    [
      'returns in both branches',
      vite(
        "export default ({ command }) => { if (command === 'serve') { return { base: '/d/' } } else { return { base: '/x/' } } }",
      ),
      'dist',
      '/x',
    ],
    [
      'the first of two merged configurations',
      vite("import base from './base';\nexport default mergeConfig(base, { server: { port: 4 } })", 'vite build', {
        'base.ts': "export default { base: '/x/', build: { outDir: 'o' } }",
      }),
      'o',
      '/x',
    ],
    [
      'the second of two merged configurations',
      vite("export default mergeConfig({ base: '/y/', build: { outDir: 'o' } }, { base: '/x/' })"),
      'o',
      '/x',
    ],
    [
      'spread from another file',
      vite("import { common } from './common';\nexport default defineConfig({ ...common })", 'vite build', {
        'common.ts': "export const common = { base: '/x/', build: { outDir: 'o' } }",
      }),
      'o',
      '/x',
    ],
    [
      'spread below a key',
      vite("const s = { build: { outDir: 'o' } };\nexport default { ...s, build: { ...s.build, minify: true } }"),
      'o',
    ],
    [
      'spread in production only',
      vite("const dev = process.env.NODE_ENV === 'development';\nexport default { ...(!dev && { base: '/x/' }) }"),
      'dist',
      '/x',
    ],
    ['made for another platform', vite("export default { base: process.env.GITHUB_ACTIONS ? '/x/' : '/' }"), 'dist'],
    ['compared with another platform', vite("export default { base: process.env.TO === 'gh' ? '/x/' : '/' }"), 'dist'],
    [
      'made by a function of the project',
      vite("const make = () => ({ base: '/x/' });\nexport default make({ a: 1 })"),
      'dist',
      '/x',
    ],
  ])('%s', (...[, files, output, base]) => {
    expect(told(files)).toEqual([output, typeof base === 'string' ? base : undefined]);
  });

  it('a test that says nothing of production', () => {
    const files = {
      'package.json': { name: 'a', scripts: { build: 'next build' }, dependencies: { next: '15' } },
      'next.config.js': "module.exports = { output: process.env.DOCKER ? 'standalone' : undefined }",
    };
    expect(look(files).all('app.files')).not.toContain('.next/standalone');
  });

  it('the phases of Next.js', () => {
    const files = {
      'package.json': { name: 'a', scripts: { build: 'next build' }, dependencies: { next: '15' } },
      'next.config.js':
        "const { PHASE_DEVELOPMENT_SERVER } = require('next/constants');\nmodule.exports = (phase) => { if (phase === PHASE_DEVELOPMENT_SERVER) { return {} } return { basePath: '/x' } }",
    };
    expect(look(files).best('app.basePath')).toBe('/x');
  });
});

describe('a folder that a configuration names by an expression', () => {
  it.each<[string, string, string]>([
    [
      'path.resolve(__dirname)',
      "import path from 'path';\nexport default { build: { outDir: path.resolve(__dirname, 'o') } }",
      'o',
    ],
    [
      'join and import.meta.dirname',
      "import { join } from 'path';\nexport default { build: { outDir: join(import.meta.dirname, 'o', 'p') } }",
      'o/p',
    ],
    ['a URL', "export default { build: { outDir: fileURLToPath(new URL('./o', import.meta.url)) } }", 'o'],
    ['the pathname of a URL', "export default { build: { outDir: new URL('./o', import.meta.url).pathname } }", 'o'],
    ['the working folder', "export default { root: 'web', build: { outDir: path.join(process.cwd(), 'o') } }", 'o'],
    ['a template', 'export default { build: { outDir: `${__dirname}/o` } }', 'o'],
    [
      'a name made by dirname',
      "const here = path.dirname(fileURLToPath(import.meta.url));\nexport default { build: { outDir: here + '/o' } }",
      'o',
    ],
    ['below a root', "export default { root: path.resolve(__dirname, 'web'), build: { outDir: '../o' } }", 'o'],
    ['a path of the machine', "export default { build: { outDir: path.resolve('/srv/www') } }", 'dist'],
    ['what is not known', 'export default { build: { outDir: path.resolve(__dirname, name()) } }', 'dist'],
  ])('%s', (_, config, output) => {
    expect(told(vite(config))[0]).toBe(output);
  });

  it('outside of the component', () => {
    const config = "export default { build: { outDir: path.resolve(__dirname, '../api/static') } }";
    const files = Object.fromEntries(Object.entries(vite(config)).map(([path, text]) => [`web/${path}`, text]));
    expect(look(files, {}, [], 'web').best('app.builtInto')).toBe('api/static');
  });
});

describe('a folder that a script names', () => {
  it.each<[title: string, files: Files, output: string, base?: string]>([
    ['behind a mode', vite('', 'vite build --mode production --outDir o'), 'o'],
    ['behind wrappers', vite('', 'cross-env A=1 dotenv -e .env.prod -- vite build --outDir o'), 'o'],
    [
      'by the file of the program',
      vite('', 'node --max-old-space-size=4096 node_modules/vite/bin/vite.js build --outDir o'),
      'o',
    ],
    ['below a root', vite('', 'vite build web --outDir ../o'), 'o'],
    [
      'with a configuration of its own',
      vite('', 'vite build -c config/prod.ts', {
        'config/prod.ts': "export default { base: '/x/', build: { outDir: 'o' } }",
      }),
      'o',
      '/x',
    ],
    ['in a script of npm run', scripts({ build: 'npm run a && npm run b', a: 'tsc', b: 'vite build --outDir o' }), 'o'],
    ['in scripts run at once', scripts({ build: 'run-p "make:*"', 'make:x': 'vite build --outDir o' }), 'o'],
    ['in scripts of concurrently', scripts({ build: 'concurrently "npm:x" "tsc"', x: 'vite build --outDir o' }), 'o'],
    ['in a task of Turborepo', scripts({ build: 'turbo run x', x: 'vite build --outDir o' }), 'o'],
    ['in a hook', scripts({ build: 'tsc', postbuild: 'vite build --outDir o' }), 'o'],
    [
      'in a script of Wireit',
      scripts({ build: 'wireit' }, { wireit: { build: { command: 'vite build --outDir o' } } }),
      'o',
    ],
    ['not in another script', scripts({ build: 'vite build', 'build:docs': 'vite build docs --outDir ../o' }), 'dist'],
    [
      'not for the server',
      scripts({ build: 'vite build --ssr src/s.ts --outDir s && npm run x', x: 'vite build --outDir o' }),
      'o',
    ],
  ])('%s', (...[, files, output, base]) => {
    expect(told(files)).toEqual([output, typeof base === 'string' ? base : undefined]);
  });
});

describe('what frameworks are told by settings', () => {
  const app = (dependencies: object, scripts: object, files: Files): Files => ({
    'package.json': { name: 'a', private: true, scripts, dependencies },
    ...files,
  });

  it('the adapter of SvelteKit that counts where no variable chooses another', () => {
    const config =
      "import node from '@sveltejs/adapter-node';\nimport files from '@sveltejs/adapter-static';\nexport default { kit: { adapter: process.env.TO === 'files' ? files() : node({ out: 'o' }) } }";
    const { best } = look(app({ '@sveltejs/kit': '2' }, { build: 'vite build' }, { 'svelte.config.js': config }));
    expect([best('app.kind'), best('app.start')]).toEqual(['web', ['node', 'o']]);
  });

  it('Astro as a middleware, with a server and without', () => {
    const config = {
      'astro.config.mjs': "import node from '@astrojs/node';\nexport default { adapter: node({ mode: 'middleware' }) }",
      'serve.mjs': '',
    };
    const refused = look(app({ astro: '5' }, { build: 'astro build' }, config)).best('app.refusal');
    expect(refused).toMatchObject({ kind: 'unsupported' });
    const served = look(app({ astro: '5' }, { build: 'astro build', start: 'node serve.mjs' }, config));
    expect(served.best('app.refusal')).toBeUndefined();
  });

  it('Nuxt that only writes pages', () => {
    const { best } = look(app({ nuxt: '3' }, { dev: 'nuxt dev', generate: 'nuxt generate' }, {}));
    expect([best('app.kind'), best('app.build')]).toEqual(['static', ['npx', '--no-install', 'nuxt', 'generate']]);
  });

  it.each<[prerender: string, page: string | undefined]>([
    ['true', '__spa-fallback.html'],
    ["['/', '/a']", '__spa-fallback.html'],
    ["['/a']", undefined],
  ])('React Router without a server that prerenders %s', (prerender, page) => {
    const config = { 'react-router.config.ts': `export default { ssr: false, prerender: ${prerender} }` };
    expect(
      look(app({ '@react-router/dev': '7' }, { build: 'react-router build' }, config)).best('app.fallbackPage'),
    ).toBe(page);
  });

  it('Next.js: the files that its configuration loads, and a port with a default', () => {
    const files = {
      'next.config.mjs':
        "import './src/env.js';\nimport headers from './parts/headers.mjs';\nexport default { headers }",
      'src/env.js': 'export {}',
      'parts/headers.mjs': 'export default []',
    };
    const { all, best } = look(
      app({ next: '15' }, { build: 'next build', start: 'next start -p $' + '{PORT:-4020} -H 127.0.0.1' }, files),
    );
    expect(all('app.files')).toEqual(expect.arrayContaining(['next.config.mjs', 'src/env.js', 'parts/headers.mjs']));
    expect(best('app.port')).toBe(4020);
    expect(String(best('app.start'))).not.toContain('127.0.0.1');
  });
});
