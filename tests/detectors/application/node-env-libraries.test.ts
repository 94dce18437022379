import { look } from './claims.ts';

/** What is found of each variable: `!` for a required one, else its default, `?` for none. */
function found(source: string, extra: Record<string, string> = {}, dependencies: Record<string, string> = {}) {
  const files = {
    'package.json': { name: 'a', dependencies, scripts: { start: 'node a.ts' } },
    'a.ts': source,
    ...extra,
  };
  const variables = look(files).all('app.env') as { name: string; required: boolean; default: string | null }[];
  return Object.fromEntries(variables.map((one) => [one.name, one.required ? '!' : (one.default ?? '?')]));
}

describe('node-env: how the code treats a missing value', () => {
  it.each([
    ['const a = process.env.A ?? null', { A: '?' }],
    ['const a = process.env.A || undefined', { A: '?' }],
    ["const a = process.env.A ?? ''", { A: '' }],
    ['const a = process.env.A ? open(process.env.A) : none', { A: '?' }],
    ['if (process.env.A) { open(process.env.A) }', { A: '?' }],
    ['function f() { if (!process.env.A) return; open(process.env.A) }', { A: '?' }],
    ['const on = Boolean(process.env.A); if (on) open(process.env.A)', { A: '?' }],
    ["if (process.env.A === undefined) throw new Error('A')", { A: '!' }],
    ["const a = process.env.A ?? die('A'); function die(n) { throw new Error(n) }", { A: '!' }],
    ['assert(process.env.A)', { A: '!' }],
    ['Sentry.init({ dsn: process.env.SENTRY_DSN })', { SENTRY_DSN: '?' }],
    ["const u = 'http://' + process.env.A", { A: '!' }],
    ['console.log(process.env.A)', { A: '?' }],
    ["process.env.A = 'x'", {}],
    ["const a = process.env.A || process.env.B || 'c'", { A: '?', B: '?' }],
    ["const has = 'A' in process.env", { A: '?' }],
    ["const key = 'A'; open(process.env[key])", { A: '!' }],
    ["for (const n of ['A', 'B']) if (!process.env[n]) throw new Error(n)", { A: '!', B: '!' }],
    ["const gone = ['A', 'B'].filter((n) => !process.env[n])", { A: '!', B: '!' }],
    ['const settings = process.env; open(settings.ALPHA)', { ALPHA: '!' }],
    ['function load(env = process.env) { return open(env.ALPHA) }', { ALPHA: '!' }],
    ["import { env } from 'bun'; open(env.ALPHA)", { ALPHA: '!' }],
    ['open(globalThis.process.env.ALPHA)', { ALPHA: '!' }],
  ])('%s', (source, expected) => {
    expect(found(source)).toEqual(expected);
  });
});

