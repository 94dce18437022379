import { dirname, insideRoot, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';

const NAMES = [
  'requirements.txt',
  'docs/requirements.txt',
  'requirements-docs.txt',
  'docs-requirements.txt',
  'requirements/docs.txt',
  'doc/requirements.txt',
];

/** The requirements file of a site in Python, and the files that it includes. */
export interface Requirements {
  readonly file: RelPath;
  readonly all: readonly RelPath[];
  /** Names as written, in lower case, with dashes. */
  readonly packages: ReadonlySet<string>;
}

/** The first requirements file that names the generator; `undefined` where there is none. */
export function requirementsOf(scope: Scope, generator: string): Requirements | undefined {
  for (const name of NAMES) {
    const file = scope.at(name);
    if (!scope.project.has(file)) continue;
    const all = new Set<RelPath>([file]);
    const packages = new Set<string>();
    for (const path of all) {
      for (const line of scope.text(path)?.text.split('\n') ?? []) {
        const include = /^\s*(?:-r|--requirement|-c|--constraint)[\s=]+(\S+)/.exec(line)?.[1];
        const target = include === undefined ? undefined : insideRoot(`${dirname(path)}/${include}`);
        if (target !== undefined && scope.project.has(target)) all.add(target);
        const own = /^\s*([A-Za-z0-9][\w.-]*)/.exec(line)?.[1];
        if (own !== undefined) packages.add(own.toLowerCase().replace(/[_.]+/g, '-'));
      }
    }
    const isFor = [...packages].some((one) => one === generator || one.startsWith(`${generator}-`));
    if (isFor) return { file, all: [...all], packages };
  }
  return undefined;
}
