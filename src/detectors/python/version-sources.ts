import { basename, byPath, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { dockerfileVersion } from '../node/dockerfile-from.ts';
import { entriesOf, isObject, stringOf } from '../node/json-shape.ts';
import { fileIn, foldersUp } from '../node/node-folder.ts';
import { isOpen } from '../node/version-choice.ts';
import { multiToolFiles, singleToolFiles } from '../node/version-files.ts';
import type { VersionSource } from '../node/version-source.ts';
import { condaEnvironment, lockedPython } from './conda.ts';
import { pythonProject } from './project.ts';
import { pyprojectAt } from './pyproject.ts';
import * as releases from './releases.ts';

function fromPyproject(scope: Scope, path: RelPath): readonly VersionSource[] {
  const doc = pyprojectAt(scope, path)?.doc;
  if (doc === undefined) return [];
  const project = stringOf(doc.get('project', 'requires-python'));
  const keys = ['tool', 'poetry', 'dependencies', 'python'] as const;
  const value = doc.get(...keys);
  const poetry = stringOf(isObject(value) ? value.version : value);
  const found: VersionSource[] = [];
  const common = { file: path, confidence: 'manifest' } as const;
  if (project !== undefined)
    found.push({ ...common, raw: project, line: doc.lineOf('project', 'requires-python'), label: 'requires-python' });
  const flit = stringOf(doc.get('tool', 'flit', 'metadata', 'requires-python'));
  if (flit !== undefined) {
    const line = doc.lineOf('tool', 'flit', 'metadata', 'requires-python');
    found.push({ ...common, raw: flit, line, label: 'requires-python' });
  }
  if (poetry !== undefined)
    found.push({ ...common, raw: poetry, line: doc.lineOf(...keys), label: 'tool.poetry.dependencies.python' });
  return found;
}

/** `python-3.11.9`, as Heroku reads it. Source: https://devcenter.heroku.com/articles/python-runtimes */
function fromRuntimeTxt(scope: Scope, dir: RelPath): readonly VersionSource[] {
  const path = fileIn(scope, dir, 'runtime.txt');
  const raw = path && scope.text(path)?.text.trim().split('\n')[0]?.trim();
  if (path === undefined || raw === undefined || !/^python-?\d/i.test(raw)) return [];
  return [{ raw, file: path, line: 1, confidence: 'pinned', label: 'runtime.txt' }];
}

function fromPipfile(scope: Scope, dir: RelPath): readonly VersionSource[] {
  const path = fileIn(scope, dir, 'Pipfile');
  const doc = path && scope.doc(path, 'toml');
  for (const key of ['python_full_version', 'python_version']) {
    const raw = stringOf(doc?.get('requires', key));
    if (doc === undefined || raw === undefined) continue;
    return [{ raw, file: doc.path, line: doc.lineOf('requires', key), confidence: 'manifest', label: 'the Pipfile' }];
  }
  return [];
}

/** The Python of a conda environment that is what the install reads. */
function fromConda(scope: Scope): readonly VersionSource[] {
  const project = pythonProject(scope);
  if (project?.manager !== 'conda') return [];
  const { file } = project.shownBy;
  const locked = project.lockfile === null ? undefined : lockedPython(scope, project.lockfile);
  if (locked !== undefined) return [{ raw: locked, file, line: null, confidence: 'pinned', label: 'conda-lock' }];
  const python = condaEnvironment(scope)?.python;
  return python === undefined ? [] : [{ ...python, file, confidence: 'manifest', label: 'the conda environment' }];
}

/** The Python that GitHub workflows set up, where one is named outright. Source: https://github.com/actions/setup-python */
function* fromWorkflows(scope: Scope): Iterable<VersionSource> {
  for (const path of [...scope.project.match('.github/workflows/*.{yml,yaml}')].sort(byPath)) {
    const doc = scope.text(path)?.text.includes('python-version') ? scope.doc(path, 'yaml') : undefined;
    if (doc === undefined) continue;
    for (const [job, body] of entriesOf(doc.get('jobs'))) {
      const steps: readonly unknown[] = isObject(body) && Array.isArray(body.steps) ? body.steps : [];
      for (const [index, step] of steps.entries()) {
        const value = isObject(step) && isObject(step.with) ? step.with['python-version'] : undefined;
        const raw = typeof value === 'number' ? String(value) : stringOf(value);
        if (raw === undefined || raw.includes('${{')) continue;
        const line = doc.lineOf('jobs', job, 'steps', index, 'with', 'python-version');
        yield { raw, file: path, line, confidence: 'config', label: 'the CI workflow' };
      }
    }
  }
}

/** Every source in the order in which it counts: the component's own folder first, then those above it. */
export function pythonVersionSources(scope: Scope): readonly VersionSource[] {
  const sources: VersionSource[] = [];
  for (const dir of foldersUp(scope.dir)) {
    const pyproject = fileIn(scope, dir, 'pyproject.toml');
    sources.push(...(pyproject === undefined ? [] : fromPyproject(scope, pyproject)), ...fromPipfile(scope, dir));
    const requires = dir === scope.dir ? pythonProject(scope)?.setup : undefined;
    if (requires?.requiresPython !== undefined) {
      const { raw, line } = requires.requiresPython;
      sources.push({ raw, file: requires.path, line, confidence: 'manifest', label: 'python_requires' });
    }
    sources.push(...singleToolFiles(scope, dir, 'python'), ...fromRuntimeTxt(scope, dir));
    sources.push(...multiToolFiles(scope, dir, 'python'));
  }
  // A file of the same name in a nearer folder replaces the farther one, as pyenv and mise read them.
  const near = sources.filter(
    ({ file }) => sources.find((one) => basename(one.file) === basename(file))?.file === file,
  );
  sources.splice(0, sources.length, ...near);
  const lock = pythonProject(scope)?.lockfile;
  const locked = lock?.endsWith('uv.lock') === true ? scope.doc(lock, 'toml') : undefined;
  const hint = stringOf(locked?.get('requires-python'));
  if (locked !== undefined && hint !== undefined)
    sources.push({
      raw: hint,
      file: locked.path,
      line: locked.lineOf('requires-python'),
      confidence: 'config',
      label: 'uv.lock',
    });
  sources.push(...fromConda(scope));
  const image = dockerfileVersion(scope, scope.dir, 'python');
  if (image !== undefined) sources.push(image);
  // What other machines happen to use counts only where the project itself leaves it open.
  if (isOpen(sources, releases)) sources.push(...[...fromWorkflows(scope)].slice(0, 1));
  return sources;
}
