import type { Facts } from '../../../src/core/model/facts.ts';
import { pythonFrontEnd } from '../../../src/detectors/application/python-front-end.ts';
import { run } from '../run-detector.ts';

const PYTHON = { 'runtime.language': 'python' as Facts['runtime.language'] };

function served(files: Readonly<Record<string, string>>) {
  const found = run(pythonFrontEnd, files, '.', PYTHON).facts['app.serves'] ?? [];
  return found.map(({ path, from, at, whole }) => ({ path, from, at, whole: whole === true }));
}

const FLASK = 'from flask import Flask\n';
const VITE = JSON.stringify({ scripts: { build: 'vite build' }, devDependencies: { vite: '8' } });

describe('a front end that Python serves', () => {
  it('is the folder that Flask is told, from its module on', () => {
    const files = {
      'pkg/web.py': `${FLASK}app = Flask(__name__, static_folder="../ui/dist", static_url_path="/")\n`,
      'ui/package.json': VITE,
    };
    expect(served(files)).toEqual([{ path: 'ui/dist', from: null, at: 'run', whole: false }]);
  });

  it('is the folder that FastAPI mounts, from where the process starts', () => {
    const text = [
      'from fastapi import FastAPI',
      'from fastapi.staticfiles import StaticFiles',
      'app = FastAPI()',
      'app.mount("/", StaticFiles(directory="ui/dist", html=True))',
    ].join('\n');
    expect(served({ 'pkg/web.py': text, 'ui/package.json': VITE }).map(({ path }) => path)).toEqual(['ui/dist']);
  });

  it('is nothing where no package.json builds one', () => {
    const files = { 'web.py': `${FLASK}app = Flask(__name__, static_folder="ui/dist")\n` };
    expect(served(files)).toEqual([]);
    expect(served({ ...files, 'ui/package.json': '{"scripts": {"test": "jest"}}' })).toEqual([]);
  });

  it('is what a tool of a folder below writes into the application, whose pages it looks through', () => {
    const build = 'npx @tailwindcss/cli -i src/in.css -o ../static/css/site.css --minify';
    const manifest = { scripts: { build }, devDependencies: { '@tailwindcss/cli': '4' } };
    const files = {
      'theme/web.py': `${FLASK}app = Flask(__name__)\n`,
      'theme/src/package.json': JSON.stringify(manifest),
    };
    expect(served(files)).toEqual([{ path: 'theme/static/css', from: 'theme/src', at: 'run', whole: true }]);
  });

  it('of Django is collected at build, unless a setting reads it where it is', () => {
    const settings =
      'from pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\nSTATIC_ROOT = BASE_DIR / "all"\n';
    const files = {
      'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
      'shop/wsgi.py':
        'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\napplication = get_wsgi_application()\n',
      'ui/package.json': VITE,
    };
    const dirs = 'STATICFILES_DIRS = [BASE_DIR / "ui" / "dist"]\n';
    expect(served({ ...files, 'shop/settings.py': `${settings}${dirs}` })).toEqual([
      { path: 'ui/dist', from: null, at: 'build', whole: false },
    ]);
    const templates = 'TEMPLATES = [{"BACKEND": "x", "DIRS": [BASE_DIR / "ui" / "dist"]}]\n';
    expect(served({ ...files, 'shop/settings.py': `${settings}${dirs}${templates}` })).toEqual([
      { path: 'ui/dist', from: null, at: 'run', whole: false },
    ]);
  });
});
