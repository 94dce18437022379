import { type Document, isNode, isPair, LineCounter, type Node, parseAllDocuments } from 'yaml';
import { dig } from '../../workspace/parsers.ts';

/** A path of keys into a document. */
export type Keys = readonly (string | number)[];

/** One document of a YAML file that has been found to parse. */
export interface Place {
  readonly value: unknown;
  /** The line of the value at a path, of its nearest parent where there is none, else of the document. */
  lineOf(...keys: Keys): number;
}

function nodeAt(document: Document, keys: Keys): Node | undefined {
  for (let length = keys.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(keys.slice(0, length), true);
    if (isNode(node)) return node;
    if (isPair(node) && isNode(node.key)) return node.key;
  }
  return document.contents ?? undefined;
}

/** The documents of a YAML text; none where it does not parse, which another rule tells. */
export function documentsOf(text: string): readonly Place[] {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { version: '1.1', lineCounter: lines, prettyErrors: false });
  if (!Array.isArray(parsed) || parsed.some(({ errors }) => errors.length > 0)) return [];
  return parsed.map((document: Document) => ({
    value: document.toJS({ maxAliasCount: 1000 }) as unknown,
    lineOf: (...keys) => {
      const [start] = nodeAt(document, keys)?.range ?? [0];
      return lines.linePos(start).line;
    },
  }));
}

/** The list at a path, empty for anything else. */
export function listAt(value: unknown, ...keys: Keys): readonly unknown[] {
  const found = dig(value, keys);
  return Array.isArray(found) ? found : [];
}

/** The text at a path, empty for anything else. */
export function textAt(value: unknown, ...keys: Keys): string {
  const found = dig(value, keys);
  return typeof found === 'string' ? found : '';
}

/** The entries of the map at a path, none for anything else. */
export function entriesAt(value: unknown, ...keys: Keys): readonly (readonly [string, unknown])[] {
  const found = dig(value, keys);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.entries(found) : [];
}
