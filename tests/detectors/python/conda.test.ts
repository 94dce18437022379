import { ROOT } from '../../../src/core/model/paths.ts';
import { workspaceOf } from '../../../src/core/workspace/from-map.ts';
import { condaEnvironment } from '../../../src/detectors/python/conda.ts';
import { pythonProject } from '../../../src/detectors/python/project.ts';

function scopeOf(files: Readonly<Record<string, string>>) {
  return workspaceOf(files).scope(ROOT, [], 'test');
}

const HEAD = 'name: x\nchannels: [conda-forge]\ndependencies:\n';

describe('a conda environment', () => {
  it.each([
    ['python=3.12', '3.12'],
    ['python==3.12.4', '==3.12.4'],
    ['python>=3.10,<3.13', '>=3.10,<3.13'],
    ['conda-forge::python=3.11=h1_cpython', '3.11'],
    ['python', undefined],
  ])('says of Python in %s: %s', (text, raw) => {
    expect(condaEnvironment(scopeOf({ 'environment.yml': `${HEAD}  - ${text}\n` }))?.python?.raw).toBe(raw);
  });

  it('lists its packages and those of its pip section with their lines', () => {
    const text = `${HEAD}  - bioconda::samtools=1.20\n  - pip\n  - pip:\n      - Flask[async]>=3\n      - -r more.txt\n`;
    const found = condaEnvironment(scopeOf({ 'environment.yml': text }));
    expect(found?.dependencies.map(({ name, line }) => [name, line])).toEqual([
      ['samtools', 4],
      ['flask', 7],
    ]);
    expect(found?.includes).toEqual(['more.txt']);
  });

  it('counts where no requirements of their own stand beside it', () => {
    const environment = `${HEAD}  - pip\n  - pip:\n      - -r requirements.txt\n`;
    const files = { 'app.py': '', 'requirements.txt': 'flask\n' };
    expect(pythonProject(scopeOf({ ...files, 'environment.yml': environment }))?.manager).toBe('conda');
    expect(pythonProject(scopeOf({ ...files, 'environment.yml': `${HEAD}  - flask\n` }))?.manager).toBe('pip');
    expect(pythonProject(scopeOf({ 'environment.yml': 'on: push\njobs: {}\n' }))).toBeUndefined();
  });
});
