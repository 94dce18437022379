import { keystone } from '../../../src/detectors/application/keystone.ts';
import { nodeServerProgram } from '../../../src/detectors/application/node-server-program.ts';
import { sails } from '../../../src/detectors/application/sails.ts';
import { type Files, look as lookAt } from './claims.ts';

function look(dependencies: object, start: string, files: Files, more: object = {}) {
  const manifest = { name: 'a', private: true, scripts: { start }, dependencies, ...more };
  return lookAt({ 'package.json': manifest, ...files }, {}, [keystone, nodeServerProgram, sails]);
}

function served(dependencies: object, text: string, start = 'node bow.js') {
  const { best } = look(dependencies, start, { 'bow.js': text });
  return { kind: best('app.kind'), port: best('app.port'), variable: best('app.portVariable') };
}

const BOLT = "const { App } = require('@slack/bolt');\n";

describe('servers that a library opens', () => {
  it.each<[string, object, string, object]>([
    [
      'Socket.IO with a port',
      { 'socket.io': '4' },
      "import { Server } from 'socket.io';\nnew Server(4601);",
      { kind: 'web', port: 4601 },
    ],
    [
      'Socket.IO 2, called',
      { 'socket.io': '2' },
      "const io = require('socket.io');\nio(process.env.TIDE ?? 4602);",
      { kind: 'web', port: 4602 },
    ],
    [
      'Socket.IO upon the server of another library',
      { 'socket.io': '4' },
      "import { Server } from 'socket.io';\nimport { make } from 'elsewhere';\nnew Server(make());",
      { kind: 'worker', port: undefined },
    ],
    [
      'Bolt over HTTP',
      { '@slack/bolt': '4' },
      `${BOLT}const app = new App({ token: 'x' });\napp.start(process.env.BOLT_PORT || 4603);`,
      { kind: 'web', port: 4603, variable: 'BOLT_PORT' },
    ],
    [
      'Bolt by its default',
      { '@slack/bolt': '4' },
      `${BOLT}new App({}).on('x');\nconst app = new App({});\napp.start();`,
      { kind: 'web', port: 3000 },
    ],
    [
      'Bolt with its port among the options, taken out of the whole package',
      { '@slack/bolt': '4' },
      "import bolt from '@slack/bolt';\nconst { App } = bolt;\nconst app = new App({ port: 4604 });\nawait app.start();",
      { kind: 'web', port: 4604 },
    ],
    [
      'Bolt in socket mode',
      { '@slack/bolt': '4' },
      `${BOLT}const app = new App({ socketMode: true, appToken: 'x' });\napp.start(process.env.PORT || 3000);`,
      { kind: 'worker', port: undefined },
    ],
    [
      'Telegraf by webhook',
      { telegraf: '4' },
      "import { Telegraf } from 'telegraf';\nconst bot = new Telegraf('x');\nbot.launch({ webhook: { domain: 'x', port: 4605 } });",
      { kind: 'web', port: 4605 },
    ],
    [
      'Telegraf by polling',
      { telegraf: '4' },
      "import { Telegraf } from 'telegraf';\nconst bot = new Telegraf('x');\nbot.launch({ dropPendingUpdates: true });",
      { kind: 'worker', port: undefined },
    ],
    [
      'LoopBack by the options of its main function',
      { '@loopback/rest': '15' },
      'const config = { rest: { port: +(process.env.QUAY ?? 4606), host: process.env.HOST } };\nexports.main = async (options) => options;\nexports.main(config);',
      { kind: 'web', port: 4606, variable: 'QUAY' },
    ],
    [
      'Apollo by its default',
      { '@apollo/server': '5' },
      "import { ApolloServer } from '@apollo/server';\nnew ApolloServer({});",
      { kind: 'web', port: 4000 },
    ],
  ])('%s', (_, dependencies, text, expected) => {
    expect(served(dependencies, text)).toMatchObject(expected);
  });

  it('LoopBack: what it boots counts, and it ends by itself', () => {
    const files = {
      'bow.js': "import { RestApplication } from '@loopback/rest';\nnew RestApplication({ rest: { port: 4607 } });",
      'parts/ping.controller.js': "import { get } from '@loopback/rest';\nget('/quay/health')(class {}, 'ping');",
      'parts/db.datasource.js': 'export const url = process.env.QUAY_DB;',
    };
    const { best, all } = look({ '@loopback/rest': '15', '@loopback/boot': '8' }, 'node bow.js', files);
    expect(best('app.health')).toBe('/quay/health');
    expect(best('app.handlesSigterm')).toBe(true);
    expect(all('app.env')).toMatchObject([{ name: 'QUAY_DB' }]);
  });

  it('GraphQL Yoga answers for its health', () => {
    const yoga = (options: string) =>
      look({ 'graphql-yoga': '5' }, 'node bow.js', {
        'bow.js': `import { createYoga } from 'graphql-yoga';\nimport { createServer } from 'node:http';\ncreateServer(createYoga(${options})).listen(4608);`,
      }).best('app.health');
    expect(yoga("{ healthCheckEndpoint: '/live' }")).toBe('/live');
    expect(yoga('{}')).toBe('/health');
  });

  it('Feathers takes its port from the files of the config package', () => {
    const files = {
      'bow.js':
        "import { koa } from '@feathersjs/koa';\nimport configuration from '@feathersjs/configuration';\nexport const app = koa();\napp.configure(configuration());\napp.listen(app.get('port'));",
      'config/default.json': { port: 4609 },
      'config/custom-environment-variables.json': {
        port: { __name: 'FEATHER_PORT', __format: 'number' },
        key: 'FEATHER_KEY',
      },
    };
    const dependencies = { '@feathersjs/feathers': '5', '@feathersjs/configuration': '5' };
    const { best, all } = look(dependencies, 'node bow.js', files);
    expect(best('app.port')).toBe(4609);
    expect(best('app.portVariable')).toBe('FEATHER_PORT');
    expect(all('app.env')).toMatchObject([{ name: 'FEATHER_KEY' }]);
  });
});

