import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  parseDocument,
} from 'yaml';
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

const OPTIONS = { strict: false, uniqueKeys: true, prettyErrors: false } as const;

/** The values of documents; aliases are bounded, so that no input explodes. */
function valuesOf(documents: readonly Document[], lines: LineCounter): Parsed<readonly unknown[]> {
  const error = documents.find(({ errors }) => errors.length > 0)?.errors[0];
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    return { ok: false, message: error.message, line, column: col };
  }
  try {
    return { ok: true, value: documents.map((document) => document.toJS({ maxAliasCount: 1000 })) };
  } catch (cause) {
    return { ok: false, message: cause instanceof Error ? cause.message : 'unreadable', line: null, column: null };
  }
}

function lineBelow(root: unknown, keys: readonly (string | number)[], lines: LineCounter): number | null {
  let node = root;
  let place = root;
  for (const key of keys) {
    const next = child(node, key);
    if (next === undefined) return null;
    ({ value: node, place } = next);
  }
  const range = (place as Node | null)?.range;
  return range ? lines.linePos(range[0]).line : null;
}

/** Parses one YAML document by the core schema of YAML 1.2. */
export function parseYaml(text: string): Parsed<DocBody> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, ...OPTIONS });
  const values = valuesOf([document], lines);
  if (!values.ok) return values;
  return {
    ok: true,
    value: {
      get: (...keys) => dig(values.value[0], keys),
      lineOf: (...keys) => lineBelow(document.contents, keys, lines),
    },
  };
}

/** Parses every YAML document of a text; the first key is the document's number. */
export function parseManifests(text: string): Parsed<DocBody> {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, ...OPTIONS });
  const documents = Array.isArray(parsed) ? (parsed as readonly Document[]) : [];
  const values = valuesOf(documents, lines);
  if (!values.ok) return values;
  return {
    ok: true,
    value: {
      get: (...keys) => dig(values.value, keys),
      lineOf: (...[at = 0, ...keys]) => lineBelow(documents[Number(at)]?.contents, keys, lines),
    },
  };
}
