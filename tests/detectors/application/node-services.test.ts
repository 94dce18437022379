import { look } from './claims.ts';

describe('node-services', () => {
  it('takes services from the addresses of the example, and shows none of their values', () => {
    const example = 'CACHE=redis://localhost:6379\nBUS=amqps://me:guess@broker\nSITE=https://example.org\n';
    const { claims } = look({
      'package.json': { name: 'a', scripts: { start: 'node a.js' } },
      'a.js': '',
      '.env.example': example,
    });
    const found = claims.filter(({ field }) => field === 'app.services');
    expect(found.map(({ value, line }) => [value, line])).toEqual([
      [[{ kind: 'redis', via: 'CACHE' }], 1],
      [[{ kind: 'rabbitmq', via: 'BUS' }], 2],
    ]);
    expect(JSON.stringify(claims)).not.toContain('guess');
  });

  it('knows the database that Node brings itself', () => {
    const source = "import { DatabaseSync } from 'node:sqlite';\nnew DatabaseSync('x.db')";
    const { all } = look({ 'package.json': { name: 'a', scripts: { start: 'node a.js' } }, 'a.js': source });
    expect(all('app.services')).toEqual([{ kind: 'sqlite', via: 'node:sqlite' }]);
  });

  it('reads provider and address of a Prisma schema in a folder of its own', () => {
    const schema = 'datasource d {\n  provider = "postgresql"\n  url      = env("STORE")\n}\n';
    const found = look({
      'package.json': {
        name: 'a',
        scripts: { build: 'tsc' },
        prisma: { schema: 'x/y.prisma' },
        devDependencies: { prisma: '6' },
      },
      'a.js': '',
      'x/y.prisma': schema,
    });
    expect(found.claim('app.services')).toMatchObject({ value: [{ kind: 'postgres', via: 'prisma' }], line: 2 });
    expect(found.claim('app.env')).toMatchObject({
      value: [{ name: 'STORE', required: true, sensitive: true }],
      line: 3,
    });
    expect(found.best('app.build')).toBe('npx --no-install prisma generate && npm run build');
  });
});
