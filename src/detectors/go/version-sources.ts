import type { Confidence } from '../../core/model/evidence.ts';
import { basename, dirname, join, type RelPath, ROOT } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type GoModule, workspaceOf } from './modules.ts';

/** One place that names a version of Go. */
export interface GoVersionSource {
  readonly raw: string;
  readonly file: RelPath;
  readonly line: number | null;
  readonly confidence: Confidence;
  readonly label: string;
  /** `minimum`: any newer release does as well; `exact`: this one is meant. */
  readonly kind: 'minimum' | 'exact';
}

const MISE = [
  'mise.toml',
  '.mise.toml',
  'mise/config.toml',
  '.mise/config.toml',
  '.config/mise.toml',
  '.config/mise/config.toml',
];

function* foldersUp(dir: RelPath): Iterable<RelPath> {
  yield dir;
  while (dir !== ROOT) {
    dir = dirname(dir);
    yield dir;
  }
}

function* versionFiles(scope: Scope, dir: RelPath): Iterable<GoVersionSource> {
  const own = join(dir, '.go-version');
  const lines = scope.text(own)?.text.split('\n') ?? [];
  const at = lines.findIndex((line) => line.replace(/#.*/, '').trim() !== '');
  if (at >= 0) {
    const raw = (lines[at] ?? '').replace(/#.*/, '').trim();
    yield { raw, file: own, line: at + 1, confidence: 'pinned', label: '.go-version', kind: 'exact' };
  }
  for (const name of MISE) {
    const path = join(dir, name);
    const doc = scope.project.has(path) ? scope.doc(path, 'toml') : undefined;
    for (const key of ['go', 'golang']) {
      const value = doc?.get('tools', key);
      const first: unknown = Array.isArray(value) ? value[0] : value;
      if (doc === undefined || (typeof first !== 'string' && typeof first !== 'number')) continue;
      yield {
        raw: String(first),
        file: path,
        line: doc.lineOf('tools', key),
        confidence: 'pinned',
        label: basename(path),
        kind: 'exact',
      };
    }
  }
  const tools = join(dir, '.tool-versions');
  for (const [index, line] of (scope.text(tools)?.text ?? '').split('\n').entries()) {
    const [name, raw] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (raw === undefined || (name !== 'golang' && name !== 'go')) continue;
    yield { raw, file: tools, line: index + 1, confidence: 'pinned', label: '.tool-versions', kind: 'exact' };
  }
}

/** Every place that names a version, in the order in which they count. */
export function versionSources(scope: Scope, module: GoModule): readonly GoVersionSource[] {
  const found: GoVersionSource[] = [];
  const mods = [module.mod, workspaceOf(scope, module)].filter((mod) => mod !== undefined);
  for (const { path, toolchain } of mods) {
    if (toolchain === undefined || toolchain.text === 'default') continue;
    const { text: raw, line } = toolchain;
    found.push({ raw, file: path, line, confidence: 'manifest', label: 'the toolchain line', kind: 'exact' });
  }
  for (const { path, go } of mods) {
    if (go === undefined) continue;
    const { text: raw, line } = go;
    found.push({
      raw,
      file: path,
      line,
      confidence: 'manifest',
      label: `the go line of ${basename(path)}`,
      kind: 'minimum',
    });
  }
  for (const dir of foldersUp(module.dir)) found.push(...versionFiles(scope, dir));
  return found;
}
