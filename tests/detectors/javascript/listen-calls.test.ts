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