describe('node-env: functions of the project', () => {
  it.each([
    ["function need(n) { const v = process.env[n]; if (!v) throw new Error(n); return v } need('A')", { A: '!' }],
    ["const get = (n, d) => process.env[n] ?? d; get('A', 'x'); get('B')", { A: 'x', B: '?' }],
    ["const get = (n, d = 'q') => process.env[n] || d; get('A'); get('B', 'x')", { A: 'q', B: 'x' }],
    ["function raw(n) { return process.env[n] } open(raw('A')); const b = raw('B') ?? 'y'", { A: '!', B: 'y' }],
    [
      "function get(n, d) { const v = process.env[n]; if (v === undefined) { if (d !== undefined) return d; throw new Error(n) } return v } const int = (n, d) => parseInt(get(n, d), 10); int('A', '7'); int('B')",
      { A: '7', B: '!' },
    ],
    [
      "class Env { static get(n, d = '') { return process.env[n] || d } } Env.get('A', 'x'); Env.get('B')",
      { A: 'x', B: '' },
    ],
    [
      "class C { constructor() { this.a = this.need('A') } need(n) { if (!process.env[n]) throw new Error(n); return process.env[n] } }",
      { A: '!' },
    ],
    [
      "const env = (n, o) => process.env[n] ?? o?.default; env('A', { default: 'x' }); env('B', { required: false })",
      { A: 'x', B: '?' },
    ],
    [
      "const text = (n) => { const v = process.env[n]; if (!v) return undefined; return v }; const cfg = { a: text('A') }",
      { A: '?' },
    ],
    [
      "const num = (n) => (process.env[n] ? Number(process.env[n]) : undefined); const cfg = { a: num('A') }",
      { A: '?' },
    ],
  ])('%s', (source, expected) => {
    expect(found(source)).toEqual(expected);
  });

  it('in another file, and takes the port from there', () => {
    const seen = look({
      'package.json': { name: 'a', scripts: { start: 'node a.js' } },
      'a.js': "import { num } from './env.js'; http.createServer().listen(num('LISTEN_AT', 6123))",
      'env.js': 'export function num(n, d) { const raw = process.env[n]; return raw ? parseInt(raw, 10) : d }',
    });
    expect(seen.all('app.port')).toEqual([6123]);
    expect(seen.all('app.portVariable')).toEqual(['LISTEN_AT']);
  });
});

describe('node-env: schemas', () => {
  it.each([
    [
      'zod',
      `import { z } from 'zod';
       const db = z.object({ DB: z.string(), POOL: z.coerce.number().default(5), CUT: z.string() }).omit({ CUT: true });
       const base = z.object({ E: z.union([z.string(), z.undefined()]), P: z.preprocess((v) => v, z.string().optional()), C: z.string().catch('c') });
       const s = base.merge(db).extend({ MORE: z.string(), EMPTY: z.string().or(z.literal('')) }).superRefine(() => {});
       const r = s.safeParse(process.env)`,
      { DB: '!', POOL: '5', E: '?', P: '?', C: 'c', MORE: '!', EMPTY: '?' },
    ],
    [
      'zod over an object that is put together',
      `import { z } from 'zod';
       const s = z.object({ db: z.object({ url: z.string(), ssl: z.coerce.boolean().default(false) }), note: z.string().optional() });
       export const c = s.parse({ db: { url: process.env.PG, ssl: process.env.SSL }, note: process.env.NOTE })`,
      { PG: '!', SSL: 'false', NOTE: '?' },
    ],
    [
      "import { z } from 'zod'",
      "import { z } from 'zod'; const n = z.coerce.number().default(9).parse(process.env.N)",
      { N: '9' },
    ],
    [
      'Joi, where a key may be missing',
      `import Joi from 'joi';
       const s = Joi.object().keys({ A: Joi.string().required(), B: Joi.string(), C: Joi.number().default(3) }).unknown();
       const { value } = s.validate(process.env)`,
      { A: '!', B: '?', C: '3' },
    ],
    [
      'envalid',
      "cleanEnv(process.env, { A: str(), B: str({ default: undefined }), C: num({ default: 4 }), D: url({ devDefault: 'x' }) })",
      { A: '!', B: '?', C: '4', D: '!' },
    ],
    [
      'znv',
      "parseEnv(process.env, { A: { schema: z.string(), defaults: { production: 'p' } }, B: z.array(z.string()).default([]) })",
      { A: 'p', B: '?' },
    ],
    [
      't3-env',
      `createEnv({ server: { A: z.string(), B: z.string().optional() }, client: { NEXT_PUBLIC_T: z.string().default('light') }, shared: { S: z.string() },
        runtimeEnv: { A: process.env.A, B: process.env.B, NEXT_PUBLIC_T: process.env.NEXT_PUBLIC_T, S: process.env.S } })`,
      { A: '!', B: '?', NEXT_PUBLIC_T: 'light', S: '!' },
    ],
    [
      '@fastify/env',
      `import fastifyEnv from '@fastify/env';
       app.register(fastifyEnv, { schema: { type: 'object', required: ['A'], properties: { A: { type: 'string' }, B: { type: 'string' }, C: { type: 'string', default: 'c' } } } })`,
      { A: '!', B: '?', C: 'c' },
    ],
    [
      'env-var',
      `import env from 'env-var';
       env.get('A').required().asString(); env.get('B').asString(); env.get('C').default('7').required().asInt()`,
      { A: '!', B: '?', C: '7' },
    ],
    [
      'convict',
      `convict({ a: { default: 'x', env: 'A' }, in: { b: { default: null, env: 'B' }, c: { default: null, nullable: true, env: 'C' } } })`,
      { A: 'x', B: '!', C: '?' },
    ],
  ])('%s', (_, source, expected) => {
    expect(found(source)).toEqual(expected);
  });

  it('the files of the config package', () => {
    const files = {
      'config/default.yaml': 'mail:\n  from: a@b.example\ndb:\n  password: null\n',
      'config/custom-environment-variables.yaml':
        'mail:\n  from: MAIL_FROM\n  flags:\n    __name: FLAGS\n    __format: json\ndb:\n  password: DB_PASSWORD\n',
    };
    expect(found("import config from 'config'", files)).toEqual({
      MAIL_FROM: 'a@b.example',
      FLAGS: '!',
      DB_PASSWORD: '!',
    });
  });
});

