import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/errors/user-error.ts';
import { type FileTree, sortedTree } from '../core/workspace/file-tree.ts';
import type { DocParser, Parsers, SyntaxParser } from '../core/workspace/parsers.ts';
import type { DocFormat } from '../core/workspace/scope.ts';
import { createWorkspace, type RawFile, type Workspace } from '../core/workspace/workspace.ts';
import { walkTree } from './walk-tree.ts';

/** How much of a project is looked at. */
export interface ScanLimits {
  readonly files: number;
  /** Bytes of one file; of a longer one the beginning is read. */
  readonly fileBytes: number;
}

/** Large enough for the lockfiles of large monorepos, small enough to bound memory. */
export const DEFAULT_LIMITS: ScanLimits = { files: 200_000, fileBytes: 16 * 1024 * 1024 };

function readable(root: string): void {
  try {
    if (statSync(root).isDirectory()) return;
  } catch (cause) {
    throw new UserError([{ code: 'DRK2006', severity: 'error', detail: `${root} cannot be read` }], { cause });
  }
  throw new UserError([{ code: 'DRK2006', severity: 'error', detail: `${root} is not a folder` }]);
}

/** Lists the files below `root` once. Throws {@link UserError} DRK2006 when it is no folder that can be read. */
export function scanTree(root: string, limits: ScanLimits = DEFAULT_LIMITS): FileTree {
  readable(root);
  const { files, names, complete } = walkTree(root, limits.files);
  return sortedTree(files, names, complete);
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
  if (has('yaml', 'yml', 'lock')) {
    const { parseYaml, parseManifests } = await import('../core/workspace/parse-yaml.ts');
    docs.yaml = parseYaml;
    docs.manifests = parseManifests;
  }
  const toml = has('toml') || tree.named('Pipfile', 'poetry.lock', 'uv.lock', 'pdm.lock').length > 0;
  if (toml) docs.toml = (await import('../core/workspace/parse-toml.ts')).parseToml;
  if (has('xml', 'csproj', 'props')) docs.xml = (await import('../core/workspace/parse-xml.ts')).parseXml;
  if (has('properties')) docs.properties = (await import('../core/workspace/parse-properties.ts')).parseProperties;
  let syntax: SyntaxParser | undefined;
  if (has('js', 'mjs', 'cjs', 'ts', 'mts', 'cts', 'jsx', 'tsx')) {
    syntax = (await import('../core/workspace/parse-syntax.ts')).parseSyntax;
  }
  const python = has('py') ? (await import('../core/workspace/parse-python.ts')).parsePython : undefined;
  return { docs, ...(syntax === undefined ? {} : { syntax }), ...(python === undefined ? {} : { python }) };
}

/** The edge of the pipeline: one listing, then reads on demand, at most one for each file. */
export async function scan(root: string, limits: ScanLimits = DEFAULT_LIMITS): Promise<Workspace> {
  const tree = scanTree(root, limits);
  const parsers = await parsersFor(tree);
  return createWorkspace(tree, (path) => readBounded(join(root, path), limits.fileBytes), parsers);
}
