import type { Node } from '@babel/types';
import { insideRoot, type RelPath } from '../../core/model/paths.ts';
import { bare, dotted, propertyOf, stringIn } from './expressions.ts';
import type { ModuleIndex } from './module-index.ts';

/** Functions that write to the path in their first argument; true when that path is a folder. */
const WRITERS: Readonly<Record<string, boolean>> = {
  mkdir: true,
  mkdirSync: true,
  ensureDir: true,
  ensureDirSync: true,
  writeFile: false,
  writeFileSync: false,
  appendFile: false,
  appendFileSync: false,
  createWriteStream: false,
  outputFile: false,
  Database: false,
};

/** A folder that the code writes to: relative to the component, or absolute. */
export interface WrittenFolder {
  readonly path: string;
  readonly file: RelPath;
  readonly line: number;
}

/** The path that an expression names literally: a text, or `path.join(process.cwd(), 'a', 'b')`. */
function literalPath(module: ModuleIndex, node: Node | undefined, depth = 4): string | undefined {
  if (node === undefined || depth <= 0) return undefined;
  const at = bare(node);
  const text = stringIn(at);
  if (text !== undefined) return text;
  if (at.type === 'Identifier') return literalPath(module, module.bindings.get(at.name)?.init, depth - 1);
  if (at.type === 'LogicalExpression') return literalPath(module, at.right, depth - 1);
  if (at.type !== 'CallExpression' || !/^(path\.)?(join|resolve)$/.test(dotted(at.callee) ?? '')) return undefined;
  const [first, ...rest] = at.arguments;
  const base = first?.type === 'CallExpression' && dotted(first.callee) === 'process.cwd' ? '.' : stringIn(first);
  const parts = rest.map((part) => stringIn(part));
  return base === undefined || parts.includes(undefined) ? undefined : [base, ...parts].join('/');
}

function folder(path: string | undefined, isFolder: boolean): string | undefined {
  if (path === undefined || path.includes(':') || path === '') return undefined;
  const whole = isFolder ? path : path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  if (whole.startsWith('/')) return whole.split('/').includes('..') ? undefined : whole;
  const inside = insideRoot(whole);
  return inside === undefined || inside === '.' ? undefined : inside;
}

/** The folders that the files write to, as far as their paths are literal. */
export function writtenFolders(modules: readonly ModuleIndex[]): readonly WrittenFolder[] {
  const found = new Map<string, WrittenFolder>();
  for (const module of modules) {
    for (const { node, method, line } of module.calls) {
      const [first] = node.arguments;
      const uploads = method === 'multer' && first?.type === 'ObjectExpression' ? propertyOf(first, 'dest') : undefined;
      const isFolder = method !== undefined && Object.hasOwn(WRITERS, method) ? WRITERS[method] : undefined;
      if (uploads === undefined && isFolder === undefined) continue;
      const path = folder(literalPath(module, uploads ?? first), uploads !== undefined || isFolder === true);
      if (path !== undefined && !found.has(path)) found.set(path, { path, file: module.path, line });
    }
  }
  return [...found.values()];
}
