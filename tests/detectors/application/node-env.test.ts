import { look } from './claims.ts';

function env(source: string, extra: Record<string, string> = {}) {
  const files = { 'package.json': { name: 'a', scripts: { start: 'node a.js' } }, 'a.js': source, ...extra };
  return look(files).all('app.env');
}

describe('node-env', () => {
  it.each([
    ['connect(process.env.DATABASE_URL)', { name: 'DATABASE_URL', required: true, default: null, sensitive: true }],
    [
      "const l = process.env.LOG_LEVEL || 'info'",
      { name: 'LOG_LEVEL', required: false, default: 'info', sensitive: false },
    ],
    ['const n = Number(process.env.POOL) || 7', { name: 'POOL', required: false, default: '7' }],
    ['if (process.env.TRACE) trace()', { name: 'TRACE', required: false, default: null }],
    ["if (!process.env.REGION) throw new Error('x')", { name: 'REGION', required: true }],
    ["const t = process.env.API_TOKEN ?? 'dev'", { name: 'API_TOKEN', default: null, sensitive: true }],
    ['const { QUEUE, SIZE = 3 } = process.env', { name: 'QUEUE', required: true }],
    [
      'const s = z.object({ REGION: z.string(), N: z.string().optional() }).parse(process.env)',
      { name: 'REGION', required: true },
    ],
    ["const n = env.int('POOL', 7)", { name: 'POOL', required: false, default: '7' }],
    ["const u = process.env.UPSTREAM ?? 'amqp://me:guess@localhost:5672'", { default: null, sensitive: true }],
    ["const k = process.env.PARTNER || 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'", { default: null, sensitive: true }],
    [
      "const u = process.env.UPSTREAM ?? 'http://localhost:5672'",
      { default: 'http://localhost:5672', sensitive: false },
    ],
    [
      "export default Env.create(new URL('../', u), { REGION: Env.schema.string(), N: Env.schema.number.optional() })",
      { name: 'REGION', required: true },
    ],
    [
      'const s = v.object({ REGION: v.optional(v.string(), "west") }); v.parse(s, process.env)',
      { name: 'REGION', required: false, default: 'west' },
    ],
  ])('%s', (source, expected) => {
    expect(env(source)[0]).toMatchObject(expected);
  });

  it('leaves out what the platform sets', () => {
    expect(env('x(process.env.NODE_ENV, process.env.PORT, process.env.HOME)')).toEqual([]);
  });

  it('adds the example file, and names each variable once', () => {
    const found = env('x(process.env.MAIL_HOST)', {
      '.env.example': '# c\nMAIL_HOST=mail\nexport LIMIT="5"\nSECRET_KEY=abc\n',
    });
    expect(found).toMatchObject([
      { name: 'MAIL_HOST', required: true },
      { name: 'LIMIT', default: '5' },
      { name: 'SECRET_KEY', default: null, sensitive: true },
    ]);
  });

  it('knows variables of the browser by their prefix', () => {
    const files = {
      'package.json': { name: 'a', devDependencies: { vite: '6' } },
      'src/x.ts': 'f(import.meta.env.VITE_API, import.meta.env.MODE)',
    };
    expect(look(files).all('app.env')).toMatchObject([{ name: 'VITE_API', scope: 'build-public', sensitive: false }]);
  });

  it('takes what is public in the files for production, and nothing else of them', () => {
    const files = {
      'package.json': { name: 'a', scripts: { build: 'vite build' }, devDependencies: { vite: '7' } },
      'index.html': '',
      'src/main.js': "fetch(import.meta.env.VITE_API ?? 'http://localhost:1')",
      '.env': 'VITE_API=https://all.example\nVITE_TITLE="Tide board" # shown\nSTRIPE_KEY=sk_live_1\n',
      '.env.production': 'VITE_API=https://tides.example\nVITE_BASE=$VITE_API/v1\n',
    };
    // The code's own fallback is the weaker evidence.
    expect(look(files).all('app.env')).toMatchObject([
      { name: 'VITE_API', default: 'http://localhost:1', scope: 'build-public' },
      { name: 'VITE_API', default: 'https://tides.example', scope: 'build-public', required: false },
      { name: 'VITE_TITLE', default: 'Tide board', scope: 'build-public', required: false },
    ]);
  });
});
