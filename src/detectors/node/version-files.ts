import { basename, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { entriesOf, isObject, stringOf } from './json-shape.ts';
import { fileIn } from './node-folder.ts';
import type { Tool, VersionSource } from './version-source.ts';

/** Version files of one tool, in the order in which they count. Source: the READMEs of nvm, nodenv and bun. */
const SINGLE: Readonly<Record<Tool, readonly string[]>> = {
  node: ['.nvmrc', '.node-version', '.n-node-version'],
  bun: ['.bun-version'],
  python: ['.python-version'],
};

/** Where mise looks for its settings. Source: https://mise.jdx.dev/configuration.html */
const MISE = [
  'mise.toml',
  '.mise.toml',
  'mise/config.toml',
  '.mise/config.toml',
  '.config/mise.toml',
  '.config/mise/config.toml',
];

const ALIASES: Readonly<Record<Tool, readonly string[]>> = {
  node: ['node', 'nodejs'],
  bun: ['bun'],
  python: ['python'],
};

/** The first line of a version file that is no comment. */
function firstWord(text: string): { readonly word: string; readonly line: number } | undefined {
  for (const [index, line] of text.split('\n').entries()) {
    const word = line.replace(/#.*/, '').trim();
    if (word !== '' && !/^\w+\s*=/.test(word)) return { word, line: index + 1 };
  }
  return undefined;
}

function fromSingleFile(scope: Scope, path: RelPath): VersionSource | undefined {
  const found = firstWord(scope.text(path)?.text ?? '');
  return found && { raw: found.word, file: path, line: found.line, confidence: 'pinned', label: basename(path) };
}

/** The version that mise or asdf would use; `undefined` for forms that name no release (`ref:`, `path:`). */
function plainVersion(text: string): string | undefined {
  const version = text.replace(/^prefix:/, '');
  return /^(ref|path|sub-[^:]*|tag|branch|rev):/.test(version) ? undefined : version;
}

function fromToolVersions(scope: Scope, path: RelPath, tool: Tool): VersionSource | undefined {
  for (const [index, line] of (scope.text(path)?.text ?? '').split('\n').entries()) {
    const [name, first] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (name === undefined || first === undefined || !ALIASES[tool].includes(name)) continue;
    const raw = plainVersion(first);
    if (raw === undefined) return undefined;
    return { raw, file: path, line: index + 1, confidence: 'pinned', label: '.tool-versions' };
  }
  return undefined;
}

function miseVersion(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  const text = isObject(first) ? first.version : first;
  return typeof text === 'number' ? String(text) : stringOf(text);
}

function fromMise(scope: Scope, path: RelPath, tool: Tool): VersionSource | undefined {
  const doc = scope.doc(path, 'toml');
  const tools = entriesOf(doc?.get('tools'));
  for (const name of ALIASES[tool]) {
    const raw = plainVersion(miseVersion(tools.get(name)) ?? 'ref:');
    if (doc === undefined || raw === undefined) continue;
    return { raw, file: path, line: doc.lineOf('tools', name), confidence: 'pinned', label: basename(path) };
  }
  return undefined;
}

/** Every version file of one folder that serves a single tool, in the order in which they count. */
export function* singleToolFiles(scope: Scope, dir: RelPath, tool: Tool): Iterable<VersionSource> {
  for (const name of SINGLE[tool]) {
    const path = fileIn(scope, dir, name);
    const source = path && fromSingleFile(scope, path);
    if (source !== undefined) yield source;
  }
}

/** Every version file of one folder that serves several tools. */
export function* multiToolFiles(scope: Scope, dir: RelPath, tool: Tool): Iterable<VersionSource> {
  for (const name of MISE) {
    const path = fileIn(scope, dir, name);
    const source = path && fromMise(scope, path, tool);
    if (source !== undefined) yield source;
  }
  const path = fileIn(scope, dir, '.tool-versions');
  const source = path && fromToolVersions(scope, path, tool);
  if (source !== undefined) yield source;
}
