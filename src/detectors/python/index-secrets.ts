import type { RelPath } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { isObject, stringOf } from '../node/json-shape.ts';
import type { PythonProject } from './project.ts';

/** A place that names a package index with a credential. */
export interface IndexSecret {
  /** The variables that hold the credential; none where it stands in the file itself. */
  readonly variables: readonly string[];
  readonly file: RelPath;
  readonly line: number | null;
}

/** Hosts whose packages nobody reads without a credential. */
const PRIVATE =
  /(^|\.)(jfrog\.io|pkg\.dev|pkgs\.dev\.azure\.com|pkgs\.visualstudio\.com|amazonaws\.com|cloudsmith\.io|fury\.io|gemfury\.com|packagecloud\.io)$|gitlab|nexus|artifactory|\.(internal|local|corp|lan)$/;

function hostOf(url: string): string {
  return /^[a-z+]+:\/\/(?:[^@/]*@)?([^/:]+)/i.exec(url)?.[1]?.toLowerCase() ?? '';
}

/** The variables in an address, and whether it holds a credential as it is. */
function inAddress(url: string): { readonly variables: readonly string[]; readonly open: boolean } {
  const variables = [...url.matchAll(/\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  const credential = /^[a-z+]+:\/\/([^@/]+)@/i.exec(url)?.[1] ?? '';
  // A name alone before the @, as in `ssh://git@host`, is no secret.
  return { variables, open: credential.includes(':') && !credential.includes('$') };
}

/** Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/#using-environment-variables */
function ofRequirements(scope: Scope, project: PythonProject): readonly IndexSecret[] {
  const found: IndexSecret[] = [];
  for (const file of project.requirements?.files ?? []) {
    for (const [index, line] of (scope.text(file)?.text ?? '').split('\n').entries()) {
      const url =
        /^(?:-i|--index-url|--extra-index-url|-f|--find-links|-e|--editable)?[\s=]*(?:[\w.[\]-]+\s*@\s*)?((?:git\+)?https?:\/\/\S+)/.exec(
          line,
        )?.[1];
      if (url === undefined) continue;
      const { variables, open } = inAddress(url);
      if (variables.length > 0 || open) found.push({ variables, file, line: index + 1 });
    }
  }
  return found;
}

/** Variables by the index's name: `UV_INDEX_STORE_USERNAME`, `POETRY_HTTP_BASIC_STORE_PASSWORD`. */
function byName(prefix: string, name: string): readonly string[] {
  const label = name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
  return ['USERNAME', 'PASSWORD'].map((part) => `${prefix}_${label}_${part}`);
}

/**
 * The tables in which tools name their indexes.
 * Sources: https://docs.astral.sh/uv/concepts/indexes/, https://python-poetry.org/docs/repositories/,
 * https://pdm-project.org/en/latest/usage/config/, https://pipenv.pypa.io/en/latest/credentials.html
 */
const TABLES: readonly (readonly [manager: string, keys: readonly string[], prefix: string | null])[] = [
  ['uv', ['tool', 'uv', 'index'], 'UV_INDEX'],
  ['poetry', ['tool', 'poetry', 'source'], 'POETRY_HTTP_BASIC'],
  ['pdm', ['tool', 'pdm', 'source'], null],
  ['pipenv', ['source'], null],
];

function ofTable(doc: Doc, keys: readonly string[], prefix: string | null): readonly IndexSecret[] {
  const list = doc.get(...keys);
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) => {
    const url = isObject(entry) ? (stringOf(entry.url) ?? '') : '';
    const name = isObject(entry) ? stringOf(entry.name) : undefined;
    const { variables, open } = inAddress(url);
    const asks = isObject(entry) && (entry.authenticate === 'always' || PRIVATE.test(hostOf(url)));
    const named = prefix !== null && name !== undefined && asks ? byName(prefix, name) : [];
    const all = [...variables, ...(variables.length === 0 && !open ? named : [])];
    const line = doc.lineOf(...keys, index) ?? doc.lineOf(...keys);
    return all.length > 0 || open ? [{ variables: all, file: doc.path, line }] : [];
  });
}

/** The credentials that the install of a component needs for its package indexes. */
export function indexSecrets(scope: Scope, project: PythonProject): readonly IndexSecret[] {
  const pipfile = scope.at('Pipfile');
  const found = TABLES.filter(([manager]) => manager === project.manager).flatMap(([manager, keys, prefix]) => {
    const doc = manager === 'pipenv' ? scope.doc(pipfile, 'toml') : project.pyproject?.doc;
    return doc === undefined ? [] : ofTable(doc, keys, prefix);
  });
  return project.source === 'requirements' ? [...ofRequirements(scope, project), ...found] : found;
}
