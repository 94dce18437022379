import type { Node } from '@babel/types';
import { dirname, insideRoot, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { bare, dotted, keyName } from './expressions.ts';
import { follow, type Place } from './follow.ts';
import { productionBranch } from './production-branch.ts';
import { settingOf } from './setting.ts';

/** A path that an expression makes: from the root of the project, or as text relative to whatever reads it. */
interface Part {
  readonly anchored: boolean;
  readonly text: string;
}

function joined(scope: Scope, parts: readonly (Part | undefined)[], resolves: boolean): Part | undefined {
  let at: Part | undefined = resolves ? { anchored: true, text: scope.dir } : undefined;
  for (const part of parts) {
    // What is not known makes the whole unknown; an absolute path of the machine lies outside of the project.
    if (part === undefined || (!part.anchored && part.text.startsWith('/') && resolves)) return undefined;
    if (at === undefined || (part.anchored && resolves)) at = part;
    else at = { anchored: at.anchored, text: `${at.text}/${part.text}` };
  }
  return at;
}

function ofCall(scope: Scope, place: Place, callee: Node, given: readonly Node[], depth: number): Part | undefined {
  const called = bare(callee);
  const name = dotted(called) ?? '';
  const method = called.type === 'MemberExpression' ? keyName(called.property) : name;
  const read = (node: Node | undefined): Part | undefined =>
    node === undefined ? undefined : partOf(scope, { node, module: place.module }, depth - 1);
  switch (method) {
    case 'cwd':
      return name === 'process.cwd' || name === 'cwd' ? { anchored: true, text: scope.dir } : undefined;
    case 'resolve':
    case 'join':
      return joined(scope, given.map(read), method === 'resolve');
    case 'normalize':
    case 'fileURLToPath':
      return read(given[0]);
    case 'dirname': {
      const inside = read(given[0]);
      const path = inside?.anchored === true ? insideRoot(inside.text) : undefined;
      return path === undefined ? undefined : { anchored: true, text: dirname(path) };
    }
    case 'URL': {
      const [path, base] = [read(given[0]), read(given[1])];
      const from = base?.anchored === true ? insideRoot(base.text) : undefined;
      if (path === undefined || from === undefined) return undefined;
      return { anchored: true, text: `${dirname(from)}/${path.text}` };
    }
    default:
      return undefined;
  }
}

/** The names that Node gives to a file's own place. */
function ownPlace({ path }: Place['module'], name: string | undefined): Part | undefined {
  if (name === '__dirname' || name === 'import.meta.dirname') return { anchored: true, text: dirname(path) };
  const isFile = name === '__filename' || name === 'import.meta.filename' || name === 'import.meta.url';
  return isFile ? { anchored: true, text: path } : undefined;
}

function partOf(scope: Scope, place: Place, depth: number): Part | undefined {
  if (depth <= 0) return undefined;
  const target = follow(scope, place);
  const node = bare(target.node);
  const { module } = target;
  const read = (inner: Node): Part | undefined => partOf(scope, { node: inner, module }, depth - 1);
  const own = ownPlace(module, dotted(node));
  if (own !== undefined) return own;
  const member = node.type === 'MemberExpression' ? dotted(node.property) : undefined;
  if (node.type === 'MemberExpression' && (member === 'pathname' || member === 'href')) return read(node.object);
  if (node.type === 'CallExpression' || node.type === 'NewExpression') {
    return ofCall(scope, target, node.callee, node.arguments, depth);
  }
  if (node.type === 'TemplateLiteral' && node.expressions.length > 0) {
    const pieces = node.quasis.map(({ value }, at) => {
      const expression = node.expressions[at];
      const inner = expression === undefined ? { anchored: false, text: '' } : read(expression);
      return inner && { anchored: inner.anchored, text: `${value.cooked ?? ''}${inner.text}` };
    });
    return pieces.includes(undefined)
      ? undefined
      : { anchored: pieces[0]?.anchored === true, text: pieces.map((piece) => piece?.text ?? '').join('') };
  }
  if (node.type === 'BinaryExpression' && node.operator === '+') {
    const [left, right] = [read(node.left), read(node.right)];
    return left && right && { anchored: left.anchored, text: `${left.text}${right.text}` };
  }
  if (node.type === 'ConditionalExpression') {
    const taken = productionBranch(node, (inner) => follow(scope, { node: inner, module }).node);
    return taken === undefined ? undefined : read(taken);
  }
  if (node.type === 'LogicalExpression' && node.operator !== '&&') return read(node.left) ?? read(node.right);
  const { value } = settingOf(scope, { node, module });
  return typeof value === 'string' ? { anchored: false, text: value } : undefined;
}

/** A path as a setting names it. */
export interface NamedPath {
  /** The text: relative to what the tool takes it relative to; meaningless where `inProject` is there. */
  readonly text: string;
  /** The path in the project, where the expression says it whole: `path.resolve(__dirname, '../web')`. */
  readonly inProject?: RelPath;
}

/** The path that an expression makes of the place of its file, of the working folder, or of text; never run. */
export function namedPath(scope: Scope, place: Place): NamedPath | undefined {
  const part = partOf(scope, place, 10);
  if (part === undefined) return undefined;
  if (!part.anchored) return { text: part.text };
  const inProject = insideRoot(part.text);
  return inProject === undefined ? undefined : { text: part.text, inProject };
}
