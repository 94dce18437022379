import { containerFacts } from '../../rigging-templates/_shared/views/container.ts';
import { pythonHealth } from '../../rigging-templates/_shared/views/python-health.ts';
import { pythonInstall } from '../../rigging-templates/_shared/views/python-install.ts';
import type { Component } from '../../src/core/model/app-model.ts';
import type { Facts, InstallTraits } from '../../src/core/model/facts.ts';
import { ROOT, relPath } from '../../src/core/model/paths.ts';
import { DATA } from '../../src/detectors/data.generated.ts';

const TRAITS: InstallTraits = { production: true, development: false, scripts: [], env: {}, local: [], program: null };

function component(
  id: string,
  lockfile: string | null,
  traits: Partial<InstallTraits> = {},
  version = '3.13',
): Component {
  const facts: Partial<Facts> = {
    'runtime.language': 'python' as Facts['runtime.language'],
    'runtime.version': { raw: version, resolved: version },
    'runtime.packageManager': { id, version: null, lockfile: lockfile === null ? null : relPath(lockfile), root: ROOT },
    'runtime.install': { ...TRAITS, ...traits },
  };
  return { name: 'shop', dir: ROOT, facts, decisions: [] };
}

function commands(one: Component): readonly string[] {
  return pythonInstall(one, DATA.python as never).runs.map(({ command }) => command);
}

const REQUIREMENTS = { from: relPath('requirements.txt') };

describe('the install', () => {
  it('of pip reads the requirements, and adds an exact server in the same resolution', () => {
    expect(commands(component('pip', null, { ...REQUIREMENTS, added: ['gunicorn'] }))).toEqual([
      'pip install --requirement requirements.txt gunicorn==26.2.0',
    ]);
  });

  it('takes an older server for an older Python', () => {
    const [command] = commands(component('pip', null, { ...REQUIREMENTS, added: ['gunicorn'] }, '3.8'));
    expect(command).toContain('gunicorn==23.0.0');
  });

  it('keeps what has no hash out of an install with hashes', () => {
    const [command] = commands(component('pip', null, { ...REQUIREMENTS, hashed: true, added: ['uvicorn'] }));
    expect(command?.split('&&').map((part) => part.includes('--require-hashes'))).toEqual([true, false]);
  });

  it('reads pyproject.toml without building, and then the project alone', () => {
    const runs = pythonInstall(
      component('pip', null, { from: relPath('pyproject.toml'), project: true }),
      DATA.python as never,
    ).runs;
    expect(runs.map(({ source }) => source)).toEqual([null, '/src']);
    expect(runs[0]?.command).toContain('import tomllib');
    expect(runs[1]?.command).toBe('pip install --no-deps /src');
  });

  it('finds a TOML parser on a Python that has none of its own', () => {
    expect(commands(component('pip', null, { from: relPath('pyproject.toml') }, '3.9'))[0]).toContain('tomli');
  });

  it.each([
    ['uv', 'uv.lock', /^uv sync --locked --no-dev --no-install-project$/],
    ['uv', null, /^uv sync --no-dev --no-install-project$/],
    ['poetry', 'poetry.lock', /^poetry install --only=main --no-root --no-interaction$/],
    ['pdm', 'pdm.lock', /^pdm sync --prod --no-self --no-editable$/],
    ['pipenv', 'Pipfile.lock', /^pipenv install --deploy$/],
  ] as const)('of %s with %s is frozen and without development tools', (id, lock, expected) => {
    const one = component(id, lock);
    expect(commands(one)[0]).toMatch(expected);
    expect(pythonInstall(one, DATA.python as never).tool).toMatch(/^[a-z]+==[\d.]+$/);
  });
});

describe('the health check', () => {
  const model = { schema: 1, name: 'shop', components: [] } as const;

  it('asks the path with Python itself', () => {
    const one = {
      ...component('pip', null),
      facts: { ...component('pip', null).facts, 'app.port': 8000, 'app.health': '/a"b' },
    };
    const command = pythonHealth(one, containerFacts(one, { model, options: {} }));
    expect(command?.slice(0, 2)).toEqual(['python', '-c']);
    expect(command?.[2]).toContain('"http://127.0.0.1:8000/a\\"b"');
  });

  it('opens the port of the variable where no path is known, and does nothing without a port', () => {
    const plain = component('pip', null);
    const one: Component = { ...plain, facts: { ...plain.facts, 'app.port': 8000, 'app.portVariable': 'PORT' } };
    expect(pythonHealth(one, containerFacts(one, { model, options: {} }))?.[2]).toContain('int(os.environ["PORT"])');
    expect(pythonHealth(plain, containerFacts(plain, { model, options: {} }))).toBeNull();
  });
});
