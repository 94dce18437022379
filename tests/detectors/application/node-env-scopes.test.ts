import { look } from './claims.ts';

interface Variable {
  readonly name: string;
  readonly scope: string;
  readonly sensitive: boolean;
  readonly required: boolean;
  readonly default: string | null;
}

/** Each variable by its scope, with `*` for a secret. */
function scopes(files: Record<string, unknown>) {
  const variables = look(files as Record<string, string>).all('app.env') as readonly Variable[];
  return Object.fromEntries(variables.map(({ name, scope, sensitive }) => [name, `${scope}${sensitive ? '*' : ''}`]));
}

const vite = { name: 'a', scripts: { build: 'vite build' }, devDependencies: { vite: '7' } };

describe('node-env: when a variable is read', () => {
  it('tells what the configuration of a build reads from what its development server and other tools read', () => {
    const config = `import { defineConfig, loadEnv } from 'vite';
      export default defineConfig(({ mode }) => { const env = loadEnv(mode, process.cwd(), ''); return {
        envPrefix: ['VITE_', 'SHOP_'], base: env.SITE_BASE ?? '/',
        server: { port: Number(env.DEV_PORT), proxy: { '/api': process.env.PROXY_TARGET } },
        define: { 'process.env.MAPS_KEY': JSON.stringify(env.MAPS_KEY) },
        plugins: [sentry({ authToken: process.env.SENTRY_AUTH_TOKEN, org: env.SENTRY_ORG })] } })`;
    expect(
      scopes({
        'package.json': vite,
        'index.html': '<title>%VITE_TITLE%</title>',
        'vite.config.ts': config,
        'src/main.ts': "f(process.env.MAPS_KEY, import.meta.env.SHOP_NAME, import.meta.env['VITE_API'])",
        'src/App.vue': "<script setup>const a = import.meta.env.VITE_IN_SFC ?? ''</script>",
        'playwright.config.ts': 'export default { use: { baseURL: process.env.E2E_URL } }',
        'src/a.test.ts': 'process.env.TEST_ONLY',
      }),
    ).toEqual({
      SITE_BASE: 'build-public',
      MAPS_KEY: 'build-public',
      SENTRY_AUTH_TOKEN: 'build-secret*',
      SENTRY_ORG: 'build-public',
      SHOP_NAME: 'build-public',
      VITE_API: 'build-public',
      VITE_IN_SFC: 'build-public',
      VITE_TITLE: 'build-public',
    });
  });

  it('Next.js: its configuration is read by the build, its pages by the server', () => {
    expect(
      scopes({
        'package.json': { name: 'a', scripts: { build: 'next build' }, dependencies: { next: '16' } },
        'next.config.mjs':
          'export default withSentry({ env: { BUILD_ID: process.env.RELEASE } }, { authToken: process.env.SENTRY_AUTH_TOKEN })',
        'app/page.tsx': 'fetch(process.env.CATALOG_URL); process.env.NEXT_PUBLIC_NAME',
        'drizzle.config.ts': 'process.env.MIGRATE_URL',
      }),
    ).toEqual({
      RELEASE: 'build-public',
      SENTRY_AUTH_TOKEN: 'build-secret*',
      CATALOG_URL: 'run',
      NEXT_PUBLIC_NAME: 'build-public',
    });
  });

  it('Next.js: a build that checks the environment is told not to', () => {
    const seen = look({
      'package.json': { name: 'a', scripts: { build: 'next build' }, dependencies: { next: '16' } },
      'src/env.js':
        'export const env = createEnv({ server: { A: z.string() }, runtimeEnv: { A: process.env.A }, skipValidation: !!process.env.SKIP_ENV_VALIDATION })',
    });
    expect(seen.all('app.buildEnv')).toEqual([{ SKIP_ENV_VALIDATION: '1' }]);
    expect(seen.all('app.env')).toMatchObject([{ name: 'A', required: true }]);
  });

  it('SvelteKit: its static modules are filled by the build, its dynamic ones by the server', () => {
    expect(
      scopes({
        'package.json': { name: 'a', devDependencies: { '@sveltejs/kit': '2', '@sveltejs/adapter-node': '5' } },
        'src/routes/+page.svelte': "<script>\nimport { PUBLIC_SHOP } from '$env/static/public';\n</script>",
        'src/routes/+page.server.ts':
          "import { PAY_KEY, PLAIN } from '$env/static/private'; import { env } from '$env/dynamic/private'; f(env.RUN_DB_URL)",
      }),
    ).toEqual({ PUBLIC_SHOP: 'build-public', PAY_KEY: 'build-secret*', PLAIN: 'build-public', RUN_DB_URL: 'run*' });
  });

  it('Astro: the schema says it', () => {
    const schema = `import { defineConfig, envField } from 'astro/config';
      export default defineConfig({ env: { schema: {
        API: envField.string({ context: 'client', access: 'public', optional: true }),
        LIMIT: envField.number({ context: 'server', access: 'public', default: 12 }),
        PAY: envField.string({ context: 'server', access: 'secret' }) } } })`;
    expect(scopes({ 'package.json': { name: 'a', dependencies: { astro: '5' } }, 'astro.config.mjs': schema })).toEqual(
      {
        API: 'build-public',
        LIMIT: 'build-public',
        PAY: 'run*',
      },
    );
  });

  it('Nuxt: the run-time configuration is overridden under names of its own', () => {
    const config = `export default defineNuxtConfig({ runtimeConfig: { apiSecret: '', mail: { apiKey: process.env.MAIL_KEY }, pool: 5, public: { apiBase: '/api', tagKey: '' } } })`;
    expect(
      look({ 'package.json': { name: 'a', dependencies: { nuxt: '4' } }, 'nuxt.config.ts': config }).all('app.env'),
    ).toEqual([
      { name: 'NUXT_API_SECRET', required: true, default: null, scope: 'run', sensitive: true },
      { name: 'NUXT_MAIL_API_KEY', required: true, default: null, scope: 'run', sensitive: true },
      { name: 'NUXT_POOL', required: false, default: '5', scope: 'run', sensitive: false },
      { name: 'NUXT_PUBLIC_API_BASE', required: false, default: '/api', scope: 'run', sensitive: false },
      { name: 'NUXT_PUBLIC_TAG_KEY', required: false, default: null, scope: 'run', sensitive: false },
    ]);
  });

  it('a server that serves what Vite builds has the variables of both', () => {
    expect(
      scopes({
        'package.json': {
          name: 'a',
          scripts: { start: 'node server.js' },
          dependencies: { express: '5' },
          devDependencies: { vite: '7' },
        },
        'server.js': 'f(process.env.ORDERS_URL); app.listen(5000)',
        'client/main.ts': 'f(import.meta.env.VITE_API, process.env.NOT_THERE)',
      }),
    ).toEqual({ ORDERS_URL: 'run', VITE_API: 'build-public' });
  });
});

