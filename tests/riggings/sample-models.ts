import type { AppModel } from '../../src/core/model/app-model.ts';
import type { Facts, Language } from '../../src/core/model/facts.ts';
import { relPath } from '../../src/core/model/paths.ts';
import { component, model } from './render-rigging.ts';

const npm = { id: 'npm', version: null, lockfile: relPath('package-lock.json'), root: relPath('.') };

/** Facts of a small web server. */
export const WEB: Partial<Facts> = {
  'app.kind': 'web',
  'app.version': '1.4.0',
  'app.port': 4123,
  'app.portVariable': 'PORT',
  'app.health': '/livez',
  'app.start': ['node', 'serve.js'],
  'app.test': ['npm', 'test'],
  'app.env': [
    { name: 'DATABASE_URL', required: true, default: null, scope: 'run', sensitive: true },
    { name: 'LOG_LEVEL', required: false, default: 'info', scope: 'run', sensitive: false },
    { name: 'FEATURES', required: false, default: 'off', scope: 'run', sensitive: false },
    { name: 'SENTRY_DSN', required: false, default: null, scope: 'run', sensitive: true },
    { name: 'VITE_TITLE', required: false, default: 'x', scope: 'build-public', sensitive: false },
  ],
  'app.services': [{ kind: 'postgres', via: 'pg' }],
  'app.processes': [
    { name: 'web', command: ['node', 'serve.js'] },
    { name: 'worker', command: ['node', 'work.js', '$(NAME)'] },
    { name: 'clock', command: 'node clock.js' },
    { name: 'release', command: 'node migrate.js && node seed.js' },
  ],
  'app.writable': ['cache'],
  'runtime.language': 'node' as Language,
  'runtime.version': { raw: '22.11.0', resolved: '22.11.0' },
  'runtime.packageManager': npm,
};

/** Facts of a worker without a port. */
export const WORKER: Partial<Facts> = {
  'app.kind': 'worker',
  'app.start': ['node', 'consume.js'],
  'app.services': [{ kind: 'rabbitmq', via: 'amqplib' }],
  'runtime.language': 'node' as Language,
  'runtime.version': { raw: '>=24', resolved: '24' },
  'runtime.packageManager': { ...npm, id: 'pnpm', version: '10.2.0' },
};

/** Facts of a folder of built files. */
export const SITE: Partial<Facts> = {
  'app.kind': 'static',
  'app.output': relPath('dist'),
  'app.test': ['vitest', 'run'],
  'runtime.language': 'node' as Language,
  'runtime.version': { raw: '24', resolved: '24' },
  'runtime.packageManager': { ...npm, id: 'yarn-berry', version: '4.5.0' },
};

const SQLITE: Partial<Facts> = {
  'app.kind': 'web',
  'app.port': 3999,
  'app.services': [{ kind: 'sqlite', via: 'better-sqlite3' }],
  'app.writable': ['var/data'],
  'runtime.language': 'node' as Language,
  'runtime.version': { raw: '24', resolved: '24' },
};

/** Text that breaks out of every format that does not quote it. */
export const HOSTILE = `a'b"c$D\${E}\n{{x}} \\ # : - 'end`;

/** Facts with hostile text wherever a tree can put some. */
export const HOSTILE_FACTS: Partial<Facts> = {
  ...WEB,
  'app.version': HOSTILE,
  'app.health': `/he"al'th: #$x{{y}}`,
  'app.test': ['npm', 'run', HOSTILE.replace('\n', ' ')],
  'app.env': [{ name: 'MOTTO', required: false, default: HOSTILE, scope: 'run', sensitive: false }],
  'app.writable': [`da"ta 'x' $y`],
  'app.services': [{ kind: 'redis', via: HOSTILE }],
  'app.processes': [{ name: `wo'rk"er`, command: ['node', HOSTILE, '$(X)', '$$'] }],
};

/** Models that between them use every branch of the templates. */
export const MODELS: Readonly<Record<string, AppModel>> = {
  web: model('parcels', component('parcels', WEB)),
  worker: model('mailer', component('mailer', WORKER)),
  site: model('handbook', component('handbook', SITE)),
  sqlite: model('notes', component('notes', SQLITE)),
  job: model('report', component('report', { ...WORKER, 'app.kind': 'job' })),
  several: model(
    'shop',
    component('api', WEB, 'apps/api'),
    component('front', SITE, 'apps/front'),
    component('mail', WORKER, 'apps/mail'),
  ),
  bare: model('bare', component('bare', { 'app.kind': 'web', 'app.port': 8000 })),
  hostile: model(HOSTILE, component('hostile', HOSTILE_FACTS)),
  long: model('a'.repeat(80), component(`b${'c'.repeat(62)}`, WEB, 'one'), component('d', WORKER, 'two')),
};
