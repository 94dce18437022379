import type { RelPath } from '../../core/model/paths.ts';
import { entriesOf, isObject, stringOf } from '../node/json-shape.ts';
import type { PythonProject } from './project.ts';

/** A package that is installed from a repository. */
export interface GitDependency {
  readonly name: string;
  /** True where the repository is reached over SSH, which needs a key. */
  readonly isSsh: boolean;
  readonly file: RelPath;
  readonly line: number | null;
}

/** The packages of a project that come from git, as requirements, tables of poetry and pipenv, and uv's sources name them. */
export function gitDependencies({ dependencies, pyproject }: PythonProject): readonly GitDependency[] {
  const isSsh = (url: string) => /^(git\+)?ssh:|^(git\+)?git@/.test(url);
  const listed = [...dependencies.values()].flatMap(({ name, spec, file, line }) => {
    const url = /(?:^|@\s*)(git\+\S+)/.exec(spec)?.[1];
    return url === undefined ? [] : [{ name, isSsh: isSsh(url), file, line }];
  });
  const keys = ['tool', 'uv', 'sources'] as const;
  const sources = [...entriesOf(pyproject?.doc.get(...keys))].flatMap(([name, value]) => {
    const url = isObject(value) ? stringOf(value.git) : undefined;
    if (url === undefined || pyproject === undefined) return [];
    return [{ name, isSsh: isSsh(url), file: pyproject.path, line: pyproject.doc.lineOf(...keys, name) }];
  });
  return [...listed, ...sources];
}
