import type { RelPath } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { isObject, stringOf } from '../node/json-shape.ts';
import { normalised, requirementOf } from './requirements.ts';

/** A dependency with the place that names it. */
export interface Dependency {
  readonly name: string;
  readonly extras: readonly string[];
  readonly spec: string;
  readonly file: RelPath;
  readonly line: number | null;
}

/** What a pyproject.toml says, whichever tool it is for. */
export interface Pyproject {
  readonly path: RelPath;
  readonly doc: Doc;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly license: string | undefined;
  readonly dependencies: readonly Dependency[];
  readonly development: readonly Dependency[];
  /** Console scripts: the command, then `module:function`. */
  readonly scripts: ReadonlyMap<string, string>;
  /** `project`, `poetry` or `flit`: it describes a package or an application; `null`: only tools' settings. */
  readonly kind: 'project' | 'poetry' | 'flit' | null;
  readonly isBuilt: boolean;
  /** Keys of `[tool]`. */
  readonly tools: ReadonlySet<string>;
}

function objectAt(doc: Doc, ...keys: readonly string[]): Readonly<Record<string, unknown>> {
  const value = doc.get(...keys);
  return isObject(value) ? value : {};
}

function listed(doc: Doc, value: unknown, ...keys: readonly string[]): readonly Dependency[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((text: unknown, index) => {
    const found = typeof text === 'string' ? requirementOf(text) : undefined;
    if (found === undefined) return [];
    const line = doc.lineOf(...keys, index) ?? doc.lineOf(...keys);
    return [{ name: found.name, extras: found.extras, spec: found.spec, file: doc.path, line }];
  });
}

/** Poetry's table: a version, or an object with one. Source: https://python-poetry.org/docs/dependency-specification/ */
function tabled(doc: Doc, ...keys: readonly string[]): readonly Dependency[] {
  return Object.entries(objectAt(doc, ...keys)).flatMap(([name, value]) => {
    if (name === 'python' || (isObject(value) && value.optional === true)) return [];
    const git = isObject(value) ? stringOf(value.git) : undefined;
    const spec =
      git === undefined ? (stringOf(isObject(value) ? (value.version ?? value.path) : value) ?? '*') : `git+${git}`;
    const extras = isObject(value) && Array.isArray(value.extras) ? value.extras.map(String) : [];
    return [{ name: normalised(name), extras, spec, file: doc.path, line: doc.lineOf(...keys, name) }];
  });
}

function developmentOf(doc: Doc): readonly Dependency[] {
  const groups = Object.keys(objectAt(doc, 'dependency-groups'));
  const poetry = Object.keys(objectAt(doc, 'tool', 'poetry', 'group'));
  const pdm = Object.keys(objectAt(doc, 'tool', 'pdm', 'dev-dependencies'));
  const extras = ['dev', 'test', 'tests'];
  return [
    ...groups.flatMap((name) => listed(doc, doc.get('dependency-groups', name), 'dependency-groups', name)),
    ...poetry.flatMap((name) => tabled(doc, 'tool', 'poetry', 'group', name, 'dependencies')),
    ...pdm.flatMap((name) => listed(doc, doc.get('tool', 'pdm', 'dev-dependencies', name), 'tool', 'pdm')),
    ...extras.flatMap((name) =>
      listed(doc, doc.get('project', 'optional-dependencies', name), 'project', 'optional-dependencies', name),
    ),
    ...tabled(doc, 'tool', 'poetry', 'dev-dependencies'),
    ...listed(doc, doc.get('tool', 'uv', 'dev-dependencies'), 'tool', 'uv', 'dev-dependencies'),
  ];
}

function licenseOf(doc: Doc): string | undefined {
  const value = doc.get('project', 'license') ?? doc.get('tool', 'poetry', 'license');
  return stringOf(isObject(value) ? value.text : value);
}

function scriptsOf(doc: Doc): ReadonlyMap<string, string> {
  const all = {
    ...objectAt(doc, 'tool', 'flit', 'scripts'),
    ...objectAt(doc, 'tool', 'poetry', 'scripts'),
    ...objectAt(doc, 'project', 'scripts'),
  };
  return new Map(Object.entries(all).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** The table of flit before PEP 621. Source: https://flit.pypa.io/en/stable/pyproject_toml.html#old-style-metadata */
const FLIT = ['tool', 'flit', 'metadata'] as const;

/** Reads one pyproject.toml. Source: https://packaging.python.org/en/latest/specifications/pyproject-toml/ */
export function pyprojectAt(scope: Scope, path: RelPath): Pyproject | undefined {
  const doc = scope.project.has(path) ? scope.doc(path, 'toml') : undefined;
  if (doc === undefined) return undefined;
  const poetry = isObject(doc.get('tool', 'poetry'));
  const project = isObject(doc.get('project'));
  const flit = isObject(doc.get('tool', 'flit', 'metadata'));
  const text = (key: string) => stringOf(doc.get('project', key)) ?? stringOf(doc.get('tool', 'poetry', key));
  const module = flit ? (stringOf(doc.get(...FLIT, 'dist-name')) ?? stringOf(doc.get(...FLIT, 'module'))) : undefined;
  return {
    path,
    doc,
    name: text('name') ?? module,
    version: text('version'),
    license: licenseOf(doc),
    dependencies: [
      ...listed(doc, doc.get('project', 'dependencies'), 'project', 'dependencies'),
      ...tabled(doc, 'tool', 'poetry', 'dependencies'),
      ...listed(doc, doc.get(...FLIT, 'requires'), ...FLIT, 'requires'),
    ],
    development: developmentOf(doc),
    scripts: scriptsOf(doc),
    kind: project ? 'project' : poetry ? 'poetry' : flit ? 'flit' : null,
    isBuilt: isObject(doc.get('build-system')),
    tools: new Set(Object.keys(objectAt(doc, 'tool'))),
  };
}

/** The component's own pyproject.toml. */
export const pyprojectOf = perComponent((scope): Pyproject | undefined =>
  pyprojectAt(scope, scope.at('pyproject.toml')),
);
