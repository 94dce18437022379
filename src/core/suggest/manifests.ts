import { isMap, isSeq, LineCounter, parseAllDocuments, type YAMLMap } from 'yaml';
import type { RelPath } from '../model/paths.ts';
import type { LineEdit, Suggestion } from './suggestion.ts';

/** A block of lines that a map should hold, and the rule that asks for it. */
interface Block {
  readonly id: string;
  readonly rule: string;
  readonly key: string;
  readonly lines: readonly string[];
  readonly title: string;
}

const CONTAINER: readonly Block[] = [
  {
    id: 'security-context',
    rule: 'K03',
    key: 'securityContext',
    lines: [
      'securityContext:',
      '  allowPrivilegeEscalation: false',
      '  runAsNonRoot: true',
      '  capabilities:',
      '    drop: [ALL]',
      '  seccompProfile:',
      '    type: RuntimeDefault',
    ],
    title: 'no root (the image needs a numeric user), no more privileges and no capabilities',
  },
  {
    id: 'resources',
    rule: 'K13',
    key: 'resources',
    lines: ['resources:', '  requests:', '    cpu: 100m', '    memory: 256Mi', '  limits:', '    memory: 256Mi'],
    title: 'what the scheduler must know of CPU and memory: set what was measured',
  },
];

const POD: readonly Block[] = [
  {
    id: 'no-token',
    rule: 'K08',
    key: 'automountServiceAccountToken',
    lines: ['automountServiceAccountToken: false'],
    title: 'no token of the Kubernetes API in the pod',
  },
  {
    id: 'no-service-links',
    rule: 'K38',
    key: 'enableServiceLinks',
    lines: ['enableServiceLinks: false'],
    title: 'no variables for every service of the namespace',
  },
];

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job']);

/** Where the first key of a block map stands; `null` for a flow map, whose lines cannot be split. */
function placeOf(map: YAMLMap, lines: LineCounter): { readonly line: number; readonly indent: number } | null {
  const [first] = map.items;
  const start = (first?.key as { range?: readonly number[] } | undefined)?.range?.[0];
  if (map.flow === true || start === undefined) return null;
  const { line, col } = lines.linePos(start);
  return { line, indent: col - 1 };
}

function insertion(map: YAMLMap, block: Block, lines: LineCounter): LineEdit | null {
  const place = placeOf(map, lines);
  if (place === null || map.has(block.key)) return null;
  // Before the second key, since the first may stand behind the dash of a list.
  const second = map.items[1]?.key as { range?: readonly number[] } | undefined;
  if (second?.range?.[0] === undefined) return null;
  const insert = block.lines.map((line) => `${' '.repeat(place.indent)}${line}`);
  return { line: lines.linePos(second.range[0]).line, remove: 0, insert };
}

/** Improvements of manifests (LF line ends) that are not derrick's: what is missing is added, nothing is changed. */
export function manifestSuggestions(text: string, file: RelPath): readonly Suggestion[] {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  if (!Array.isArray(parsed) || parsed.some(({ errors }) => errors.length > 0)) return [];
  const found: Suggestion[] = [];
  const propose = (map: unknown, blocks: readonly Block[], suffix: string) => {
    if (!isMap(map)) return;
    for (const block of blocks) {
      const edit = insertion(map, block, lines);
      if (edit === null) continue;
      const { id, rule, title } = block;
      found.push({ id: `${id}-${suffix}`, rule, file, line: edit.line, title, edits: [edit] });
    }
  };
  for (const document of parsed) {
    const kind = document.get('kind');
    if (typeof kind !== 'string' || !WORKLOADS.has(kind)) continue;
    const name = String(document.getIn(['metadata', 'name']) ?? 'unnamed');
    const spec: unknown = document.getIn(['spec', 'template', 'spec'], true);
    propose(spec, POD, name);
    const containers: unknown = isMap(spec) ? spec.get('containers', true) : null;
    if (!isSeq(containers)) continue;
    for (const [index, container] of containers.items.entries())
      propose(container, CONTAINER, containers.items.length === 1 ? name : `${name}-${index + 1}`);
  }
  return found;
}
