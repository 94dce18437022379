import { insideRoot, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { entriesOf, isObject, stringOf } from '../node/json-shape.ts';
import type { PythonProject } from './project.ts';

/** A folder of the tree that an install takes a package from. */
export interface LocalSource {
  /** As far as it lies in the project. */
  readonly path: RelPath | undefined;
  readonly written: string;
  readonly file: RelPath;
  readonly line: number | null;
  /** True where the environment links to the folder, which must then be in the image as well. */
  readonly editable: boolean;
}

type Keys = readonly string[];

/** Tables whose entries may name a path: uv's sources, and the dependencies of poetry. */
function tables(project: PythonProject): readonly (readonly [keys: Keys, linked: string])[] {
  const groups = entriesOf(project.pyproject?.doc.get('tool', 'poetry', 'group')).has('main') ? ['main'] : [];
  return [
    [['tool', 'uv', 'sources'], 'editable'],
    [['tool', 'poetry', 'dependencies'], 'develop'],
    ...groups.map((name) => [['tool', 'poetry', 'group', name, 'dependencies'], 'develop'] as const),
  ];
}

function ofPyproject(scope: Scope, project: PythonProject): readonly LocalSource[] {
  const doc = project.pyproject?.doc;
  if (doc === undefined) return [];
  return tables(project).flatMap(([keys, linked]) =>
    [...entriesOf(doc.get(...keys))].flatMap(([name, value]) => {
      const written = isObject(value) ? stringOf(value.path) : undefined;
      if (written === undefined || !isObject(value)) return [];
      const path = insideRoot(`${scope.dir}/${written}`);
      return [{ path, written, file: doc.path, line: doc.lineOf(...keys, name), editable: value[linked] === true }];
    }),
  );
}

function ofPipfile(scope: Scope): readonly LocalSource[] {
  const file = scope.at('Pipfile');
  const doc = scope.project.has(file) ? scope.doc(file, 'toml') : undefined;
  return [...entriesOf(doc?.get('packages'))].flatMap(([name, value]) => {
    const written = isObject(value) ? stringOf(value.path) : undefined;
    if (doc === undefined || written === undefined || !isObject(value)) return [];
    const path = insideRoot(`${scope.dir}/${written}`);
    return [{ path, written, file, line: doc.lineOf('packages', name), editable: value.editable === true }];
  });
}

/** The folders that the install of a component takes packages from; a path that climbs out of the project has no folder. */
export function localSources(scope: Scope, project: PythonProject): readonly LocalSource[] {
  const listed = (project.requirements?.local ?? []).map((one) => ({ ...one, written: one.path as string }));
  return [...listed, ...ofPyproject(scope, project), ...(project.manager === 'pipenv' ? ofPipfile(scope) : [])];
}
