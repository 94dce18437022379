import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { Argv } from '../../core/model/facts.ts';
import { relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { djangoSite, managePath } from '../python/django.ts';
import { type PythonProject, pythonProject } from '../python/project.ts';
import { isPython, PYTHON_TRIGGER } from '../python/python-component.ts';
import { pythonStart } from '../python/start-plan.ts';

/** Addresses of a repository among the project's links. Source: https://packaging.python.org/en/latest/specifications/well-known-project-urls/ */
function repositoryOf({ pyproject }: PythonProject): readonly [url: string, line: number | null] | undefined {
  const doc = pyproject?.doc;
  for (const keys of [
    ['project', 'urls'],
    ['tool', 'poetry'],
  ] as const) {
    const table = doc?.get(...keys);
    for (const [name, value] of Object.entries(typeof table === 'object' && table !== null ? table : {})) {
      if (/^(repository|source|source ?code|github|code)$/i.test(name) && typeof value === 'string')
        return [value, doc?.lineOf(...keys, name) ?? null];
    }
  }
  return undefined;
}

/** The command that runs the tests: pytest where it is used, else Django's or the standard library's runner. */
function testCommand(
  scope: Scope,
  project: PythonProject | undefined,
): { readonly command: Argv; readonly because: string } | undefined {
  const settings =
    project?.pyproject?.doc.get('tool', 'pytest') !== undefined || scope.project.has(scope.at('pytest.ini'));
  const asked =
    project?.development.has('pytest') === true ||
    project?.dependencies.has('pytest') === true ||
    project?.locked.has('pytest') === true;
  const tests = scope.tree.files
    .map((path) => relativeTo(path, scope.dir))
    .filter((path) => /(^|\/)(test_[^/]*|[^/]*_test|tests)\.py$/.test(path));
  if (settings || asked) return { command: ['python', '-m', 'pytest'], because: 'the project uses pytest' };
  const site = djangoSite(scope);
  if (site !== undefined && tests.length > 0)
    return { command: ['python', managePath(scope, site), 'test'], because: 'Django runs the tests' };
  return tests.length === 0
    ? undefined
    : {
        command: ['python', '-m', 'unittest', 'discover'],
        because: 'there are tests, and nothing names a test runner',
      };
}

/** Name, version, license, repository and test command of a Python component. */
export const pythonMetadata = defineDetector({
  id: 'python-metadata',
  layer: 'application',
  title: 'Name, version, license and tests of a Python project',
  docs: 'https://packaging.python.org/en/latest/specifications/pyproject-toml/',
  when: PYTHON_TRIGGER,
  *detect(scope, known): Iterable<Claim<'application'>> {
    if (!isPython(scope, known)) return;
    const project = pythonProject(scope);
    const pyproject = project?.pyproject;
    const source = pyproject?.kind == null ? project?.setup : pyproject;
    const license = pyproject?.license;
    const values = [
      ['name', source?.name],
      ['version', source?.version],
      ['license', license],
    ] as const;
    for (const [key, value] of values) {
      if (value === undefined || source === undefined || /\n/.test(value)) continue;
      const table = pyproject?.kind === 'poetry' ? (['tool', 'poetry'] as const) : (['project'] as const);
      const line = pyproject?.kind == null ? null : pyproject.doc.lineOf(...table, key);
      yield {
        field: `app.${key}`,
        value,
        file: source.path,
        line,
        confidence: 'manifest',
        because: `the project states its ${key}`,
      };
    }
    const repository = project && repositoryOf(project);
    if (repository !== undefined && pyproject !== undefined)
      yield {
        field: 'app.repository',
        value: repository[0],
        file: pyproject.path,
        line: repository[1],
        confidence: 'manifest',
        because: 'the project links to it',
      };
    const test = testCommand(scope, project);
    const place = pythonStart(scope)?.file ?? project?.shownBy.file ?? null;
    if (test !== undefined)
      yield {
        field: 'app.test',
        value: test.command,
        file: place,
        line: null,
        confidence: 'convention',
        because: test.because,
      };
  },
});
