import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import {
  djangoSite,
  managePath,
  requiredVariables,
  settingFolder,
  settingNamed,
  settingPath,
  settingsFlag,
} from '../python/django.ts';
import { textOf } from '../python/expression.ts';
import { modulesOf } from '../python/modules.ts';
import { has, pythonProject } from '../python/project.ts';
import { isPython } from '../python/python-component.ts';
import { settingOf } from '../python/settings.ts';

/** What stands in for a variable while static files are collected; nothing of it stays in the image. */
function standIn(name: string): string {
  if (/REDIS|BROKER|CELERY|AMQP|CACHE/.test(name)) return 'redis://127.0.0.1:6379/0';
  if (/DATABASE|DB_URL|_DSN/.test(name)) return 'sqlite:////tmp/build.sqlite3';
  if (/URL|URI/.test(name)) return 'http://127.0.0.1';
  if (/PORT|SECONDS|TIMEOUT|SIZE|COUNT|LIMIT|WORKERS/.test(name)) return '1';
  if (/^(DEBUG|IS_|USE_|ENABLE_)/.test(name)) return '0';
  return 'build-only';
}

/** Static files collected at build, uploads and database files that need a volume. */
export const django = defineDetector({
  id: 'django',
  layer: 'application',
  title: 'Static files, uploads and database files of Django',
  docs: 'https://docs.djangoproject.com/en/5.2/howto/static-files/deployment/',
  when: { anyFile: ['manage.py'] },
  *detect(scope, known): Iterable<Claim<'application'> | Notice> {
    const site = isPython(scope, known) ? djangoSite(scope) : undefined;
    if (site === undefined) return;
    const wanted = site.usedSettings;
    const serving = site.serverSettings ?? site.manageSettings;
    if (wanted !== null && wanted !== serving) {
      const file = site.wsgi?.path ?? site.asgi?.path ?? site.manage;
      const detail = `${file} names the settings ${serving}, but there is ${wanted}: the image uses the latter`;
      const hint = 'Let the module of the server name the settings of production, or set DJANGO_SETTINGS_MODULE.';
      yield { diagnostic: { code: 'DRK1108', severity: 'warning', detail, at: { file, line: null }, hint } };
    }
    const root = settingNamed(site, 'STATIC_ROOT');
    if (root !== undefined) {
      const place = { file: root.module.path, line: root.line } as const;
      const variables = requiredVariables(site).map((name) => `${name}=${standIn(name)}`);
      const collect = ['python', managePath(scope, site), 'collectstatic', '--noinput', ...settingsFlag(site)] as const;
      const value = variables.length === 0 ? collect : (['env', ...variables, ...collect] as const);
      const because = 'STATIC_ROOT is set: static files are collected once, at build';
      yield { field: 'app.build', value, ...place, confidence: 'source', because };
      const folder = settingFolder(scope, site, 'STATIC_ROOT');
      if (folder !== undefined && !folder.path.startsWith('/'))
        yield {
          field: 'app.files',
          value: [`${folder.path}/`],
          ...place,
          confidence: 'source',
          because: 'collected static files lie here',
        };
      if (!has(pythonProject(scope), 'whitenoise', 'django-storages', 'servestatic')) {
        const detail = 'static files are collected, but nothing serves them in production';
        const hint = 'Add WhiteNoise to the dependencies and the middleware, or put them on object storage.';
        yield { diagnostic: { code: 'DRK1108', severity: 'info', detail, at: place, hint } };
      }
    }
    const media = settingFolder(scope, site, 'MEDIA_ROOT');
    if (media !== undefined)
      yield {
        field: 'app.writable',
        value: [media.path],
        file: media.module.path,
        line: media.line,
        confidence: 'source',
        because: 'uploads are written to MEDIA_ROOT',
      };
    const databases = settingNamed(site, 'DATABASES');
    const entry =
      databases?.value.kind === 'dict'
        ? databases.value.entries.find(([key]) => textOf(key) === 'default')?.[1]
        : undefined;
    const get = (name: string) =>
      entry?.kind === 'dict' ? entry.entries.find(([key]) => textOf(key) === name)?.[1] : undefined;
    const engine = textOf(get('ENGINE')) ?? '';
    if (databases === undefined || !engine.endsWith('sqlite3')) return;
    const place = { file: databases.module.path, line: databases.line } as const;
    yield {
      field: 'app.services',
      value: [{ kind: 'sqlite', via: 'DATABASES' }],
      ...place,
      confidence: 'source',
      because: 'the default database is SQLite',
    };
    const name = get('NAME');
    const stated = settingPath(scope, site, databases.module, name) ?? settingOf(scope, databases.module, name).value;
    const file = typeof stated === 'string' ? stated : undefined;
    const slash = file?.lastIndexOf('/') ?? -1;
    const folder = file?.slice(0, Math.max(slash, 0)) ?? '';
    const holdsCode = modulesOf(scope).some(({ path }) => path.startsWith(`${scope.at(folder)}/`));
    if (file !== undefined && slash > 0 && !holdsCode) {
      yield {
        field: 'app.writable',
        value: [folder],
        ...place,
        confidence: 'source',
        because: 'the SQLite file lies here',
      };
      return;
    }
    const detail = 'the SQLite file lies beside the code, which is read-only in the container';
    const hint = 'Put it into a folder of its own (BASE_DIR / "data" / "db.sqlite3"), or use a database server.';
    yield { diagnostic: { code: 'DRK1108', severity: 'warning', detail, at: place, hint } };
  },
});
