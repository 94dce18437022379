import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type DocBody, dig, type Parsed } from './parsers.ts';

function child(node: unknown, key: string | number): { readonly value: unknown; readonly place: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
    );
    return pair && { value: pair.value, place: pair.key };
  }
  if (isSeq(node)) {
    const item = node.items[Number(key)];
    return item === undefined ? undefined : { value: item, place: item };
  }
  return undefined;
}

/** Parses one YAML document by the core schema of YAML 1.2; aliases are bounded, so that no input explodes. */
export function parseYaml(text: string): Parsed<DocBody> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: false, uniqueKeys: true, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    return { ok: false, message: error.message, line, column: col };
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 1000 });
  } catch (cause) {
    return { ok: false, message: cause instanceof Error ? cause.message : 'unreadable', line: null, column: null };
  }
  return {
    ok: true,
    value: {
      get: (...keys) => dig(value, keys),
      lineOf(...keys) {
        let node: unknown = document.contents;
        let place: unknown = node;
        for (const key of keys) {
          const next = child(node, key);
          if (next === undefined) return null;
          ({ value: node, place } = next);
        }
        const range = (place as Node | null)?.range;
        return range ? lines.linePos(range[0]).line : null;
      },
    },
  };
}