describe('node-env: secrets and examples', () => {
  it.each([
    ...['MAX_TOKENS', 'SALT_ROUNDS', 'PASSWORD_MIN_LENGTH', 'OAUTH_TOKEN_URL', 'SECRET_NAME', 'RECAPTCHA_SITE_KEY'],
    ...['PRIVATE_REGISTRY', 'TOKEN_TTL', 'STRIPE_PUBLISHABLE_KEY', 'AUTH_TOKEN_HEADER', 'SMTP_ENCRYPTION', 'CACHE_KEY'],
  ])('%s is a setting', (name) => {
    expect(
      scopes({ 'package.json': { name: 'a', scripts: { start: 'node a.js' } }, 'a.js': `f(process.env.${name})` }),
    ).toEqual({
      [name]: 'run',
    });
  });

  it.each([
    'GITHUB_TOKEN',
    'AWS_ACCESS_KEY_ID',
    'SIGNING_KEY',
    'EMAIL_PASS',
    'SLACK_WEBHOOK_URL',
    'API_TOKENS',
    'TURSO_DATABASE_URL',
  ])('%s is a secret', (name) => {
    expect(
      scopes({ 'package.json': { name: 'a', scripts: { start: 'node a.js' } }, 'a.js': `f(process.env.${name})` }),
    ).toEqual({
      [name]: 'run*',
    });
  });

  it('takes no default from a placeholder, a reference, or the address of a developer’s machine', () => {
    const example =
      'A=<your-value>\nB=your_bucket_here\nC=change-me\nD=${A}/x\nE=http://localhost:9000\nF=real\nG=a:1,localhost:9092\n';
    const files = {
      'package.json': { name: 'a', scripts: { start: 'node a.js' } },
      'a.js': '',
      '.env.example': example,
    };
    const variables = look(files).all('app.env') as readonly Variable[];
    expect(variables.filter((one) => one.default !== null).map((one) => one.name)).toEqual(['F']);
  });
});
