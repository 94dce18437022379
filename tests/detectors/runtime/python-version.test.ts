import { rangeOf } from '../../../src/detectors/python/specifier.ts';
import { pythonVersion } from '../../../src/detectors/runtime/python-version.ts';
import { run } from '../run-detector.ts';

const APP = { 'requirements.txt': 'flask\n', 'app.py': 'from flask import Flask\napp = Flask(__name__)\n' };

function resolved(files: Readonly<Record<string, string>>): string | undefined {
  return run(pythonVersion, { ...APP, ...files }).facts['runtime.version']?.resolved;
}

describe('versions as files write them', () => {
  it.each([
    ['3.12', '3.12'],
    ['3.12.4', '3.12.4'],
    ['cpython-3.11', '3.11'],
    ['python3.12'.replace('python', 'python-'), '3.12'],
    ['3', '3.14'],
    ['3.15', '3.15'],
  ])('.python-version %s gives %s', (text, version) => {
    expect(resolved({ '.python-version': `${text}\n` })).toBe(version);
  });

  it.each([
    ['>=3.10', '3.14'],
    ['>=3.10,<3.13', '3.12'],
    ['~=3.11', '3.14'],
    ['~=3.11.2', '3.11'],
    ['==3.12.*', '3.12'],
    ['>=3.8, !=3.9.*', '3.14'],
    ['>=3.15', '3.15'],
  ])('requires-python %s gives %s', (text, version) => {
    expect(resolved({ 'pyproject.toml': `[project]\nname = "x"\nrequires-python = "${text}"\n` })).toBe(version);
  });

  it.each(['^3.11', '~3.12', '3.12.*', '>=3.9 <4', '>=3.8 || 2.7.*'])('reads %s', (text) => {
    expect(rangeOf(text)).toBeDefined();
  });

  it.each(['three', '3.x.y.z', 'pypy3.10-7.3', '3.13t', '4.0', '3.42'])('refuses %s', (text) => {
    const { facts, diagnostics } = run(pythonVersion, { ...APP, '.python-version': `${text}\n` });
    expect(facts['runtime.version']).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { code: 'DRK1006', severity: 'error', at: { file: '.python-version', line: 1 } },
    ]);
  });

  it('says which of two disagreeing files counts', () => {
    const files = { '.python-version': '3.11\n', 'runtime.txt': 'python-3.12.4\n', ...APP };
    const { diagnostics, facts } = run(pythonVersion, files);
    expect(facts['runtime.version']?.resolved).toBe('3.11');
    expect(diagnostics).toMatchObject([{ code: 'DRK1104', at: { file: 'runtime.txt', line: 1 } }]);
  });

  it('lets an exact file refine an open range without a word', () => {
    const files = {
      'pyproject.toml': '[project]\nname = "x"\nrequires-python = ">=3.10"\n',
      '.python-version': '3.12\n',
    };
    const { diagnostics, facts } = run(pythonVersion, { ...APP, ...files });
    expect(facts['runtime.version']?.resolved).toBe('3.12');
    expect(diagnostics).toEqual([]);
  });

  it('warns of an end of life with the date', () => {
    const { diagnostics } = run(pythonVersion, { ...APP, '.python-version': '3.10\n' });
    expect(diagnostics).toMatchObject([{ code: 'DRK1105', detail: expect.stringContaining('2026-10-31') }]);
  });
});
