import { look } from './claims.ts';

function health(files: Record<string, string>, dependencies: object = {}) {
  return look({ 'package.json': { name: 'a', scripts: { start: 'node a.js' }, dependencies }, ...files }).claim(
    'app.health',
  );
}

describe('node-health', () => {
  it.each([
    ["app.get('/internal/healthz', (q, r) => r.end())", '/internal/healthz'],
    ["app.get('/orders/status', f); app.get('/livez', f)", '/livez'],
    ["app.get('/ready', f); app.get('/health/live', f)", '/health/live'],
    ["app.get('/orders/status', f)", undefined],
    ["app.get('/orders/ready', f)", undefined],
    ["app.get('/status/live', f)", '/status/live'],
    ["app.get('/shop/ops/ready', f)", '/shop/ops/ready'],
    ["axios.get('/health', { timeout: 1 })", undefined],
    ["app.post('/health', f)", undefined],
    ["app.get('/health/:id', f)", undefined],
    ["app.route('/up').get(f)", '/up'],
    ["app.route({ method: 'GET', url: '/healthz', handler: f })", '/healthz'],
    ["const r = new Router({ prefix: '/v2' }); r.get('/ping', f)", '/v2/ping'],
    ["const r = new Router({ prefix: '/v2' }); r.get('/healthz', f)", '/v2/healthz'],
    ["http.createServer((req, res) => { if (req.url === '/healthz') res.end() })", '/healthz'],
    ["const { pathname } = new URL(req.url, b); switch (pathname) { case '/livez': break }", '/livez'],
    ["createTerminus(server, { healthChecks: { '/healthz': check } })", '/healthz'],
    ["new Elysia().get('/healthz', () => 'ok').listen(1)", '/healthz'],
    ["const app = new Hono().basePath('/svc'); app.get('/livez', f)", '/svc/livez'],
  ])('%s', (source, path) => {
    expect(health({ 'a.js': source })?.value).toBe(path);
  });

  it('joins prefixes over files', () => {
    const found = health({
      'a.js': "const api = require('./api');\napp.use('/shop', api)",
      'api.js': "const r = Router();\nr.use('/ops', require('./ops'));\nmodule.exports = r",
      'ops.js': "const r = Router();\n\nr.get('/healthz', f);\nmodule.exports = r",
    });
    expect(found).toMatchObject({ value: '/shop/ops/healthz', file: 'ops.js', line: 3 });
  });

  it('joins prefixes of Fastify plugins', () => {
    const found = health({
      'a.js': "import routes from './routes.js';\napp.register(routes, { prefix: '/v3' })",
      'routes.js': "export default async function (fastify) { fastify.get('/healthz', async () => 1) }",
    });
    expect(found?.value).toBe('/v3/healthz');
  });

  it('leaves a path out of the global prefix of NestJS', () => {
    const files = {
      'package.json': {
        name: 'a',
        scripts: { 'start:prod': 'node dist/main' },
        dependencies: { '@nestjs/core': '11' },
      },
      'src/main.ts': "import { H } from './h';\napp.setGlobalPrefix('v1', { exclude: ['healthz'] }); app.listen(4200)",
      'src/h.ts': "@Controller()\nexport class H { @Get('healthz') get() {} }",
    };
    expect(look(files).best('app.health')).toBe('/healthz');
  });

  it('reads routes from file names', () => {
    const dependencies = { next: '15' };
    const next = (path: string) => look({ 'package.json': { name: 'a', dependencies }, [path]: '' }).best('app.health');
    expect(next('src/app/(ops)/api/healthz/route.ts')).toBe('/api/healthz');
    expect(next('pages/api/health.js')).toBe('/api/health');
    expect(next('app/health/page.tsx')).toBeUndefined();
  });

  it.each([
    ['app/routes/ops+/healthcheck.tsx', '/ops/healthcheck'],
    ['app/routes/_tide+/ops+/readyz.ts', '/ops/readyz'],
    ['app/routes/_tide.healthz.ts', '/healthz'],
    ['app/routes/livez/route.ts', '/livez'],
    ['app/routes/ops.healthz.ts', '/ops/healthz'],
  ])('reads the path of a route file of Remix: %s', (file, path) => {
    const files = { [file]: 'export const loader = () => new Response()', 'vite.config.ts': '' };
    expect(health(files, { '@remix-run/node': '2', '@remix-run/dev': '2' })?.value).toBe(path);
  });
});
