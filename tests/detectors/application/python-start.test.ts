import fc from 'fast-check';
import type { Facts } from '../../../src/core/model/facts.ts';
import { relPath } from '../../../src/core/model/paths.ts';
import { parsePython } from '../../../src/core/workspace/parse-python.ts';
import { pythonEnv } from '../../../src/detectors/application/python-env.ts';
import { pythonHealth } from '../../../src/detectors/application/python-health.ts';
import { pythonProcesses } from '../../../src/detectors/application/python-processes.ts';
import { pythonStartCommand } from '../../../src/detectors/application/python-start.ts';
import { indexOf } from '../../../src/detectors/python/module-index.ts';
import { run } from '../run-detector.ts';

const PYTHON = { 'runtime.language': 'python' as Facts['runtime.language'] };

function start(files: Readonly<Record<string, string>>) {
  return run(pythonStartCommand, files, '.', PYTHON);
}

function target(files: Readonly<Record<string, string>>): string | undefined {
  const command = start(files).facts['app.start'];
  return Array.isArray(command) ? (command.at(-1) as string) : undefined;
}

const FLASK = 'from flask import Flask\n';

describe('the application object', () => {
  it.each([
    ['a variable', { 'site.py': `${FLASK}shop = Flask(__name__)\n` }, 'site:shop'],
    ['an alias', { 'w.py': 'from flask import Flask as F\nx: F = F(__name__)\n' }, 'w:x'],
    ['a module import', { 'w.py': 'import flask\nx = flask.Flask(__name__)\n' }, 'w:x'],
    [
      'a factory',
      { 'pkg/__init__.py': `${FLASK}def build(settings=None):\n    app = Flask("x")\n    return app\n` },
      'pkg:build()',
    ],
    [
      'a factory with parameters, called elsewhere',
      {
        'pkg/__init__.py': `${FLASK}def build(settings):\n    return Flask("x")\n`,
        'entry.py': 'from pkg import build\nserver = build("prod")\n',
      },
      'entry:server',
    ],
    [
      'the outer one of two',
      {
        'main.py':
          'from fastapi import FastAPI\nfrom admin import admin\napp = FastAPI()\napp.mount("/admin", admin)\n',
        'admin.py': 'from fastapi import FastAPI\nadmin = FastAPI()\n',
      },
      'main:app',
    ],
    [
      'Dash, whose server is an attribute',
      { 'board.py': 'from dash import Dash\nboard = Dash(__name__)\nserver = board.server\n' },
      'board:server',
    ],
    [
      'none in a comment or a string',
      { 'a.py': `${FLASK}# app = Flask(1)\nTEXT = "app = Flask(2)"\nreal = Flask("x")\n` },
      'a:real',
    ],
  ])('%s', (_, files, expected) => {
    expect(target({ 'requirements.txt': 'flask\nfastapi\ndash\n', ...files })).toBe(expected);
  });

  it('shows two that nothing tells apart', () => {
    const files = {
      'requirements.txt': 'flask\n',
      'l.py': `${FLASK}a = Flask("l")\n`,
      'r.py': `${FLASK}b = Flask("r")\n`,
    };
    expect(start(files).claims.filter(({ field }) => field === 'app.start')).toHaveLength(2);
  });

  it('leaves tests out', () => {
    const files = {
      'requirements.txt': 'flask\n',
      'tests/app.py': `${FLASK}app = Flask("t")\n`,
      'z.py': `${FLASK}z = Flask("z")\n`,
    };
    expect(target(files)).toBe('z:z');
  });
});

