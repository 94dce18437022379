import { look } from './claims.ts';

function app(source: string, dependencies: Record<string, string>, extra: Record<string, string> = {}) {
  return look({
    'package.json': { name: 'a', scripts: { start: 'node a.js' }, dependencies },
    'a.js': source,
    ...extra,
  });
}

describe('node-services: the dialect that the code sets', () => {
  const drivers = { pg: '8', mysql2: '3', 'better-sqlite3': '12' };
  it.each([
    ["new DataSource({ type: 'mariadb', host: process.env.H })", 'mysql'],
    ["TypeOrmModule.forRootAsync({ useFactory: (c) => ({ type: 'postgres', host: c.h }) })", 'postgres'],
    ["knex({ client: 'cockroachdb' })", 'postgres'],
    ["new Sequelize('a', 'b', 'c', { dialect: 'mysql' })", 'mysql'],
    ["new Sequelize('postgres://localhost/a')", 'postgres'],
    ['new Kysely({ dialect: new SqliteDialect({ database }) })', 'sqlite'],
    ["import { MikroORM } from '@mikro-orm/mysql'; MikroORM.init({ dbName: 'a' })", 'mysql'],
  ])('%s', (source, kind) => {
    const kinds = (app(source, drivers).all('app.services') as { kind: string }[]).map((one) => one.kind);
    expect([...new Set(kinds)]).toEqual([kind]);
  });

  it('takes the section for production of a knexfile', () => {
    const file = "module.exports = { development: { client: 'sqlite3' }, production: { client: 'pg' } }";
    const seen = app('', { pg: '8', sqlite3: '5', knex: '3' }, { 'knexfile.js': file });
    expect(seen.all('app.services')).toEqual([
      { kind: 'postgres', via: 'pg' },
      { kind: 'postgres', via: 'pg' },
    ]);
  });

  it('takes a server of libSQL for no file', () => {
    const open = "import { createClient } from '@libsql/client'; createClient({ url: process.env.TURSO })";
    const remote = app(open, { '@libsql/client': '1' }, { '.env.example': 'TURSO=libsql://a.example\n' });
    expect(remote.all('app.services')).toEqual([
      { kind: 'libsql', via: '@libsql/client' },
      { kind: 'libsql', via: 'TURSO' },
    ]);
    const local = app(open.replace('process.env.TURSO', "'file:state/a.db'"), { '@libsql/client': '1' });
    expect(local.all('app.services')).toEqual([{ kind: 'sqlite', via: '@libsql/client' }]);
    expect(local.all('app.kept')).toEqual(['state']);
  });

  it('knows a service by a variable that only it has', () => {
    const seen = app('', {}, { '.env.example': 'KAFKA_BROKERS=a:1,b:1\nDB_HOST=db\nREDIS_HOST=cache\nSITE_HOST=x\n' });
    expect(seen.all('app.services')).toEqual([
      { kind: 'kafka', via: 'KAFKA_BROKERS' },
      { kind: 'redis', via: 'REDIS_HOST' },
    ]);
  });

  it('leaves out what only tests and development have', () => {
    const files = {
      'package.json': {
        name: 'a',
        scripts: { start: 'node a.js' },
        devDependencies: { pg: '8', 'mongodb-memory-server': '10' },
      },
      'a.js': '',
      'test/a.test.js': "import pg from 'pg'",
    };
    expect(look(files).all('app.services')).toEqual([]);
  });
});

describe('node-files: where the process writes', () => {
  it.each([
    ["multer({ dest: 'in/' })", 'in'],
    ["multer.diskStorage({ destination: (req, file, cb) => cb(null, 'a/b') })", 'a/b'],
    ["new winston.transports.File({ filename: 'logs/error.log' })", 'logs'],
    ["new DailyRotateFile({ dirname: './rotated', filename: '%DATE%.log' })", 'rotated'],
    ["pino({ transport: { target: 'pino/file', options: { destination: './log/a.log' } } })", 'log'],
    ["pino(pino.destination('log/a.log'))", 'log'],
    ['new FileStore()', 'sessions'],
    ["new FileStore({ path: './kept' })", 'kept'],
    ["fs.mkdirSync(path.join(__dirname, 'made'))", 'made'],
    ["fs.mkdirSync(path.join(dirname(fileURLToPath(import.meta.url)), 'made'))", 'made'],
    ["fs.promises.mkdir(new URL('./made', import.meta.url))", 'made'],
    ["fs.writeFile(`${process.cwd()}/made/${id}.json`, '')", 'made'],
    ["fs.writeFileSync(__dirname + '/made/a.txt', '')", 'made'],
    ["const dir = process.env.DIR || './made'; fs.writeFileSync(path.join(dir, name), '')", 'made'],
    ["fs.renameSync('tmp/a', 'made/a')", 'made'],
    ["fs.mkdirSync('/var/lib/made')", '/var/lib/made'],
    ["new DatabaseSync('state/a.db')", 'state'],
    ["new DataSource({ type: 'sqlite', database: 'var/a.sqlite' })", 'var'],
    ["new Sequelize({ dialect: 'sqlite', storage: './var/a.sqlite' })", 'var'],
    ["knex({ client: 'sqlite3', connection: { filename: 'var/a.sqlite' } })", 'var'],
  ])('%s', (source, folder) => {
    expect(new Set(app(source, { express: '5' }).all('app.writable'))).toEqual(new Set([folder]));
  });

  it.each([
    "fs.writeFileSync(path.join(os.tmpdir(), 'a'), '')",
    "fs.writeFileSync('/tmp/a/b', '')",
    "fs.writeFileSync('a.txt', '')",
    "fs.mkdirSync('../outside')",
    "fs.readFileSync('data/a.txt')",
  ])('nothing for %s', (source) => {
    expect(app(source, { express: '5' }).all('app.writable')).toEqual([]);
  });

  it('finds what routes of Next.js write, beside its cache', () => {
    const seen = look({
      'package.json': { name: 'a', scripts: { build: 'next build' }, dependencies: { next: '16' } },
      'lib/db.ts': "export const db = new Database('store/app.db')",
    });
    expect(seen.all('app.writable')).toEqual(expect.arrayContaining(['store', '.next/cache']));
    expect(seen.all('app.kept')).toEqual(['store']);
  });

  it('keeps the folder of a database that Prisma opens', () => {
    const schema = 'datasource db {\n  provider = "sqlite"\n  url = env("STORE")\n}\n';
    const seen = app(
      '',
      { '@prisma/client': '6' },
      { 'prisma/schema.prisma': schema, '.env.example': 'STORE=file:./data/a.db\n' },
    );
    expect(seen.all('app.kept')).toEqual(['prisma/data']);
  });
});
