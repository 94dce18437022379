import fc from 'fast-check';
import { relPath } from '../../../src/core/model/paths.ts';
import { workspaceOf } from '../../../src/core/workspace/from-map.ts';
import { readRequirements, requirementOf } from '../../../src/detectors/python/requirements.ts';
import { pythonInstall } from '../../../src/detectors/runtime/python-install.ts';
import { pythonPackageManager } from '../../../src/detectors/runtime/python-package-manager.ts';
import { run } from '../run-detector.ts';

function read(files: Readonly<Record<string, string>>) {
  const scope = workspaceOf(files).scope(relPath('.'), [], 'test');
  return readRequirements(scope, relPath('requirements.txt'));
}

describe('requirements files', () => {
  it('follows includes and constraints, each once, with the line of each entry', () => {
    const found = read({
      'requirements.txt':
        '# tools\n-r more/base.txt\nFlask[async]>=3 ; python_version > "3.8"\n-c limits.txt\n-r more/base.txt\n',
      'more/base.txt': '-r ../requirements.txt\nDjango.Extra_Name==1.0\n',
      'limits.txt': 'flask<4\n',
    });
    expect(found?.files).toEqual(['requirements.txt', 'more/base.txt', 'limits.txt']);
    expect(found?.entries.map(({ name, extras, line, pinned }) => [name, extras, line, pinned])).toEqual([
      ['flask', ['async'], 3, false],
      ['django-extra-name', [], 2, true],
    ]);
  });

  it('joins continued lines and sees hashes', () => {
    const found = read({
      'requirements.txt': 'six==1.17.0 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\nidna==3.1\n',
    });
    expect(found?.hashed).toBe(true);
    expect(found?.entries.map(({ name, line }) => [name, line])).toEqual([
      ['six', 1],
      ['idna', 4],
    ]);
  });

  it('keeps folders, addresses and options apart', () => {
    const found = read({
      'requirements.txt':
        '--index-url https://example.com/simple\n-e ./lib\ngit+https://example.com/a.git#egg=a-b\nx @ https://example.com/x.whl\n-e .\n',
    });
    expect(found?.local.map(({ path }) => path)).toEqual(['lib', '.']);
    expect(found?.entries.map(({ name }) => name)).toEqual(['a-b', 'x']);
  });

  it('never fails and never leaves the project, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const found = read({ 'requirements.txt': text });
        for (const { path } of found?.local ?? []) expect(path.startsWith('..') || path.startsWith('/')).toBe(false);
        requirementOf(text);
      }),
    );
  });
});

describe('the package manager', () => {
  it.each([
    ['uv', { 'pyproject.toml': '[project]\nname = "x"\n', 'uv.lock': 'version = 1\n' }],
    ['poetry', { 'pyproject.toml': '[tool.poetry]\nname = "x"\n' }],
    ['pdm', { 'pyproject.toml': '[project]\nname = "x"\ndependencies = ["a"]\n[tool.pdm]\n' }],
    ['pipenv', { Pipfile: '[packages]\nflask = "*"\n' }],
    ['pip', { 'setup.py': 'from setuptools import setup\nsetup(name="x", install_requires=["flask"])\n' }],
    ['pip', { 'requirements/prod.txt': 'flask\n' }],
    ['conda', { 'environment.yml': 'dependencies:\n  - python\n' }],
  ] as const)('%s', (id, files) => {
    expect(run(pythonPackageManager, files).facts['runtime.packageManager']?.id).toBe(id);
  });

  it('warns of two lockfiles, and of none', () => {
    const two = { 'pyproject.toml': '[project]\nname = "x"\n', 'uv.lock': '', 'poetry.lock': '' };
    expect(run(pythonPackageManager, two).diagnostics).toMatchObject([{ code: 'DRK1103', severity: 'warning' }]);
    const none = { Pipfile: '[packages]\nflask = "*"\n' };
    expect(run(pythonPackageManager, none).diagnostics).toMatchObject([{ code: 'DRK1102', severity: 'warning' }]);
  });

  it('says that a server is added', () => {
    const files = { 'requirements.txt': 'flask==3.1.0\n', 'web.py': 'from flask import Flask\napp = Flask("web")\n' };
    const { diagnostics } = run(pythonPackageManager, files);
    expect(diagnostics).toMatchObject([{ code: 'DRK1109', detail: expect.stringContaining('gunicorn') }]);
    expect(run(pythonInstall, files).facts['runtime.install']?.added).toEqual(['gunicorn']);
  });

  it('names an include that is missing, with its line', () => {
    const { diagnostics } = run(pythonPackageManager, { 'requirements.txt': 'six==1.0\n-r gone.txt\n' });
    expect(diagnostics).toMatchObject([{ code: 'DRK1108', at: { file: 'requirements.txt', line: 2 } }]);
  });
});
