import { look } from './claims.ts';

function server(source: string, dependencies: object = {}, extra: Record<string, string> = {}) {
  return look({
    'package.json': { name: 'a', scripts: { start: 'node api.js' }, dependencies },
    'api.js': source,
    ...extra,
  });
}

describe('node-port', () => {
  it('prefers what the Dockerfile exposes', () => {
    const { best } = server(
      'require("http").createServer().listen(4310)',
      {},
      { Dockerfile: 'FROM node:22\nEXPOSE 4555/tcp\n' },
    );
    expect(best('app.port')).toBe(4555);
  });

  it('does not feed on a Dockerfile of its own', () => {
    const ledger = '{"schema":1,"files":{"Dockerfile":{"rigging":"image-node","sha256":"x"}}}';
    const { best } = server(
      'require("http").createServer().listen(4310)',
      {},
      { Dockerfile: 'EXPOSE 9\n', '.derrick/ledger.json': ledger },
    );
    expect(best('app.port')).toBe(4310);
  });

  it('reads the port that compose publishes', () => {
    const compose =
      'services:\n  db:\n    image: postgres\n    ports: ["5432:5432"]\n  api:\n    build: .\n    ports:\n      - "127.0.0.1:80:4777/tcp"\n';
    expect(
      server('require("http").createServer().listen(p)', {}, { 'compose.yaml': compose }).claim('app.port'),
    ).toMatchObject({ value: 4777, line: 7 });
  });

  it('warns of a server that listens on localhost only', () => {
    const { diagnostics } = server("\nrequire('http').createServer().listen(4310, '127.0.0.1')");
    expect(diagnostics).toMatchObject([{ code: 'DRK1106', at: { file: 'api.js', line: 2 } }]);
  });

  it('warns of Fastify without a host', () => {
    const { diagnostics } = server("const f = require('fastify')();\nf.listen({ port: 4310 })", { fastify: '5' });
    expect(diagnostics).toMatchObject([{ code: 'DRK1106', at: { file: 'api.js', line: 2 } }]);
  });

  it('takes no address of the developer’s machine from the start script', () => {
    const { best } = look({
      'package.json': { name: 'a', scripts: { start: 'HOST=127.0.0.1 PORT=4999 node api.js' } },
      'api.js': "require('http').createServer().listen(process.env.PORT || 1, process.env.HOST || '0.0.0.0')",
    });
    expect({ bind: best('app.bindEnv'), port: best('app.port') }).toEqual({ bind: { HOST: '0.0.0.0' }, port: 4999 });
  });

  it('reads the variables of Nitro in the start script', () => {
    const { best } = look({
      'package.json': {
        name: 'a',
        scripts: { build: 'nuxt build', start: 'NITRO_HOST=localhost NITRO_PORT=4730 node .output/server/index.mjs' },
        dependencies: { nuxt: '^4.1.0' },
      },
      'nuxt.config.ts': 'export default defineNuxtConfig({});\n',
    });
    expect((['app.port', 'app.portVariable', 'app.bindEnv'] as const).map((field) => best(field))).toEqual([
      4730,
      'NITRO_PORT',
      { NITRO_HOST: '0.0.0.0' },
    ]);
  });

  it('sets the variable that the host comes from', () => {
    const { best, diagnostics } = server(
      "const f = require('fastify')();\nf.listen({ port: 4310, host: process.env.BIND || 'localhost' })",
    );
    expect(best('app.bindEnv')).toEqual({ BIND: '0.0.0.0' });
    expect(diagnostics).toEqual([]);
  });

  it('leaves a server on every interface alone', () => {
    const { claims, diagnostics } = server(
      "const f = require('fastify')();\nf.listen({ port: 4310, host: '0.0.0.0' })",
    );
    expect(diagnostics).toEqual([]);
    expect(claims.some(({ field }) => field === 'app.bindEnv')).toBe(false);
  });

  it('takes the port of the example where the code has none', () => {
    const files = { '.env.example': 'NODE_ENV=development\nAPP_PORT=4377\n' };
    const found = server('require("http").createServer().listen(process.env.APP_PORT)', {}, files);
    expect(found.claim('app.port')).toMatchObject({ value: 4377, file: '.env.example', line: 2 });
    const own = server('require("http").createServer().listen(process.env.APP_PORT || 4310)', {}, files);
    expect(own.best('app.port')).toBe(4310);
  });

  it.each([
    ['fastify start api.js', 3000, 'PORT', { FASTIFY_ADDRESS: '0.0.0.0' }],
    ['fastify start --port=4310 -a 0.0.0.0 api.js', 4310, undefined, undefined],
  ])('reads %s', (start, port, variable, bind) => {
    const { best, diagnostics } = look({
      'package.json': { name: 'a', scripts: { start }, dependencies: { fastify: '5', 'fastify-cli': '7' } },
      'api.js': "module.exports = async (app, options) => { app.get('/healthz', () => 1) }",
    });
    expect([best('app.port'), best('app.portVariable'), best('app.bindEnv')]).toEqual([port, variable, bind]);
    expect([best('app.health'), best('app.handlesSigterm')]).toEqual(['/healthz', true]);
    expect(diagnostics).toEqual([]);
  });

  it('warns of fastify-cli on an address of its own machine', () => {
    const { diagnostics } = look({
      'package.json': {
        name: 'a',
        scripts: { start: 'fastify start -a 127.0.0.1 api.js' },
        dependencies: { 'fastify-cli': '7' },
      },
      'api.js': '',
    });
    expect(diagnostics).toMatchObject([{ code: 'DRK1106', at: { file: 'package.json' } }]);
  });

  it('claims no port for a worker', () => {
    const { best } = server("const { Worker } = require('bullmq'); new Worker('mail')", { bullmq: '5' });
    expect(best('app.kind')).toBe('worker');
    expect(best('app.port')).toBeUndefined();
  });

  it.each([
    [
      'listen([args.port, process.env.PIER_PORT, process.env.PORT, 4871].map((one) => parseInt(one)).find((one) => !isNaN(one)))',
      4871,
      'PIER_PORT',
    ],
    ['listen([process.env.PIER_PORT, 4871].find(Boolean))', 4871, 'PIER_PORT'],
  ])('takes the first of a list that is there: %s', (call, port, variable) => {
    const { best, claims } = server(`require("http").createServer().${call}`);
    expect([best('app.port'), best('app.portVariable')]).toEqual([port, variable]);
    const read = claims
      .filter(({ field }) => field === 'app.env')
      .flatMap(({ value }) => value as { required: boolean }[]);
    const needed = read.filter(({ required }) => required);
    expect(needed).toEqual([]);
  });

  it('asks a package for the free port that the code wants', () => {
    const { best } = server(
      "import getPort, { portNumbers } from 'get-port';\nconst wanted = Number(process.env.PIER_PORT || 4871);\nconst port = await getPort({ port: portNumbers(wanted, wanted + 9) });\napp.listen(port);",
    );
    expect([best('app.port'), best('app.portVariable')]).toEqual([4871, 'PIER_PORT']);
  });

  it('moves a port that needs rights, where a variable can', () => {
    const { best } = server('require("http").createServer().listen(process.env.PIER_PORT || 80)');
    expect([best('app.port'), best('app.portVariable')]).toEqual([8080, 'PIER_PORT']);
  });
});
