import type { RelPath } from '../../core/model/paths.ts';
import { stringsOf } from '../node/json-shape.ts';
import type { PythonProject } from './project.ts';

/** Build plugins that take a package's version from git, and the variable that stands in where there is no repository. */
const PLUGINS: Readonly<Record<string, readonly [name: string, value: string]>> = {
  'setuptools-scm': ['SETUPTOOLS_SCM_PRETEND_VERSION', '0.0.0'],
  'hatch-vcs': ['SETUPTOOLS_SCM_PRETEND_VERSION', '0.0.0'],
  'flit-scm': ['SETUPTOOLS_SCM_PRETEND_VERSION', '0.0.0'],
  'poetry-dynamic-versioning': ['POETRY_DYNAMIC_VERSIONING_BYPASS', '0.0.0'],
  'uv-dynamic-versioning': ['UV_DYNAMIC_VERSIONING_BYPASS', '0.0.0'],
  pbr: ['PBR_VERSION', '0.0.0'],
};

/** What stands in for a version that the package's build would read from git. */
export interface ScmVersion {
  readonly plugin: string;
  readonly env: Readonly<Record<string, string>>;
  readonly file: RelPath;
  readonly line: number | null;
}

/** The plugin of the project's build that needs the repository; `undefined` where none does. */
export function scmVersion({ pyproject }: PythonProject): ScmVersion | undefined {
  const keys = ['build-system', 'requires'] as const;
  for (const [index, text] of stringsOf(pyproject?.doc.get(...keys)).entries()) {
    const plugin = (/^[A-Za-z0-9._-]+/.exec(text)?.[0] ?? '').toLowerCase().replace(/[._]/g, '-');
    const found = Object.hasOwn(PLUGINS, plugin) ? PLUGINS[plugin] : undefined;
    if (pyproject === undefined || found === undefined) continue;
    const line = pyproject.doc.lineOf(...keys, index) ?? pyproject.doc.lineOf(...keys);
    return { plugin, env: { [found[0]]: found[1] }, file: pyproject.path, line };
  }
  return undefined;
}
