import { scopeOf } from '../../../src/core/workspace/from-map.ts';
import { djangoSite, settingsEnv } from '../../../src/detectors/python/django.ts';

function defaults(settings: string): string {
  return `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "${settings}")\n`;
}

/** A site whose server, manage.py and queue each name their own settings. */
function envOf(server: string, queue: string): Readonly<Record<string, string>> {
  const scope = scopeOf({
    'requirements.txt': 'django==5.2\ncelery==5.5\n',
    'manage.py': defaults('press.settings.local'),
    'press/__init__.py': '',
    'press/settings/__init__.py': '',
    'press/settings/local.py': 'WSGI_APPLICATION = "press.wsgi.application"\n',
    'press/settings/production.py': 'WSGI_APPLICATION = "press.wsgi.application"\n',
    'press/wsgi.py': `${defaults(server)}from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n`,
    'press/celery.py': `${defaults(queue)}from celery import Celery\napp = Celery("press")\n`,
  });
  const site = djangoSite(scope);
  if (site === undefined) throw new Error('no site');
  return settingsEnv(scope, site);
}

describe('the settings of a Django site', () => {
  it('are told to a queue that names other ones than the server', () => {
    const production = { DJANGO_SETTINGS_MODULE: 'press.settings.production' };
    expect(envOf('press.settings.production', 'press.settings.local')).toEqual(production);
    expect(envOf('press.settings.local', 'press.settings.local')).toEqual(production);
  });

  it('need no variable where every process names the same', () => {
    expect(envOf('press.settings.production', 'press.settings.production')).toEqual({});
  });
});
