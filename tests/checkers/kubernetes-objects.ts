import { collector, type Finding } from './finding.ts';
import { entries, get, list, text } from './json.ts';
import { SENSITIVE, URL_PASSWORD } from './kubernetes-containers.ts';
import { type Bundle, kindOf, nameOf, type Workload } from './kubernetes-model.ts';

type Say = (id: string, message: string) => void;

const LABELS = ['name', 'instance', 'version', 'component', 'part-of', 'managed-by'];

function checkMetadata(data: unknown, say: Say): void {
  for (const label of LABELS) {
    if (text(data, 'metadata', 'labels', `app.kubernetes.io/${label}`) === '')
      say('K10', `no label app.kubernetes.io/${label}`);
  }
  for (const [key, value] of [
    ...entries(data, 'metadata', 'labels'),
    ...entries(data, 'metadata', 'annotations'),
    ...entries(data, 'data'),
  ]) {
    if (typeof value !== 'string') say('K41', `${key} is not a string`);
  }
  if (get(data, 'metadata', 'namespace') === 'default') say('K39', 'the namespace is hard-coded to default');
  const name = text(data, 'metadata', 'name');
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) say('K40', `${name} is no DNS-1123 label`);
}

function checkConfig(kind: string, data: unknown, say: Say): void {
  if (kind === 'ServiceAccount' && get(data, 'automountServiceAccountToken') !== false) {
    say('K08', 'automountServiceAccountToken is not false');
  }
  if (kind === 'Secret' && [...entries(data, 'data'), ...entries(data, 'stringData')].length > 0)
    say('K23', 'a Secret with its content');
  if (kind !== 'ConfigMap') return;
  for (const [key, value] of entries(data, 'data')) {
    // A number is a limit or a size, not a secret.
    if ((SENSITIVE.test(key) && !/^\d*$/.test(String(value))) || URL_PASSWORD.test(String(value)))
      say('K23', `${key} is a literal secret`);
  }
}

interface Reference {
  readonly kind: 'ConfigMap' | 'Secret' | 'PersistentVolumeClaim';
  readonly name: string;
}

function referencesOf({ pod, containers, initContainers }: Workload): readonly Reference[] {
  const found: Reference[] = [];
  const add = (kind: Reference['kind'], name: string) => name !== '' && found.push({ kind, name });
  for (const container of [...containers, ...initContainers]) {
    for (const source of list(container, 'envFrom')) {
      add('ConfigMap', text(source, 'configMapRef', 'name'));
      add('Secret', text(source, 'secretRef', 'name'));
    }
    for (const variable of list(container, 'env')) {
      add('ConfigMap', text(variable, 'valueFrom', 'configMapKeyRef', 'name'));
      add('Secret', text(variable, 'valueFrom', 'secretKeyRef', 'name'));
    }
  }
  for (const volume of list(pod, 'volumes')) {
    add('ConfigMap', text(volume, 'configMap', 'name'));
    add('Secret', text(volume, 'secret', 'secretName'));
    add('PersistentVolumeClaim', text(volume, 'persistentVolumeClaim', 'claimName'));
  }
  return found;
}

function checkReferences({ named, comments }: Bundle, workload: Workload, say: Say): void {
  const annotations = entries(workload.template, 'metadata', 'annotations').map(([key]) => key);
  for (const { kind, name } of referencesOf(workload)) {
    const known = named(kind, name) !== undefined;
    // A Secret's content never lies in the bundle; a comment must tell the reader to make it.
    if (!known && !(kind === 'Secret' && comments.includes(name)))
      say(kind === 'PersistentVolumeClaim' ? 'K36' : 'K35', `${kind} ${name} does not exist`);
    const rolls = /-[a-z0-9]{10}$/.test(name) || annotations.some((key) => /checksum|hash/.test(key));
    if (kind === 'ConfigMap' && !rolls) say('K24', `a change of ConfigMap ${name} does not roll the pods`);
  }
}

/** K08, K10, K23, K24, K35, K36, K39, K40 and K41 (strings): every object's metadata, data and references. */
export function checkObjects(bundle: Bundle): readonly Finding[] {
  const findings: Finding[] = [];
  for (const object of bundle.objects) {
    const { findings: found, report } = collector('kubernetes-rules', object.file);
    const say: Say = (id, message) => report(id, object.line, `${kindOf(object)}/${nameOf(object)}: ${message}`);
    checkMetadata(object.data, say);
    checkConfig(kindOf(object), object.data, say);
    const workload = bundle.workloads.find((one) => one.object === object);
    if (workload !== undefined) checkReferences(bundle, workload, say);
    findings.push(...found);
  }
  const namespaces = new Set(bundle.objects.map(({ data }) => text(data, 'metadata', 'namespace')));
  if (namespaces.size > 1) {
    const message = `several namespaces: ${[...namespaces].join(', ')}`;
    findings.push({
      checker: 'kubernetes-rules',
      id: 'K39',
      file: bundle.objects[0]?.file ?? 'kubernetes',
      line: null,
      message,
    });
  }
  return findings;
}
