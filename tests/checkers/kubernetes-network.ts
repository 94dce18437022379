import { isDeepStrictEqual } from 'node:util';
import { collector, type Finding } from './finding.ts';
import { contains, get, list, number, text } from './json.ts';
import { type Bundle, isEmpty, nameOf, podLabels, type Workload } from './kubernetes-model.ts';
import type { KubernetesObject } from './yaml-documents.ts';

type Say = (id: string, message: string) => void;

function opensPort(workload: Workload, target: unknown): boolean {
  return workload.containers.some((container) =>
    list(container, 'ports').some((port) => get(port, 'name') === target || get(port, 'containerPort') === target),
  );
}

function checkService({ workloads }: Bundle, { data }: KubernetesObject, say: Say): void {
  if (!['', 'ClusterIP'].includes(text(data, 'spec', 'type'))) say('K33', `type ${text(data, 'spec', 'type')}`);
  const selector = get(data, 'spec', 'selector');
  const targets = workloads.filter((workload) => !isEmpty(selector) && contains(podLabels(workload), selector));
  if (targets.length === 0) say('K33', 'selects no pod of the bundle');
  for (const port of list(data, 'spec', 'ports')) {
    const target = get(port, 'targetPort') ?? get(port, 'port');
    if (!targets.every((workload) => opensPort(workload, target)))
      say('K33', `targetPort ${String(target)} is no port of its pods`);
    if (typeof target !== 'string') say('K20', `targetPort ${String(target)} is not a name`);
  }
}

function checkBackend({ named }: Bundle, backend: unknown, say: Say): void {
  const name = text(backend, 'service', 'name');
  const service = named('Service', name);
  const ports = list(service?.data, 'spec', 'ports');
  const wanted = get(backend, 'service', 'port');
  const found = ports.some(
    (port) =>
      get(port, 'port') === get(wanted, 'number') ||
      (text(wanted, 'name') !== '' && get(port, 'name') === get(wanted, 'name')),
  );
  if (service === undefined || !found) say('K34', `the backend ${name} does not resolve`);
}

function checkIngress(bundle: Bundle, { data }: KubernetesObject, say: Say): void {
  if (text(data, 'spec', 'ingressClassName') === '') say('K34', 'no ingressClassName');
  const secured = new Set(list(data, 'spec', 'tls').flatMap((one) => list(one, 'hosts')));
  if (list(data, 'spec', 'rules').length === 0) say('K34', 'no rule');
  for (const rule of list(data, 'spec', 'rules')) {
    const host = text(rule, 'host');
    if (host === '') say('K34', 'a rule without host');
    if (!secured.has(host)) say('K34', `no TLS for ${host}`);
    for (const path of list(rule, 'http', 'paths')) {
      if (text(path, 'pathType') === '') say('K34', 'a path without pathType');
      checkBackend(bundle, get(path, 'backend'), say);
    }
  }
}

const METADATA = ['169.254.169.254/32', '169.254.0.0/16'];

function allowsDns(rule: unknown): boolean {
  const protocols = list(rule, 'ports')
    .filter((port) => number(port, 'port') === 53)
    .map((port) => text(port, 'protocol') || 'TCP');
  return protocols.includes('UDP') && protocols.includes('TCP');
}

function checkPolicy(policy: KubernetesObject, say: Say): void {
  const types = list(policy.data, 'spec', 'policyTypes');
  if (!types.includes('Ingress') || !types.includes('Egress')) say('K32', 'the policy is not for ingress and egress');
  const egress = list(policy.data, 'spec', 'egress');
  if (!egress.some(allowsDns)) say('K32', 'DNS over UDP and TCP is not allowed');
  for (const rule of [...egress, ...list(policy.data, 'spec', 'ingress')])
    if (isEmpty(rule)) say('K32', 'a rule allows everything');
  for (const rule of egress) {
    if (list(rule, 'to').length === 0 && !allowsDns(rule)) say('K32', 'an egress rule names no target');
    for (const peer of list(rule, 'to')) {
      const wide = ['0.0.0.0/0', '::/0'].includes(text(peer, 'ipBlock', 'cidr'));
      const safe = list(peer, 'ipBlock', 'except').some(
        (range) => METADATA.includes(String(range)) || String(range).startsWith('fd00:'),
      );
      if (wide && !safe) say('K32', 'the cloud metadata address is not excluded');
    }
  }
}

function checkPolicies({ workloads, ofKind }: Bundle): readonly Finding[] {
  const findings: Finding[] = [];
  for (const workload of workloads) {
    const { findings: found, report } = collector('kubernetes-rules', workload.object.file);
    const say: Say = (id, message) => report(id, workload.object.line, `${workload.kind}/${workload.name}: ${message}`);
    const policies = ofKind('NetworkPolicy').filter(({ data }) => {
      const selector = get(data, 'spec', 'podSelector', 'matchLabels');
      return (
        isDeepStrictEqual(get(data, 'spec', 'podSelector'), {}) ||
        (!isEmpty(selector) && contains(podLabels(workload), selector))
      );
    });
    if (policies.length === 0) say('K32', 'no NetworkPolicy selects its pods');
    for (const policy of policies) checkPolicy(policy, say);
    findings.push(...found);
  }
  return findings;
}

/** K32, K33 and K34: NetworkPolicies, Services and Ingresses. */
export function checkNetwork(bundle: Bundle): readonly Finding[] {
  const findings: Finding[] = [...checkPolicies(bundle)];
  for (const [kind, check] of [
    ['Service', checkService],
    ['Ingress', checkIngress],
  ] as const) {
    for (const object of bundle.ofKind(kind)) {
      const { findings: found, report } = collector('kubernetes-rules', object.file);
      check(bundle, object, (id, message) => report(id, object.line, `${kind}/${nameOf(object)}: ${message}`));
      findings.push(...found);
    }
  }
  return findings;
}
