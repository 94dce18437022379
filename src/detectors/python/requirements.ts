import { dirname, insideRoot, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';

/** One thing that a requirements file asks for. */
export interface Requirement {
  /** Normalised, empty for a bare path or address. */
  readonly name: string;
  readonly extras: readonly string[];
  /** The version specifier, path or address as written. */
  readonly spec: string;
  readonly pinned: boolean;
  readonly file: RelPath;
  readonly line: number;
}

/** A requirements file with everything that it includes. */
export interface Requirements {
  readonly path: RelPath;
  readonly entries: readonly Requirement[];
  /** The file itself, then what `-r` and `-c` name, each once. */
  readonly files: readonly RelPath[];
  /** Folders that are installed from the tree (`-e ./lib`). */
  readonly local: readonly {
    readonly path: RelPath;
    readonly file: RelPath;
    readonly line: number;
    readonly editable: boolean;
  }[];
  /** Included files that are not there. */
  readonly missing: readonly { readonly name: string; readonly file: RelPath; readonly line: number }[];
  readonly hashed: boolean;
}

/** A package name as PyPI compares it. Source: https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Splits `name[extra]>=1; marker` into its parts; `undefined` for what names no package. */
export function requirementOf(text: string): Pick<Requirement, 'name' | 'extras' | 'spec' | 'pinned'> | undefined {
  const match = /^([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?\s*(@\s*\S+|\(?[^;#]*?\)?)\s*(?:;.*)?$/.exec(text.trim());
  if (match?.[1] === undefined) return undefined;
  const spec = (match[3] ?? '').trim();
  const extras = (match[2] ?? '').split(',').map((extra) => extra.trim().toLowerCase());
  return {
    name: normalised(match[1]),
    extras: extras.filter((extra) => extra !== ''),
    spec,
    pinned: /^\(?\s*={2,3}\s*[^*,]+$/.test(spec) || spec.startsWith('@'),
  };
}

/** Lines with their continuations joined and comments taken off. */
function logicalLines(text: string): readonly { readonly text: string; readonly line: number }[] {
  const found: { text: string; line: number }[] = [];
  let pending = '';
  let start = 0;
  for (const [index, raw] of text.split('\n').entries()) {
    if (pending === '') start = index + 1;
    const continued = raw.endsWith('\\');
    pending += `${continued ? raw.slice(0, -1) : raw} `;
    if (continued) continue;
    const line = pending.replace(/(^|\s)#.*$/, '').trim();
    if (line !== '') found.push({ text: line, line: start });
    pending = '';
  }
  return found;
}

function beside(file: RelPath, name: string): RelPath | undefined {
  return insideRoot(`${dirname(file)}/${name}`);
}

/** Reads a requirements file and what it includes. Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/ */
export function readRequirements(scope: Scope, path: RelPath): Requirements | undefined {
  if (scope.text(path) === undefined) return undefined;
  const entries: Requirement[] = [];
  const files: RelPath[] = [];
  const local: { path: RelPath; file: RelPath; line: number; editable: boolean }[] = [];
  const missing: { name: string; file: RelPath; line: number }[] = [];
  let hashed = false;
  const queue: { readonly file: RelPath; readonly constrains: boolean }[] = [{ file: path, constrains: false }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { file, constrains } = next;
    if (files.includes(file)) continue;
    files.push(file);
    for (const { text, line } of logicalLines(scope.text(file)?.text ?? '')) {
      const include = /^(-r|--requirement|-c|--constraint)[\s=]*(\S+)/.exec(text);
      if (include?.[2] !== undefined) {
        const other = beside(file, include[2]);
        if (other === undefined || !scope.project.has(other)) missing.push({ name: include[2], file, line });
        else queue.push({ file: other, constrains: constrains || include[1]?.includes('c') === true });
        continue;
      }
      if (/\s--hash[=\s]/.test(text)) hashed = true;
      if (constrains) continue;
      const place = /^(?:-e|--editable)[\s=]*(\S+)|^(\.{1,2}(?:\/\S*)?)(?:\[|\s|$)|^file:(?:\/\/)?(\.\S*)/.exec(text);
      const folder = (place?.[1] ?? place?.[2] ?? place?.[3])?.replace(/\[.*$/, '').replace(/#.*$/, '');
      if (folder !== undefined && !/^[a-z+]+:/.test(folder)) {
        // Unlike `-r`, a folder counts from where pip runs: https://github.com/pypa/pip/issues/8765
        const inside = insideRoot(`${scope.dir}/${folder}`);
        if (inside !== undefined) local.push({ path: inside, file, line, editable: place?.[1] !== undefined });
        continue;
      }
      const bare = text.replace(/^(?:-e|--editable)[\s=]*/, '').replace(/\s+--.*$/, '');
      const egg = /#egg=([\w.-]+)/.exec(bare)?.[1];
      const found = text.startsWith('-') && folder === undefined ? undefined : requirementOf(bare);
      if (egg !== undefined) entries.push({ name: normalised(egg), extras: [], spec: bare, pinned: false, file, line });
      else if (found !== undefined && !/^[a-z+]+:\/\//.test(bare)) entries.push({ ...found, file, line });
      else if (/^(git\+|https?:)/.test(bare))
        entries.push({ name: '', extras: [], spec: bare, pinned: false, file, line });
    }
  }
  return { path, entries, files, local, missing, hashed };
}

const NAMES = [
  'requirements.txt',
  'requirements.lock',
  'requirements/production.txt',
  'requirements/prod.txt',
  'requirements/requirements.txt',
  'requirements/base.txt',
  'requirements/main.txt',
  'requirements-prod.txt',
  'requirements_prod.txt',
  'requirements.in',
];

/** The requirements file of a component's folder that an image installs. */
export function requirementsFile(scope: Scope): RelPath | undefined {
  return NAMES.map((name) => scope.at(name)).find((path) => scope.project.has(path));
}