describe('port and bind address', () => {
  const server = (line: string) => ({
    's.py': `import os\nfrom http.server import HTTPServer, BaseHTTPRequestHandler\nPORT = int(os.getenv("P", "6001"))\nif __name__ == "__main__":\n    ${line}\n`,
  });

  it('follows names to the environment and its default', () => {
    const { facts, diagnostics } = start(
      server('HTTPServer((os.environ.get("H", "localhost"), PORT), BaseHTTPRequestHandler).serve_forever()'),
    );
    expect(facts['app.port']).toBe(6001);
    expect(facts['app.portVariable']).toBe('P');
    expect(facts['app.bindEnv']).toEqual({ H: '0.0.0.0' });
    expect(diagnostics).toEqual([]);
  });

  it('warns of localhost with the line', () => {
    const { diagnostics } = start(server('HTTPServer(("127.0.0.1", PORT), BaseHTTPRequestHandler).serve_forever()'));
    expect(diagnostics).toMatchObject([{ code: 'DRK1106', at: { file: 's.py', line: 5 } }]);
  });

  it('does not warn where gunicorn is told where to listen', () => {
    const files = {
      'requirements.txt': 'flask\n',
      'a.py': `${FLASK}app = Flask("a")\napp.run(host="127.0.0.1", port=5001)\n`,
    };
    const { facts, diagnostics } = start(files);
    expect(facts['app.port']).toBe(5001);
    expect(diagnostics).toEqual([]);
  });
});

describe('environment, routes and processes', () => {
  it('reads os, decouple, environs and pydantic settings with their defaults', () => {
    const files = {
      'requirements.txt': 'flask\n',
      'a.py': `${FLASK}import os\nfrom decouple import config\nfrom environs import Env\nfrom pydantic_settings import BaseSettings, SettingsConfigDict\nenv = Env()\napp = Flask("a")\nA = os.environ["A_TOKEN"]\nB = os.getenv("B", "b")\nC = config("C", default=3, cast=int)\nD = env.str("D")\nclass S(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="x_")\n    size: int = 4\n    host: str\n`,
    };
    const env = run(pythonEnv, files, '.', PYTHON).facts['app.env'] ?? [];
    expect(env.map(({ name, required, default: value, sensitive }) => [name, required, value, sensitive])).toEqual([
      ['A_TOKEN', true, null, true],
      ['B', false, 'b', false],
      ['C', false, '3', false],
      ['D', true, null, false],
      ['X_HOST', true, null, false],
      ['X_SIZE', false, '4', false],
    ]);
  });

  it('adds the prefixes of routers and takes no route with a parameter', () => {
    const files = {
      'requirements.txt': 'fastapi\n',
      'main.py':
        'from fastapi import FastAPI\nfrom r import router\napp = FastAPI()\napp.include_router(router, prefix="/v1")\n@app.get("/{x}/health")\ndef no(x): ...\n',
      'r.py':
        'from fastapi import APIRouter\nrouter = APIRouter(prefix="/ops")\n@router.get("/healthz")\nasync def h(): ...\n',
    };
    expect(run(pythonHealth, files, '.', PYTHON).facts['app.health']).toBe('/v1/ops/healthz');
  });

  it('starts a Celery worker and its clock', () => {
    const files = {
      'requirements.txt': 'celery[redis]\nflask\n',
      'web.py': `${FLASK}app = Flask("w")\n`,
      'jobs/tasks.py': 'from celery import Celery\nqueue = Celery("jobs")\nqueue.conf.beat_schedule = {}\n',
    };
    const { facts } = run(pythonProcesses, files, '.', PYTHON);
    expect(facts['app.processes']?.map(({ name, command }) => [name, command[1]])).toEqual([
      ['beat', '--app=jobs.tasks:queue'],
      ['worker', '--app=jobs.tasks:queue'],
    ]);
  });
});

describe('hostile text', () => {
  it('is indexed without an exception, whatever it is', () => {
    const words = fc.constantFrom(
      'def ',
      'class A(',
      'import ',
      'from . import ',
      'x = ',
      '"""',
      "f'{",
      '(',
      ')',
      '[',
      '{',
      ':',
      '\n',
      '    ',
      '@a.b(',
      '**',
      '\\\n',
      'lambda: ',
      'é',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string({ maxLength: 8 })), { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        const parsed = parsePython(text);
        if (!parsed.ok) throw new Error('the parser recovers from everything');
        indexOf({ path: relPath('a.py'), text, tree: parsed.value });
      }),
    );
  });

  it('survives deep nesting', () => {
    const text = `x = ${'('.repeat(3000)}1${')'.repeat(3000)}\n`;
    const parsed = parsePython(text);
    if (!parsed.ok) throw new Error('the parser recovers from everything');
    expect(indexOf({ path: relPath('a.py'), text, tree: parsed.value }).assignments).toHaveLength(1);
  });
});
