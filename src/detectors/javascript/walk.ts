import type { Node } from '@babel/types';

/** Keys of a node that hold no child nodes worth visiting. */
const SKIPPED = new Set(['type', 'loc', 'start', 'end', 'extra', 'errors', 'tokens', 'comments', 'range']);

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** The child nodes of `node`, in the order of the source. */
export function children(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (SKIPPED.has(key)) continue;
    if (isNode(value)) found.push(value);
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) found.push(item);
  }
  return found;
}

/** Visits `root` and everything below it, parents first, in the order of the source; deep trees cannot overflow. */
export function walk(root: Node, visit: (node: Node, parent: Node | undefined) => void): void {
  const stack: { readonly node: Node; readonly parent: Node | undefined }[] = [{ node: root, parent: undefined }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node } = next;
    visit(node, next.parent);
    const below = children(node);
    for (let at = below.length - 1; at >= 0; at -= 1) {
      const child = below[at];
      if (child !== undefined) stack.push({ node: child, parent: node });
    }
  }
}

/** The line of a node, from 1. */
export function lineOf(node: Node): number {
  return node.loc?.start.line ?? 1;
}
