import { relPath } from '../../../src/core/model/paths.ts';
import { scopeOf } from '../../../src/core/workspace/from-map.ts';
import { listenCalls } from '../../../src/detectors/javascript/listen-calls.ts';
import { reachableModules } from '../../../src/detectors/javascript/module-graph.ts';

function calls(files: Record<string, string>, entry = Object.keys(files)[0] ?? '') {
  const scope = scopeOf(files);
  return listenCalls(scope, reachableModules(scope, [relPath(entry)]));
}

describe('listenCalls', () => {
  it.each<[string, number | null, string | null]>([
    ['app.listen(4310)', 4310, null],
    ["app.listen('4310')", 4310, null],
    ['app.listen(process.env.APP_PORT || 4310)', 4310, 'APP_PORT'],
    ['app.listen(process.env.APP_PORT ?? "4310")', 4310, 'APP_PORT'],
    ['app.listen(Number(process.env.APP_PORT) || 4310)', 4310, 'APP_PORT'],
    ['app.listen(parseInt(process.env.APP_PORT || "4310", 10))', 4310, 'APP_PORT'],
    ['app.listen(+(process.env["APP_PORT"] ?? 4310))', 4310, 'APP_PORT'],
    ['app.listen(process.env.APP_PORT ? Number(process.env.APP_PORT) : 4310)', 4310, 'APP_PORT'],
    ['const { APP_PORT = 4310 } = process.env; app.listen(APP_PORT)', 4310, 'APP_PORT'],
    ['const { env } = process; app.listen(env.APP_PORT || 4310)', 4310, 'APP_PORT'],
    ['import { env } from "node:process"; app.listen(env.APP_PORT || 4310)', 4310, 'APP_PORT'],
    ['const port = process.env.APP_PORT || 4310; server.listen({ port, host: "0.0.0.0" })', 4310, 'APP_PORT'],
    ['const c = { http: { port: 4310 } }; app.listen(c.http.port)', 4310, null],
    [
      'function normalize(v) { return v } const p = normalize(process.env.APP_PORT || "4310"); app.set("port", p); app.listen(app.get("port"))',
      4310,
      'APP_PORT',
    ],
    ['app.listen(process.env.APP_PORT)', null, 'APP_PORT'],
    ['import { serve } from "@hono/node-server"; serve({ fetch: app.fetch, port: 4310 })', 4310, null],
    ['Bun.serve({ port: Bun.env.APP_PORT ?? 4310, fetch() {} })', 4310, 'APP_PORT'],
    ['export default { port: 4310, fetch: app.fetch }', 4310, null],
    ['new Elysia().get("/", () => 1).listen(4310)', 4310, null],
    [
      'const s = z.object({ APP_PORT: z.coerce.number().default(4310) }); const e = s.parse(process.env); app.listen(e.APP_PORT)',
      4310,
      'APP_PORT',
    ],
    [
      'const e = cleanEnv(process.env, { APP_PORT: port({ default: 4310 }) }); app.listen(e.APP_PORT)',
      4310,
      'APP_PORT',
    ],
    ['app.listen(config.get("APP_PORT", 4310))', 4310, 'APP_PORT'],
    ['enum D { Port = 4310 } app.listen(process.env.APP_PORT ?? D.Port)', 4310, 'APP_PORT'],
    ['class C { static readonly port = 4310 } app.listen(C.port)', 4310, null],
    ['const { APP_PORT: p = "4310" } = process.env; app.listen(+p)', 4310, 'APP_PORT'],
    ['const p = Number.parseInt(process.env.APP_PORT!, 10) || 4310; app.listen(p)', 4310, 'APP_PORT'],
    ['app.listen(Number.isNaN(+process.env.APP_PORT) ? 4310 : +process.env.APP_PORT)', 4310, 'APP_PORT'],
    ['app.listen((process.env.APP_PORT as unknown as number) ?? 4310)', 4310, 'APP_PORT'],
    ['let p = 4310; if (process.env.APP_PORT) p = Number(process.env.APP_PORT); app.listen(p)', 4310, 'APP_PORT'],
    ['const p = env.get("APP_PORT").default("4310").asPortNumber(); app.listen(p)', 4310, 'APP_PORT'],
    [
      'const c = convict({ port: { format: "port", default: 4310, env: "APP_PORT" } }); app.listen(c.get("port"))',
      4310,
      'APP_PORT',
    ],
    [
      'const c = convict({ http: { port: { format: "port", default: 4310, env: "APP_PORT" } } }); app.listen(c.get("http.port"))',
      4310,
      'APP_PORT',
    ],
    [
      'const s = v.object({ APP_PORT: v.optional(v.number(), 4310) }); const e = v.parse(s, process.env); app.listen(e.APP_PORT)',
      4310,
      'APP_PORT',
    ],
    [
      'const s = Joi.object({ APP_PORT: Joi.number().default(4310) }); const { value: e } = s.validate(process.env); app.listen(e.APP_PORT)',
      4310,
      'APP_PORT',
    ],
    [
      'const r = z.object({ APP_PORT: z.coerce.number().default(4310) }).safeParse(process.env); app.listen(r.data.APP_PORT)',
      4310,
      'APP_PORT',
    ],
    ['const e = envsafe({ APP_PORT: port({ default: 4310 }) }); app.listen(e.APP_PORT)', 4310, 'APP_PORT'],
    ['app.listen(configService.get<number>("APP_PORT") ?? 4310)', 4310, 'APP_PORT'],
    ['app.listen(configService.getOrThrow("APP_PORT"))', null, 'APP_PORT'],
    ['app.listen({ port: +(process.env.APP_PORT || 4310), host: "::" })', 4310, 'APP_PORT'],
    ['const o = { port: 4310 }; app.listen({ ...o, host: "0.0.0.0" })', 4310, null],
    ['const start = (port = Number(process.env.APP_PORT) || 4310) => app.listen(port); start()', 4310, 'APP_PORT'],
    ['function start(port) { app.listen(port) } start(process.env.APP_PORT || 4310)', 4310, 'APP_PORT'],
    ['class S { private port = 4310; run() { this.app.listen(this.port) } }', 4310, null],
    [
      'class S { constructor() { this.port = process.env.APP_PORT || 4310 } run() { this.app.listen(this.port) } }',
      4310,
      'APP_PORT',
    ],
    ['const getPort = () => Number(process.env.APP_PORT ?? 4310); app.listen(getPort())', 4310, 'APP_PORT'],
    ['function getPort() { return process.env.APP_PORT || 4310 } app.listen(getPort())', 4310, 'APP_PORT'],
    [
      'if (cluster.isPrimary) { cluster.fork() } else { createServer(h).listen(process.env.APP_PORT || 4310) }',
      4310,
      'APP_PORT',
    ],
    ['http.createServer(app).listen(`${process.env.APP_PORT || 4310}`)', 4310, 'APP_PORT'],
    ['import { serve } from "srvx"; serve({ port: 4310, fetch })', 4310, null],
    ['const P = "APP_PORT"; app.listen(process.env[P] ?? 4310)', 4310, 'APP_PORT'],
    ['app.listen(await portOf(), () => {}); async function portOf() { return 4310 }', 4310, null],
    ['process.env.APP_PORT ??= "4310"; app.listen(process.env.APP_PORT)', 4310, 'APP_PORT'],
    ['https.createServer(o, app).listen(4310)', 4310, null],
  ])('%s', (source, port, variable) => {
    expect(calls({ 'a.ts': source })[0]).toMatchObject({ port, portVariable: variable });
  });

  it('follows imports and names the file and the line', () => {
    const found = calls({
      'src/run.ts': "import { config } from './config/index.js';\nimport app from './app';\n\napp.listen(config.port);",
      'src/config/index.ts': 'export const config = { port: Number(process.env.HTTP ?? 4777) };',
      'src/app.ts': 'export default {}',
    });
    expect(found).toEqual([
      { file: 'src/run.ts', line: 4, port: 4777, portVariable: 'HTTP', host: undefined, localByDefault: false },
    ]);
  });

  it('follows names of package.json, of the workspace and of a barrel', () => {
    const files = {
      'web/main.ts':
        "import { port } from '#config';\nimport { HOST } from '@x/consts';\napp.listen({ port, host: HOST });",
      'web/package.json': '{"name":"web","imports":{"#config":{"types":"./c.d.ts","default":"./config/index.ts"}}}',
      'web/config/index.ts': "export * from './http.js';\nexport { port } from './http.js';",
      'web/config/http.ts': 'export const port = Number(process.env.WEB_PORT ?? 4881);',
      'consts/package.json': '{"name":"@x/consts","main":"dist/index.js"}',
      'consts/src/index.ts': "export const HOST = '127.0.0.1';",
      'package.json': '{"name":"r","workspaces":["web","consts"]}',
    };
    const scope = scopeOf(files, 'web');
    const [call] = listenCalls(scope, reachableModules(scope, [relPath('web/main.ts')]));
    expect(call).toMatchObject({ port: 4881, portVariable: 'WEB_PORT', host: { value: '127.0.0.1' } });
  });

  it('reads the files of the config package', () => {
    const files = {
      'a.js': "const config = require('config'); app.listen(config.get('http.port'), config.http.host)",
      'config/default.json': '{ "http": { "port": 4882, "host": "0.0.0.0" } }',
      'config/custom-environment-variables.json': '{ "http": { "port": "HTTP_PORT" } }',
    };
    expect(calls(files)[0]).toMatchObject({ port: 4882, portVariable: 'HTTP_PORT', host: { value: '0.0.0.0' } });
  });

  it('reads a configuration in JSON or YAML that is imported', () => {
    const files = {
      'a.js': "const c = require('./settings.json'); app.listen(c.port)",
      'settings.json': '{"port":4883}',
    };
    expect(calls(files)[0]).toMatchObject({ port: 4883 });
  });

  it.each([
    ["app.listen(4310, 'localhost')", 'localhost'],
    ["app.listen({ port: 4310, hostname: '127.0.0.1' })", '127.0.0.1'],
    ["app.listen(4310, process.env.HOST ?? '0.0.0.0')", '0.0.0.0'],
    ['app.listen(4310, 511, () => {})', undefined],
    ["const [host, port] = ['localhost', 4310]; app.listen(port, host)", 'localhost'],
    ["app.listen(4310, '0.0.0.0', 511)", '0.0.0.0'],
    ["app.listen(4310, isProduction ? '0.0.0.0' : 'localhost')", '0.0.0.0'],
  ])('reads the host of %s', (source, host) => {
    expect(calls({ 'a.ts': source })[0]?.host?.value).toBe(host);
  });

  it('knows that Fastify listens on localhost by default', () => {
    const [call] = calls({ 'a.js': "const f = require('fastify')(); f.listen({ port: 4310 })", 'b.js': '' });
    expect(call).toMatchObject({ port: 4310, localByDefault: true });
    const [imported] = calls({
      'a.js': "import Fastify from 'fastify'; const f = Fastify({}); f.listen({ port: 4310 })",
    });
    expect(imported).toMatchObject({ localByDefault: true });
  });

  it('takes nothing from what is no port', () => {
    expect(
      calls({ 'a.js': "app.listen('/tmp/x.sock'); app.listen(0); history.listen(() => {}); app.listen(99999)" }),
    ).toEqual([]);
  });

  it('ends on names that stand for each other', () => {
    expect(calls({ 'a.js': 'const a = b; const b = a; app.listen(a.port || a)' })).toEqual([]);
  });
});
