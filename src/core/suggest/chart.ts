import { isMap, isScalar } from 'yaml';
import type { RelPath } from '../model/paths.ts';
import type { Suggestion } from './suggestion.ts';
import { indentOf, lineOfKey, yamlText } from './yaml-insert.ts';

interface Replacement {
  readonly id: string;
  readonly rule: string;
  readonly path: readonly string[];
  /** The value that gives way: an empty map, or a scalar. */
  readonly was: '{}' | string | boolean;
  readonly lines: readonly string[];
  readonly title: string;
}

/** What `helm create` leaves open in values.yaml; its templates put these maps into the pod as they are. */
const VALUES: readonly Replacement[] = [
  {
    id: 'pod-security-context',
    rule: 'K05',
    path: ['podSecurityContext'],
    was: '{}',
    lines: ['podSecurityContext:', '  seccompProfile:', '    type: RuntimeDefault'],
    title: 'the system calls of the runtime’s own profile only',
  },
  {
    id: 'security-context',
    rule: 'K03',
    path: ['securityContext'],
    was: '{}',
    lines: [
      'securityContext:',
      '  allowPrivilegeEscalation: false',
      '  runAsNonRoot: true',
      '  capabilities:',
      '    drop: [ALL]',
    ],
    title: 'no root (the image needs a numeric user), no more privileges and no capabilities',
  },
  {
    id: 'resources',
    rule: 'K13',
    path: ['resources'],
    was: '{}',
    lines: ['resources:', '  requests:', '    cpu: 100m', '    memory: 256Mi', '  limits:', '    memory: 256Mi'],
    title: 'what the scheduler must know of CPU and memory: set what was measured',
  },
  {
    id: 'no-token',
    rule: 'K08',
    path: ['serviceAccount', 'automount'],
    was: true,
    lines: ['automount: false'],
    title: 'no token of the Kubernetes API in the pod',
  },
];

const CHART: readonly Replacement[] = [
  {
    id: 'api-version',
    rule: 'K43',
    path: ['apiVersion'],
    was: 'v1',
    lines: ['apiVersion: v2'],
    title: 'the format of charts since Helm 3',
  },
];

function isWas(node: unknown, was: Replacement['was']): boolean {
  if (was === '{}') return isMap(node) && node.items.length === 0;
  return isScalar(node) && node.value === was;
}

function replacements(text: string, file: RelPath, rules: readonly Replacement[]): readonly Suggestion[] {
  const parsed = yamlText(text);
  const root: unknown = parsed?.documents[0]?.contents;
  if (parsed === undefined || !isMap(root)) return [];
  const { lines } = parsed;
  return rules.flatMap(({ id, rule, path, was, lines: insert, title }) => {
    const key = path.at(-1) ?? '';
    const map: unknown = path.length === 1 ? root : root.getIn(path.slice(0, -1), true);
    if (!isMap(map) || !isWas(map.get(key, true), was)) return [];
    const line = lineOfKey(map, key, lines);
    const indent = indentOf(map, lines);
    if (line === undefined || indent === undefined) return [];
    const edits = [{ line, remove: 1, insert: insert.map((one) => `${' '.repeat(indent)}${one}`) }];
    return [{ id, rule, file, line, title, edits }];
  });
}

/** Improvements of a chart's values.yaml (LF line ends) that is not derrick's. */
export function valuesSuggestions(text: string, file: RelPath): readonly Suggestion[] {
  return replacements(text, file, VALUES);
}

/** Improvements of a Chart.yaml (LF line ends) that is not derrick's. */
export function chartSuggestions(text: string, file: RelPath): readonly Suggestion[] {
  return replacements(text, file, CHART);
}
