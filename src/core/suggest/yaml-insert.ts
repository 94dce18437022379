import {
  type Document,
  isMap,
  isScalar,
  type LineCounter,
  LineCounter as Lines,
  parseAllDocuments,
  type YAMLMap,
} from 'yaml';
import type { RelPath } from '../model/paths.ts';
import type { LineEdit, Suggestion } from './suggestion.ts';

/** A block of lines that a map should hold, and the rule that asks for it. */
export interface Block {
  readonly id: string;
  readonly rule: string;
  readonly key: string;
  readonly lines: readonly string[];
  readonly title: string;
}

/** A parsed YAML file with the places of its parts. */
export interface YamlText {
  readonly documents: readonly Document[];
  readonly lines: LineCounter;
}

/** Every document of a text; `undefined` where one has a syntax error. */
export function yamlText(text: string): YamlText | undefined {
  const lines = new Lines();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined;
  return { documents, lines };
}

function startOf(node: unknown): number | undefined {
  return (node as { range?: readonly number[] } | undefined)?.range?.[0];
}

/** The line of a key of a map; `undefined` where it has none. */
export function lineOfKey(map: YAMLMap, key: string, lines: LineCounter): number | undefined {
  const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key);
  const start = startOf(pair?.key);
  return start === undefined ? undefined : lines.linePos(start).line;
}

/** How far the keys of a block map are indented; `undefined` for a flow map, whose lines cannot be split. */
export function indentOf(map: YAMLMap, lines: LineCounter): number | undefined {
  const start = startOf(map.items[0]?.key);
  return map.flow === true || start === undefined ? undefined : lines.linePos(start).col - 1;
}

/** Lines put in front of a map's second key, since the first may stand behind the dash of a list; `null` where they cannot be. */
export function insertion(map: YAMLMap, { key, lines: block }: Block, lines: LineCounter): LineEdit | null {
  const indent = indentOf(map, lines);
  const second = startOf(map.items[1]?.key);
  if (indent === undefined || second === undefined || map.has(key)) return null;
  return { line: lines.linePos(second).line, remove: 0, insert: block.map((line) => `${' '.repeat(indent)}${line}`) };
}

/** What a map lacks of some blocks, as suggestions whose ids end in `suffix`. */
export function missing(
  map: unknown,
  blocks: readonly Block[],
  { lines, file, suffix }: { readonly lines: LineCounter; readonly file: RelPath; readonly suffix: string },
): readonly Suggestion[] {
  if (!isMap(map)) return [];
  return blocks.flatMap((block) => {
    const edit = insertion(map, block, lines);
    const { id, rule, title } = block;
    const name = suffix === '' ? id : `${id}-${suffix}`;
    return edit === null ? [] : [{ id: name, rule, file, line: edit.line, title, edits: [edit] }];
  });
}