describe('programs that serve', () => {
  it('Probot', () => {
    const { best } = look({ probot: '13' }, 'probot run ./bow.js', { 'bow.js': '' });
    expect(best('app.start')).toEqual(['node', 'node_modules/probot/bin/probot.js', 'run', './bow.js']);
    expect(best('app.port')).toBe(3000);
    expect(best('app.health')).toBe('/ping');
  });

  const gateway = (settings: string) =>
    `const ApiGateway = require('moleculer-web');\nmodule.exports = { name: 'api', mixins: [ApiGateway], settings: ${settings} };`;

  it('the runner of Moleculer with its gateway: services, settings, and the folder that the script leaves out', () => {
    const files = {
      'services/api.service.js': gateway('{ port: process.env.RELAY || 4610 }'),
      'moleculer.config.js': 'module.exports = { transporter: process.env.RELAY_TRANSPORT };',
    };
    const { best, all } = look({ moleculer: '0.14', 'moleculer-web': '0.10' }, 'moleculer-runner', files);
    expect(best('app.kind')).toBe('web');
    expect(best('app.port')).toBe(4610);
    expect(best('app.handlesSigterm')).toBe(true);
    expect(best('app.start')).toEqual(['node', 'node_modules/moleculer/bin/moleculer-runner.js', 'services']);
    expect(all('app.files')).toEqual(['package.json', 'services', 'moleculer.config.js']);
    expect(all('app.env')).toMatchObject([{ name: 'RELAY_TRANSPORT' }]);
  });

  it('the gateway by its own default, and the folder among the arguments', () => {
    const { best, all } = look({ moleculer: '0.14', 'moleculer-web': '0.10' }, 'moleculer-runner -c a.js services', {
      'services/api.service.js': gateway('{}'),
    });
    expect(best('app.port')).toBe(3000);
    expect(best('app.portVariable')).toBe('PORT');
    expect(all('app.env')).toEqual([]);
  });

  it('the runner of Moleculer alone is a worker', () => {
    const files = { 'services/mail.service.js': "module.exports = { name: 'mail' };" };
    expect(look({ moleculer: '0.14' }, 'moleculer-runner services', files).best('app.kind')).toBe('worker');
  });
});

describe('Keystone', () => {
  const config = (server: string) =>
    `import { config } from '@keystone-6/core';\nexport default config({ db: {}, server: ${server}, storage: { covers: { kind: 'local', storagePath: 'covers' } } });`;

  it('by its configuration', () => {
    const files = {
      'keystone.ts': config("{ port: 4611, healthCheck: { path: '/alive' } }"),
      'migrations/1/migration.sql': '',
    };
    const { best, all } = look({ '@keystone-6/core': '6' }, 'keystone start', files);
    expect(best('app.start')).toEqual(['node', 'node_modules/@keystone-6/core/bin/cli.js', 'start']);
    expect(best('app.port')).toBe(4611);
    expect(best('app.health')).toBe('/alive');
    expect(all('app.writable')).toEqual(['.keystone/admin/.next/cache', 'covers']);
    expect(all('app.processes')).toMatchObject([{ name: 'release' }]);
  });

  it('by its defaults, and no release where the start migrates', () => {
    const files = { 'keystone.ts': config('{ healthCheck: true }'), 'migrations/1/migration.sql': '' };
    const { best, all } = look({ '@keystone-6/core': '6' }, 'keystone start --with-migrations', files);
    expect(best('app.port')).toBe(3000);
    expect(best('app.health')).toBe('/_healthcheck');
    expect(all('app.processes')).toEqual([]);
  });
});

describe('Sails', () => {
  it('by its configuration for production and its table of routes', () => {
    const files = {
      'app.js': "const sails = require('sails');\nsails.lift({});",
      'config/env/production.js': 'module.exports = { port: 4612, url: process.env.LIFT_DB };',
      'config/routes.js': "module.exports.routes = { 'GET /lift/health': { action: 'health' }, 'POST /health': {} };",
      'api/controllers/health.js': '',
    };
    const { best, all } = look({ sails: '1' }, 'NODE_ENV=production node app.js', files);
    expect(best('app.start')).toEqual(['node', 'app.js']);
    expect(best('app.port')).toBe(4612);
    expect(best('app.portVariable')).toBe('PORT');
    expect(best('app.health')).toBe('/lift/health');
    expect(all('app.files')).toEqual(['package.json', 'app.js', 'api', 'config']);
    expect(all('app.env')).toMatchObject([{ name: 'LIFT_DB' }]);
  });
});
