import type { RelPath } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { entriesOf, isObject, stringOf, stringsOf } from '../node/json-shape.ts';
import type { Dependency } from './pyproject.ts';
import { normalised, requirementOf } from './requirements.ts';

/** A conda environment of the component. */
export interface CondaEnvironment {
  readonly path: RelPath;
  /** The file of conda-lock, which the install reads instead where it is there. */
  readonly lockfile: RelPath | null;
  readonly dependencies: readonly Dependency[];
  /** What it says of Python: `3.12`, `>=3.10`. */
  readonly python: { readonly raw: string; readonly line: number | null } | undefined;
  /** Requirements files that its pip section includes. */
  readonly includes: readonly string[];
}

const NAMES = ['environment.yml', 'environment.yaml', 'conda.yml', 'conda.yaml'];

const KEY = 'dependencies';

/** `conda-forge::gdal>=3.8=build`: the package and its version, without channel and build. */
function specOf(text: string): readonly [name: string, spec: string] | undefined {
  const match = /^(?:[\w./-]+::)?([A-Za-z0-9_][\w.-]*)\s*(.*)$/.exec(text.trim());
  if (match?.[1] === undefined) return undefined;
  // The build stands behind the version: `=3.11=h1_cpython`, `3.11 h1_cpython`.
  const spec = (match[2] ?? '').replace(/^(={0,2}[\w.*]+)(?:=|\s+)[\w.*]+$/, '$1').trim();
  return [match[1].toLowerCase(), spec];
}

function pipSection(doc: Doc, index: number): readonly (readonly [text: string, line: number | null])[] {
  const keys = [KEY, index, 'pip'] as const;
  return stringsOf(doc.get(...keys)).map((text, at) => [text, doc.lineOf(...keys, at) ?? doc.lineOf(...keys)]);
}

function read(doc: Doc, list: readonly unknown[]): Pick<CondaEnvironment, 'dependencies' | 'python' | 'includes'> {
  const dependencies: Dependency[] = [];
  const includes: string[] = [];
  let python: CondaEnvironment['python'];
  for (const [index, entry] of list.entries()) {
    const line = doc.lineOf(KEY, index) ?? doc.lineOf(KEY);
    const [name, spec] = (typeof entry === 'string' ? specOf(entry) : undefined) ?? ['', ''];
    // One equals sign asks for a line of releases.
    if (name === 'python') python = spec === '' ? undefined : { raw: spec.replace(/^=(?!=)/, ''), line };
    else if (name !== '' && name !== 'pip')
      dependencies.push({ name: normalised(name), extras: [], spec, file: doc.path, line });
    for (const [text, at] of isObject(entry) ? pipSection(doc, index) : []) {
      const include = /^(?:-r|--requirement)[\s=]*(\S+)/.exec(text)?.[1];
      const found = include === undefined ? requirementOf(text) : undefined;
      if (include !== undefined) includes.push(include);
      if (found !== undefined)
        dependencies.push({ name: found.name, extras: found.extras, spec: found.spec, file: doc.path, line: at });
    }
  }
  return { dependencies, python, includes };
}

/**
 * The conda environment in the component's folder.
 * Source: https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html
 */
export const condaEnvironment = perComponent((scope: Scope): CondaEnvironment | undefined => {
  for (const path of NAMES.map((name) => scope.at(name))) {
    // Other tools use the same names: only a file with a list of dependencies is an environment.
    const isOne = scope.project.has(path) && /^dependencies\s*:/m.test(scope.text(path)?.text ?? '');
    const doc = isOne ? scope.doc(path, 'yaml') : undefined;
    const list = doc?.get(KEY);
    if (doc === undefined || !Array.isArray(list)) continue;
    const lock = scope.at('conda-lock.yml');
    return { path, lockfile: scope.project.has(lock) ? lock : null, ...read(doc, list) };
  }
  return undefined;
});

/** The Python that conda-lock has locked. Source: https://conda.github.io/conda-lock/output/ */
export function lockedPython(scope: Scope, lockfile: RelPath): string | undefined {
  const packages = scope.doc(lockfile, 'yaml')?.get('package');
  const found = (Array.isArray(packages) ? packages : []).map(entriesOf).find((one) => one.get('name') === 'python');
  return stringOf(found?.get('version'));
}
