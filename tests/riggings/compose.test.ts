import { parse } from 'yaml';
import { view } from '../../rigging-templates/compose/view.ts';
import type { AppModel } from '../../src/core/model/app-model.ts';
import type { EnvVar, Facts } from '../../src/core/model/facts.ts';
import { checkOutput } from '../checkers/check-output.ts';
import { formatFindings } from '../checkers/finding.ts';
import { component, model, renderFiles, rigging } from './render-rigging.ts';
import { HOSTILE, MODELS, WEB, WORKER } from './sample-models.ts';

const RIGGINGS = [rigging('compose', view)];

// biome-ignore lint/suspicious/noExplicitAny: assertions on parsed YAML
type Parsed = any;

function rendered(app: AppModel): { readonly compose: Parsed; readonly env: string } {
  const files = renderFiles(app, RIGGINGS);
  return { compose: parse(files['compose.yaml'] ?? ''), env: files['compose.env.example'] ?? '' };
}

function one(facts: Partial<Facts>): Parsed {
  return rendered(model('kiln', component('kiln', { ...WEB, 'app.processes': [], ...facts }))).compose;
}

function variable(name: string, more: Partial<EnvVar> = {}): EnvVar {
  return { name, required: true, default: null, scope: 'run', sensitive: true, ...more };
}

it.each(Object.keys(MODELS))('%s: passes every check, and docker-compose says nothing (C01 to C10)', async (name) => {
  const files = new Map(Object.entries(renderFiles(MODELS[name]!, RIGGINGS)));
  expect(formatFindings(await checkOutput(files))).toBe('');
});

it('runs a component, its processes and its backing services', () => {
  const { compose } = rendered(MODELS.web!);
  expect(Object.keys(compose.services).sort()).toEqual(
    ['parcels', 'parcels-clock', 'parcels-release', 'parcels-worker', 'postgres'].sort(),
  );
  expect(compose.services.parcels.ports).toEqual(['127.0.0.1:${PARCELS_PORT:-4123}:4123']);
  expect(compose.services['parcels-worker']).toMatchObject({ command: ['node', 'work.js', '$$(NAME)'] });
  expect(compose.services['parcels-worker'].ports).toBeUndefined();
  expect(compose.volumes).toEqual({ 'postgres-data': {} });
});

it('waits for what is needed: a healthy database, then a release that has ended (C04)', () => {
  const { services } = rendered(MODELS.web!).compose;
  expect(services['parcels-release'].depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
  expect(services['parcels-release'].restart).toBe('no');
  expect(services.parcels.depends_on).toEqual({
    postgres: { condition: 'service_healthy' },
    'parcels-release': { condition: 'service_completed_successfully' },
  });
});

it('starts a job only when asked for', () => {
  const { services } = rendered(MODELS.job!).compose;
  expect(services.report).toMatchObject({ profiles: ['jobs'], restart: 'no' });
});

it('builds addresses from the names that the application reads', () => {
  const names = ['DATABASE_URL', 'DB_HOST', 'DB_PORT', 'DB_PASSWORD', 'REDIS_URL', 'SIGNING_KEY'];
  const services = [
    { kind: 'postgres', via: 'pg' },
    { kind: 'redis', via: 'ioredis' },
  ];
  const { environment } = one({ 'app.env': names.map((name) => variable(name)), 'app.services': services }).services
    .kiln;
  expect(environment).toEqual({
    DATABASE_URL: 'postgresql://app:${POSTGRES_PASSWORD:?set it in .env}@postgres:5432/app',
    DB_HOST: 'postgres',
    DB_PORT: '5432',
    DB_PASSWORD: '${POSTGRES_PASSWORD:?set it in .env}',
    REDIS_URL: 'redis://redis:6379',
    SIGNING_KEY: '${SIGNING_KEY:?set it in .env}',
  });
});

it('sets the usual variable where the code names none', () => {
  const { kiln } = one({ 'app.env': [], 'app.services': [{ kind: 'mongodb', via: 'mongoose' }] }).services;
  expect(kiln.environment).toEqual({
    MONGODB_URI: 'mongodb://app:${MONGO_PASSWORD:?set it in .env}@mongodb:27017/app?authSource=admin',
  });
});

it('holds no value of a secret, and says which are needed (C05)', () => {
  const { compose, env } = rendered(MODELS.web!);
  expect(compose.services.parcels.environment.SENTRY_DSN).toBeNull();
  expect(env.split('\n').filter((line) => /^[^#]/.test(line))).toEqual(['POSTGRES_PASSWORD=']);
  expect(env).toContain('# SENTRY_DSN=');
});

it('takes another port of this machine where two components have the same', () => {
  const app = model('twins', component('left', WEB, 'left'), component('right', WEB, 'right'));
  const { services } = rendered(app).compose;
  expect(services.left.ports).toEqual(['127.0.0.1:${LEFT_PORT:-4123}:4123']);
  expect(services.right.ports).toEqual(['127.0.0.1:${RIGHT_PORT:-4124}:4123']);
  expect(services.right.build).toMatchObject({ context: '.', dockerfile: 'right/Dockerfile' });
});

it('steps aside for a component that is named like a backing service', () => {
  const app = model('a', component('postgres', WEB, 'db'), component('mail', WORKER, 'mail'));
  const { services } = rendered(app).compose;
  expect(services['postgres-server'].image).toBe('postgres:17-trixie');
  expect(services.postgres.environment.DATABASE_URL).toContain('@postgres-server:5432/');
});

it('names what it does not run', () => {
  const files = renderFiles(
    model('a', component('a', { ...WEB, 'app.services': [{ kind: 's3', via: 'minio' }] })),
    RIGGINGS,
  );
  expect(files['compose.yaml']).toContain('# Not run here: s3, found by minio.');
});

it('passes secrets and public settings of the build on without a value', () => {
  const env = [
    variable('NPM_TOKEN', { scope: 'build-secret' }),
    variable('VITE_TITLE', { scope: 'build-public', sensitive: false }),
  ];
  const compose = one({ 'app.env': env });
  expect(compose.services.kiln.build).toMatchObject({ args: ['VITE_TITLE'], secrets: ['NPM_TOKEN'] });
  expect(compose.secrets).toEqual({ NPM_TOKEN: { environment: 'NPM_TOKEN' } });
});

it('keeps data on a named volume, and hostile text as it is', () => {
  const { compose } = rendered(MODELS.sqlite!);
  expect(compose.services.notes.volumes).toEqual(['notes-data:/app/var/data']);
  const { services } = rendered(MODELS.hostile!).compose;
  expect(services.hostile.environment.MOTTO).toBe(HOSTILE.replaceAll('$', '$$$$'));
});

it('writes to the file that is there already, rather than giving it a rival', () => {
  const evidence = {
    field: 'app.port',
    value: 1,
    file: 'docker-compose.yml',
    line: 1,
    confidence: 'manifest',
  } as const;
  const decision = {
    field: 'app.port',
    chosen: { ...evidence, detector: 'x', because: '' },
    others: [],
    contested: false,
  };
  const app = model('a', { ...component('a', WEB), decisions: [decision as never] });
  expect(Object.keys(renderFiles(app, RIGGINGS))).toContain('docker-compose.yml');
});