describe('node-env: NestJS', () => {
  const dependencies = { '@nestjs/core': '11', '@nestjs/config': '4' };
  const files = (module: string, service = '') => ({
    'package.json': { name: 'a', scripts: { 'start:prod': 'node dist/main' }, dependencies },
    'src/main.ts': `import { NestFactory } from '@nestjs/core'; import { AppModule } from './app.module'; import { ConfigService } from '@nestjs/config';
      async function boot() { const app = await NestFactory.create(AppModule); const config = app.get(ConfigService); await app.listen(config.get('http.port')) }`,
    'src/app.module.ts': `import { ConfigModule } from '@nestjs/config'; import * as Joi from 'joi'; import './service'; ${module}`,
    'src/service.ts': `import { ConfigService } from '@nestjs/config'; ${service}`,
  });
  const names = (seen: ReturnType<typeof look>) =>
    Object.fromEntries(
      (seen.all('app.env') as { name: string; required: boolean; default: string | null }[]).map((one) => [
        one.name,
        one.required ? '!' : (one.default ?? '?'),
      ]),
    );

  it('validationSchema, and what services ask for', () => {
    const seen = look(
      files(
        "ConfigModule.forRoot({ validationSchema: Joi.object({ A: Joi.string().required(), B: Joi.string(), C: Joi.string().when('NODE_ENV', { is: 'production', then: Joi.required() }) }) })",
        "class S { constructor(private configService: ConfigService) {} a() { return this.configService.getOrThrow<string>('D') } b() { return this.configService.get<number>('E', 25) } }",
      ),
    );
    expect(names(seen)).toEqual({ A: '!', B: '?', C: '!', D: '!', E: '25' });
  });

  it('a class of class-validator', () => {
    const seen = look(
      files(
        "class V { @IsString() A: string; @IsOptional() B?: string; C: string = 'c' } function validate(c) { return plainToInstance(V, c) } ConfigModule.forRoot({ validate })",
      ),
    );
    expect(names(seen)).toEqual({ A: '!', B: '?', C: 'c' });
  });

  it('keys of factories, registered under a name or loaded', () => {
    const seen = look(
      files(
        "import { registerAs } from '@nestjs/config'; ConfigModule.forRoot({ load: [registerAs('http', () => ({ port: Number(process.env.HTTP_AT ?? 5131) }))] })",
      ),
    );
    expect(seen.all('app.port')).toContain(5131);
    expect(seen.all('app.portVariable')).toEqual(['HTTP_AT']);
  });
});
