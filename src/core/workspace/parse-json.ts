import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type DocBody, dig, type Parsed, positionAt } from './parsers.ts';

function strict(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function lenient(text: string): Parsed<DocBody> {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (tree === undefined || first !== undefined) {
    const place = positionAt(text, first?.offset ?? 0);
    const message =
      first === undefined ? 'empty' : printParseErrorCode(first.error).replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
    return { ok: false, message: message.toLowerCase(), line: place.line, column: place.column };
  }
  return { ok: true, value: body(text, plainValue(tree), () => tree) };
}

function plainValue(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(plainValue);
  if (node.type !== 'object') return node.value;
  const object: Record<string, unknown> = Object.create(null);
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key !== undefined && value !== undefined) object[String(key.value)] = plainValue(value);
  }
  return object;
}

function body(text: string, value: unknown, tree: () => Node | undefined): DocBody {
  let root: { readonly node: Node | undefined } | undefined;
  return {
    get: (...keys) => dig(value, keys),
    lineOf(...keys) {
      if (keys.length === 0) return 1;
      root ??= { node: tree() };
      const node = root.node && findNodeAtLocation(root.node, [...keys]);
      if (node === undefined) return null;
      const place = node.parent?.type === 'property' ? node.parent : node;
      return positionAt(text, place.offset).line;
    },
  };
}

/**
 * Parses JSON, or JSON with comments and trailing commas (tsconfig.json, turbo.jsonc). The tree with positions
 * is built only when a line is asked for.
 */
export function parseJson(text: string): Parsed<DocBody> {
  const plain = strict(text);
  if (plain === undefined) return lenient(text);
  return { ok: true, value: body(text, plain.value, () => parseTree(text)) };
}
