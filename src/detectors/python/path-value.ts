import { dirname, insideRoot, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import type { Call, Expr } from './expression.ts';
import { canonical, type PyModule } from './module-index.ts';
import { definitionOf } from './modules.ts';

/** A path while it is put together: from the project's root on, or a piece that something else comes before. */
interface Piece {
  readonly isAnchored: boolean;
  readonly path: string;
}

/** Where an expression stands. */
interface Place {
  readonly scope: Scope;
  readonly module: PyModule;
  /** What a name such as BASE_DIR stands for where its value cannot be read. */
  readonly base: RelPath;
}

const MAX_DEPTH = 12;

/** Names that projects give to their own folder. */
const BASES =
  /(^|\.)(BASE_DIR|ROOT_DIR|PROJECT_ROOT|BASE|ROOT|PROJECT_DIR|APP_DIR|PROJECT_PATH|BASE_PATH|base_dir|root_path)$/;

const SAME = new Set(['resolve', 'absolute', 'expanduser', 'as_posix']);

/** Functions of a path's text or object, by their full names. */
const WRAPPERS = /^(str|(pathlib\.)?(Pure)?(Posix)?Path|os\.fspath|os\.path\.(abspath|realpath|normpath|join))$/;

function parent(piece: Piece | undefined, times = 1): Piece | undefined {
  let found = piece;
  for (let count = 0; count < times; count += 1) {
    if (found === undefined || !found.isAnchored) return undefined;
    const path = found.path === '.' ? undefined : dirname(found.path as RelPath);
    found = path === undefined ? undefined : { isAnchored: true, path };
  }
  return found;
}

function joined(pieces: readonly (Piece | undefined)[]): Piece | undefined {
  let found: Piece | undefined;
  for (const piece of pieces) {
    if (piece === undefined) return undefined;
    const starts = found === undefined || piece.isAnchored || piece.path.startsWith('/');
    found = starts ? piece : { isAnchored: found?.isAnchored === true, path: `${found?.path}/${piece.path}` };
  }
  return found;
}

function ofName(place: Place, path: string, line: number, depth: number): Piece | undefined {
  const { scope, module, base } = place;
  if (path === '__file__') return { isAnchored: true, path: module.path };
  if (path.endsWith('.parent'))
    return parent(evaluate(place, { kind: 'name', path: path.slice(0, -7), line }, depth + 1));
  const found = definitionOf(scope, module, path);
  const value = found?.module.assignments.findLast(({ target, owner }) => target === found.name && owner === '')?.value;
  const known = found === undefined ? undefined : evaluate({ ...place, module: found.module }, value, depth + 1);
  return known ?? (BASES.test(path) ? { isAnchored: true, path: base } : undefined);
}

function ofCall(place: Place, call: Call, depth: number): Piece | undefined {
  const read = (expr: Expr | undefined) => evaluate(place, expr, depth + 1);
  const full = canonical(place.module, call.callee);
  if (full === 'os.path.dirname') return parent(read(call.args[0]));
  if (WRAPPERS.test(full)) return joined(call.args.map(read));
  const { target, line } = call;
  const at = call.callee.lastIndexOf('.');
  const isMember = target.kind === 'item' && target.key.kind === 'text';
  const method = isMember && target.key.kind === 'text' ? target.key.value : call.callee.slice(at + 1);
  const name: Expr = { kind: 'name', path: at < 0 ? call.callee : call.callee.slice(0, at), line };
  const receiver = isMember ? target.of : name;
  if (SAME.has(method)) return read(receiver);
  // `root('static')` and `root.path('static')` of django-environ.
  const joins = /^(joinpath|path|root)$/.test(method);
  return joins ? joined([read(receiver), ...call.args.map(read)]) : undefined;
}

function evaluate(place: Place, expr: Expr | undefined, depth: number): Piece | undefined {
  if (expr === undefined || depth > MAX_DEPTH) return undefined;
  const read = (one: Expr) => evaluate(place, one, depth + 1);
  switch (expr.kind) {
    case 'text':
      return { isAnchored: false, path: expr.value };
    case 'name':
      return ofName(place, expr.path, expr.line, depth);
    case 'binary':
      return expr.operator === '/' ? joined([read(expr.left), read(expr.right)]) : undefined;
    case 'item': {
      const { of, key } = expr;
      if (key.kind === 'text' && key.value === 'parent') return parent(read(of));
      if (key.kind !== 'number') return undefined;
      if (of.kind === 'name' && of.path.endsWith('.parents'))
        return parent(read({ ...of, path: of.path.slice(0, -8) }), key.value + 1);
      const isParents = of.kind === 'item' && of.key.kind === 'text' && of.key.value === 'parents';
      return isParents ? parent(read(of.of), key.value + 1) : undefined;
    }
    case 'call':
      return ofCall(place, expr, depth);
    default:
      return undefined;
  }
}

/**
 * The file or folder that an expression about paths stands for: relative to the project's root, or absolute. A plain text
 * counts from `from`. `undefined` where it cannot be read, or leads out of the project.
 */
export function pathOf(
  scope: Scope,
  module: PyModule,
  expr: Expr | undefined,
  { base, from }: { readonly base: RelPath; readonly from: RelPath },
): string | undefined {
  const piece = evaluate({ scope, module, base }, expr, 0);
  if (piece === undefined || piece.path === '') return undefined;
  if (piece.path.startsWith('/')) return piece.path.replace(/(.)\/+$/, '$1');
  return insideRoot(piece.isAnchored ? piece.path : `${from}/${piece.path}`);
}
