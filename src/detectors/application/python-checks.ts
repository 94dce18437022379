import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { Argv } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { entriesOf } from '../node/json-shape.ts';
import { type PythonProject, placeOf, pythonProject } from '../python/project.ts';
import { isPython, PYTHON_TRIGGER } from '../python/python-component.ts';
import { readRequirements } from '../python/requirements.ts';

/** Requirements of developers, by habit; what tests need comes first. */
const REQUIREMENTS = ['test', 'tests', 'testing', 'dev', 'develop', 'development'].flatMap((what) => [
  `requirements-${what}.txt`,
  `requirements_${what}.txt`,
  `${what}-requirements.txt`,
  `requirements/${what}.txt`,
]);

/** Extras and groups that hold what tests need, by habit. */
const GROUPS = ['test', 'tests', 'testing', 'dev', 'develop', 'development'];

const LINTERS: readonly (readonly [name: string, command: Argv])[] = [
  ['ruff', ['ruff', 'check', '.']],
  ['flake8', ['flake8']],
  ['pylint', ['pylint', '--recursive=y', '.']],
];

interface Needs {
  readonly words: readonly string[];
  readonly file: RelPath;
  readonly line: number | null;
  readonly because: string;
}

/** What pip installs for the tests beside the dependencies; other managers install their development group by themselves. */
function needsOf(scope: Scope, project: PythonProject): Needs | undefined {
  if (project.manager !== 'pip') return undefined;
  const listed = REQUIREMENTS.find((name) => scope.project.has(scope.at(name)));
  if (listed !== undefined) {
    const file = scope.at(listed);
    return { words: ['--requirement', listed], file, line: null, because: 'it lists what developers need' };
  }
  const { pyproject } = project;
  if (pyproject === undefined) return undefined;
  for (const [table, words] of [
    [['project', 'optional-dependencies'], (name: string) => [`.[${name}]`]],
    [['dependency-groups'], (name: string) => ['--group', name]],
  ] as const) {
    const groups = entriesOf(pyproject.doc.get(...table));
    const name = GROUPS.find((one) => groups.has(one));
    if (name === undefined) continue;
    const line = pyproject.doc.lineOf(...table, name);
    return { words: words(name), file: pyproject.path, line, because: `${table.at(-1)} has ${name}` };
  }
  return undefined;
}

function isDeclared(project: PythonProject, name: string): boolean {
  return project.development.has(name) || project.dependencies.has(name) || project.locked.has(name);
}

function isListed(scope: Scope, needs: Needs | undefined, name: string): boolean {
  if (needs === undefined || !needs.file.endsWith('.txt')) return false;
  return readRequirements(scope, needs.file)?.entries.some((entry) => entry.name === name) === true;
}

/** What runs the tests in environments of its own, where nothing else is named. */
const RUNNERS = [
  ['tox', ['tox.ini']],
  ['nox', ['noxfile.py']],
] as const;

/** The linter of a Python project, the runner of its tests, and what these need installed. */
export const pythonChecks = defineDetector({
  id: 'python-checks',
  layer: 'application',
  title: 'Linter and test runner of a Python project',
  docs: 'https://docs.pytest.org/en/stable/how-to/usage.html',
  when: PYTHON_TRIGGER,
  *detect(scope, known): Iterable<Claim<'application'>> {
    const project = pythonProject(scope);
    if (!isPython(scope, known) || project === undefined) return;
    const needs = needsOf(scope, project);
    const has = (name: string) => isDeclared(project, name) || isListed(scope, needs, name);
    const usesPytest = has('pytest') || project.pyproject?.doc.get('tool', 'pytest') !== undefined;
    if (usesPytest || scope.project.has(scope.at('pytest.ini'))) {
      const because = 'the project uses pytest';
      yield { field: 'app.testTool', value: 'pytest', ...placeOf(project, 'pytest'), confidence: 'manifest', because };
    }
    const runner = RUNNERS.find(([, files]) => files.some((name) => scope.project.has(scope.at(name))));
    if (runner !== undefined && !has('pytest')) {
      const file = scope.at(runner[1][0]);
      const because = `${runner[1][0]} says how the tests are run`;
      const at = { file, line: null, confidence: 'manifest', because } as const;
      yield { field: 'app.test', value: ['python', '-m', runner[0]], ...at };
      if (project.manager === 'pip' && !has(runner[0])) yield { field: 'app.testInstall', value: [runner[0]], ...at };
    } else if (needs !== undefined) {
      const { words, file, line, because } = needs;
      yield { field: 'app.testInstall', value: words, file, line, confidence: 'manifest', because };
    } else if (project.manager === 'pip' && usesPytest && !has('pytest')) {
      const because = 'the tests run with pytest, which no manifest names';
      const { file } = project.shownBy;
      yield { field: 'app.testInstall', value: ['pytest'], file, line: null, confidence: 'convention', because };
    }
    const linter = LINTERS.find(([name]) => has(name));
    if (linter === undefined) return;
    const because = `the project has ${linter[0]} for development`;
    yield { field: 'app.lint', value: linter[1], ...placeOf(project, linter[0]), confidence: 'manifest', because };
  },
});
