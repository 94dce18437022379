import { isMap, isSeq } from 'yaml';
import type { RelPath } from '../model/paths.ts';
import type { Suggestion } from './suggestion.ts';
import { type Block, missing, yamlText } from './yaml-insert.ts';

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

/** Improvements of manifests (LF line ends) that are not derrick's: what is missing is added, nothing is changed. */
export function manifestSuggestions(text: string, file: RelPath): readonly Suggestion[] {
  const parsed = yamlText(text);
  if (parsed === undefined) return [];
  const { lines } = parsed;
  const found: Suggestion[] = [];
  const propose = (map: unknown, blocks: readonly Block[], suffix: string) => {
    found.push(...missing(map, blocks, { lines, file, suffix }));
  };
  for (const document of parsed.documents) {
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
