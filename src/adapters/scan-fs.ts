import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fastGlob from 'fast-glob';
import ignore, { type Ignore } from 'ignore';
import { UserError } from '../core/errors/user-error.ts';
import { dirname, insideRoot, type RelPath, ROOT, relativeTo } from '../core/model/paths.ts';
import { type FileTree, fileTree } from '../core/workspace/file-tree.ts';
import type { DocParser, Parsers, SyntaxParser } from '../core/workspace/parsers.ts';
import type { DocFormat } from '../core/workspace/scope.ts';
import { createWorkspace, type RawFile, type Workspace } from '../core/workspace/workspace.ts';

/** How much of a project is looked at. */
export interface ScanLimits {
  readonly files: number;
  /** Bytes of one file; of a longer one the beginning is read. */
  readonly fileBytes: number;
}

/** Large enough for the lockfiles of large monorepos, small enough to bound memory. */
export const DEFAULT_LIMITS: ScanLimits = { files: 200_000, fileBytes: 16 * 1024 * 1024 };

/** Folders of installed or built files, never of sources. */
const SKIPPED = [
  '**/node_modules/**',
  '**/.git/**',
  '**/.hg/**',
  '**/.svn/**',
  '**/.venv/**',
  '**/venv/**',
  '**/site-packages/**',
  '**/__pycache__/**',
  '**/.tox/**',
  '**/.next/**',
  '**/.nuxt/**',
  '**/.output/**',
  '**/.svelte-kit/**',
  '**/.turbo/**',
  '**/.nx/**',
  '**/.gradle/**',
  '**/.terraform/**',
  '**/bower_components/**',
  '.derrick/**',
];

function readable(root: string): void {
  try {
    if (statSync(root).isDirectory()) return;
  } catch (cause) {
    throw new UserError([{ code: 'DRK2006', severity: 'error', detail: `${root} cannot be read` }], { cause });
  }
  throw new UserError([{ code: 'DRK2006', severity: 'error', detail: `${root} is not a folder` }]);
}

/** The rules of every .gitignore of the tree, by the folder in which it lies. */
function ignoreRules(root: string, paths: readonly RelPath[]): ReadonlyMap<RelPath, Ignore> {
  const rules = new Map<RelPath, Ignore>();
  for (const path of paths) {
    if (path !== '.gitignore' && !path.endsWith('/.gitignore')) continue;
    rules.set(dirname(path), ignore().add(readFileSync(join(root, path), 'utf8')));
  }
  return rules;
}

/** Leaves out what version control ignores; a verdict on a folder is asked once and kept. */
function withoutIgnored(root: string, paths: readonly RelPath[]): readonly RelPath[] {
  const rules = ignoreRules(root, paths);
  if (rules.size === 0) return paths;
  const folders = new Map<RelPath, boolean>([[ROOT, false]]);
  function matches(path: RelPath, isFolder: boolean): boolean {
    for (let at = dirname(path); ; at = dirname(at)) {
      const verdict = rules.get(at)?.test(relativeTo(path, at) + (isFolder ? '/' : ''));
      if (verdict?.ignored === true) return true;
      if (verdict?.unignored === true) return false;
      if (at === ROOT) return false;
    }
  }
  function folderIgnored(dir: RelPath): boolean {
    const known = folders.get(dir);
    if (known !== undefined) return known;
    const ignored = folderIgnored(dirname(dir)) || matches(dir, true);
    folders.set(dir, ignored);
    return ignored;
  }
  return paths.filter((path) => !folderIgnored(dirname(path)) && !matches(path, false));
}

/**
 * Lists the files below `root` once: no symbolic link is followed, unreadable folders count as empty, and what
 * .gitignore names is left out.
 */
export async function scanTree(root: string, limits: ScanLimits = DEFAULT_LIMITS): Promise<FileTree> {
  readable(root);
  const found: RelPath[] = [];
  const stream = fastGlob.stream('**/*', {
    cwd: root,
    dot: true,
    onlyFiles: true,
    followSymbolicLinks: false,
    suppressErrors: true,
    ignore: SKIPPED,
  });
  let complete = true;
  for await (const entry of stream) {
    if (found.length >= limits.files) {
      complete = false;
      break;
    }
    const path = insideRoot(String(entry));
    if (path !== undefined) found.push(path);
  }
  return fileTree(withoutIgnored(root, found), complete);
}

/** Reads at most `limit` bytes of a regular file; `undefined` when it cannot be read. */
function readBounded(path: string, limit: number): RawFile | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const bytes = Buffer.alloc(Math.min(size, limit));
      const length = readSync(file, bytes, 0, bytes.length, 0);
      return { bytes: bytes.subarray(0, length), truncated: size > limit };
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** Loads only the parsers for which the tree has files: loading one costs more than most parses. */
async function parsersFor(tree: FileTree): Promise<Parsers> {
  const has = (...extensions: readonly string[]) => extensions.some((one) => tree.withExtension(one).length > 0);
  const docs: Partial<Record<DocFormat, DocParser>> = {};
  if (has('json', 'jsonc', 'json5', 'lock', 'webmanifest'))
    docs.json = (await import('../core/workspace/parse-json.ts')).parseJson;
  if (has('yaml', 'yml', 'lock')) docs.yaml = (await import('../core/workspace/parse-yaml.ts')).parseYaml;
  if (has('toml')) docs.toml = (await import('../core/workspace/parse-toml.ts')).parseToml;
  if (has('xml', 'csproj', 'props')) docs.xml = (await import('../core/workspace/parse-xml.ts')).parseXml;
  let syntax: SyntaxParser | undefined;
  if (has('js', 'mjs', 'cjs', 'ts', 'mts', 'cts', 'jsx', 'tsx')) {
    syntax = (await import('../core/workspace/parse-syntax.ts')).parseSyntax;
  }
  return syntax === undefined ? { docs } : { docs, syntax };
}

/** The edge of the pipeline: one listing, then reads on demand, at most one for each file. */
export async function scan(root: string, limits: ScanLimits = DEFAULT_LIMITS): Promise<Workspace> {
  const tree = await scanTree(root, limits);
  const parsers = await parsersFor(tree);
  return createWorkspace(tree, (path) => readBounded(join(root, path), limits.fileBytes), parsers);
}
