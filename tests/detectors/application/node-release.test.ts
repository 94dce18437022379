import { nodeRelease } from '../../../src/detectors/application/node-release.ts';
import { type Files, look } from './claims.ts';

const SERVER = 'require("http").createServer().listen(4871)';

function release(scripts: object, dependencies: object, files: Files = {}, devDependencies: object = {}) {
  const manifest = { name: 'quay', scripts: { start: 'node pier.js', ...scripts }, dependencies, devDependencies };
  const seen = look({ 'package.json': manifest, 'pier.js': SERVER, ...files }, {}, [nodeRelease]);
  const found = seen.claims.find(
    ({ field, because }) => field === 'app.processes' && /database|migrations/.test(because),
  );
  const command = (found?.value as readonly { readonly command: unknown }[] | undefined)?.[0]?.command;
  const notes = seen.diagnostics.map(({ detail }) => detail).filter((detail) => detail.includes('migrations'));
  return {
    command,
    notes,
    files: seen.claims.find((one) => one.field === 'app.files' && one.because === found?.because),
  };
}

const PRISMA = {
  'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("QUAY_DB")\n}\n',
  'prisma/migrations/20240102_pier/migration.sql': 'create table pier (id int);',
};

describe('node-release', () => {
  it.each([
    [
      { 'db:migrate': 'knex migrate:latest --env production' },
      { knex: '3' },
      ['node_modules/.bin/knex', 'migrate:latest', '--env', 'production'],
    ],
    [{ migrate: 'sequelize db:migrate' }, { 'sequelize-cli': '6' }, ['node_modules/.bin/sequelize', 'db:migrate']],
    [{ 'migrate:up': 'node-pg-migrate up' }, { 'node-pg-migrate': '7' }, ['node_modules/.bin/node-pg-migrate', 'up']],
    [{ migrate: 'ts-node x.ts', 'migrate:prod': 'node dist/migrate.js' }, {}, ['node', 'dist/migrate.js']],
    [
      { 'db:deploy': 'prisma migrate deploy' },
      { prisma: '6' },
      ['node', 'node_modules/prisma/build/index.js', 'migrate', 'deploy'],
    ],
  ])('takes the script that applies migrations: %j', (scripts, dependencies, command) => {
    expect(release(scripts, dependencies).command).toEqual(command);
  });

  it.each([
    ['a tool for development only', { migrate: 'knex migrate:latest' }, {}, {}, { knex: '3' }],
    ['a script that makes one', { 'migrate:make': 'knex migrate:make' }, { knex: '3' }, {}, {}],
    ['a script that takes one back', { 'migrate:rollback': 'knex migrate:rollback' }, { knex: '3' }, {}, {}],
    [
      'a start that applies them',
      { start: 'npm run migrate && node pier.js', migrate: 'knex migrate:latest' },
      { knex: '3' },
      {},
      {},
    ],
    [
      'code that applies them',
      { migrate: 'knex migrate:latest' },
      { knex: '3' },
      { 'pier.js': `db.migrate.latest();\n${SERVER}` },
      {},
    ],
    ['deployment of another kind', { deploy: 'node tools/upload.js' }, {}, {}, {}],
  ])('leaves %s alone', (_, scripts, dependencies, files, development) => {
    expect(release(scripts, dependencies, files, development).command).toBeUndefined();
  });

  it('takes migrations of Prisma where its program is in the image', () => {
    expect(release({}, { prisma: '6' }, PRISMA).command).toEqual([
      ...['node', 'node_modules/prisma/build/index.js', 'migrate', 'deploy'],
    ]);
  });

  it('says what keeps migrations of Prisma from running', () => {
    expect(release({}, {}, PRISMA, { prisma: '6' })).toMatchObject({
      command: undefined,
      notes: [expect.stringContaining('a dependency of development only')],
    });
  });

  it('writes no job for a database in a file', () => {
    const sqlite = {
      ...PRISMA,
      'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n  url = env("QUAY_DB")\n}\n',
    };
    expect(release({}, { prisma: '6' }, sqlite)).toMatchObject({
      command: undefined,
      notes: [expect.stringContaining('where the file of the database is')],
    });
  });

  it.each([
    ['node-pg-migrate up -m tide/sql', ['tide/sql']],
    ['node-pg-migrate up --migrations-dir=./tide/sql/', ['tide/sql']],
    ['node-pg-migrate up -m ../tide', []],
  ])('takes the folders that %s names into the image', (migrate, wanted) => {
    const { files } = release(
      { migrate },
      { 'node-pg-migrate': '8' },
      { 'tide/sql/1_pier.sql': 'create table pier (id int);' },
    );
    expect(files?.value ?? []).toEqual(wanted);
  });

  it('takes the settings of the tool, and what they name, into the image', () => {
    const { command, files } = release(
      {},
      { 'sequelize-cli': '6' },
      {
        '.sequelizerc':
          "const path = require('path');\nmodule.exports = { config: path.resolve('store', 'settings'), 'migrations-path': path.resolve('store', 'migrations') };",
        'store/settings/index.js': 'module.exports = {};',
        'store/migrations/1-pier.js': 'module.exports = {};',
      },
    );
    expect(command).toEqual(['node_modules/.bin/sequelize', 'db:migrate']);
    expect(files?.value).toEqual(['.sequelizerc', 'store/settings', 'store/migrations']);
  });
});
