import { look } from './claims.ts';

const STORE = {
  'package.json': { name: 'harbour', workspaces: ['piers/*', 'stores/*'] },
  'stores/ledger/package.json': {
    name: '@harbour/ledger',
    main: 'index.js',
    dependencies: { ioredis: '5', '@prisma/client': '6' },
  },
  'stores/ledger/prisma/schema.prisma': 'datasource db {\n  provider = "mysql"\n  url = env("LEDGER_DB")\n}\n',
};

function services(pier: object, files: Readonly<Record<string, string>> = {}) {
  const seen = look({ ...STORE, 'piers/web/package.json': pier, ...files }, {}, [], 'piers/web');
  const kinds = seen.all('app.services').flatMap((value) => value as readonly { readonly kind: string }[]);
  const env = seen.all('app.env').flatMap((value) => value as readonly { readonly name: string }[]);
  return { kinds: kinds.map(({ kind }) => kind), env: env.map(({ name }) => name) };
}

describe('backing services of a workspace', () => {
  const server = { 'piers/web/pier.js': 'require("express")().listen(4871)' };

  it('are those of the packages that run with the component', () => {
    const dependencies = { express: '5', '@harbour/ledger': '*' };
    const { kinds, env } = services({ name: 'web', scripts: { start: 'node pier.js' }, dependencies }, server);
    expect(kinds).toEqual(expect.arrayContaining(['redis', 'mysql']));
    expect(env).toContain('LEDGER_DB');
  });

  it('are none of a package that is there for development', () => {
    const pier = { name: 'web', scripts: { start: 'node pier.js' }, dependencies: { express: '5' } };
    expect(services({ ...pier, devDependencies: { '@harbour/ledger': '*' } }, server).kinds).toEqual([]);
  });

  it('are none of a site', () => {
    const dependencies = { vite: '7', '@harbour/ledger': '*' };
    const site = { name: 'web', scripts: { build: 'vite build' }, dependencies };
    expect(services(site, { 'piers/web/index.html': '' }).kinds).toEqual([]);
  });
});
