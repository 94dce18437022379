import { broken } from '../clean-set.ts';
import type { OutputFiles } from '../finding.ts';
import { checkKubernetesRules } from '../kubernetes-rules.ts';
import { checkYamlScalars } from '../kubernetes-yaml.ts';

/** Check id, text of the clean set's manifests, what it becomes. */
const CASES: readonly (readonly [id: string, from: string | RegExp, to: string])[] = [
  ['K00b', 'allowPrivilegeEscalation: false', 'privileged: true'],
  ['K00b', 'readOnlyRootFilesystem: true', 'procMount: Unmasked'],
  ['K00b', 'runAsNonRoot: true', 'sysctls: [{ name: kernel.msgmax, value: "1" }]'],
  ['K00b', 'httpGet: { path', 'httpGet: { host: example.com, path'],
  ['K01', 'runAsNonRoot: true', 'runAsNonRoot: false'],
  ['K02', 'runAsUser: 10001', 'runAsUser: 1000'],
  ['K02', 'runAsGroup: 10001', ''],
  ['K03', 'allowPrivilegeEscalation: false', ''],
  ['K04', 'drop: [ALL]', 'drop: [CHOWN]'],
  ['K04', 'drop: [ALL]', 'drop: [ALL], add: [SYS_ADMIN]'],
  ['K05', 'seccompProfile: { type: RuntimeDefault } # pod', ''],
  ['K05', 'seccompProfile: { type: RuntimeDefault }\n', '\n'],
  ['K06', 'readOnlyRootFilesystem: true', ''],
  ['K07', 'enableServiceLinks', 'hostNetwork: true\n      enableServiceLinks'],
  ['K07', 'emptyDir: { sizeLimit: 64Mi }', 'hostPath: { path: /x }'],
  ['K07', 'containerPort: 3000', 'containerPort: 3000, hostPort: 3000'],
  ['K08', '      automountServiceAccountToken: false\n', ''],
  ['K08', '\nautomountServiceAccountToken: false\n', '\n'],
  ['K09', 'serviceAccountName: shop-api', 'serviceAccountName: default'],
  ['K09', 'serviceAccountName: shop-api', 'serviceAccountName: other'],
  ['K10', '    app.kubernetes.io/part-of: shop\n', ''],
  ['K11', /(selector:\n +matchLabels: \{)/, '$1 app.kubernetes.io/version: "1.2.0",'],
  ['K11', /(selector:\n +matchLabels: \{ app.kubernetes.io\/name:) shop-api/, '$1 other'],
  ['K12', 'shop-api:1.2.0', 'shop-api:latest'],
  ['K12', 'shop-api:1.2.0', 'shop-api'],
  ['K13', 'cpu: 100m, ', ''],
  ['K14', 'memory: 256Mi', 'memory: 64Mi'],
  ['K14', 'memory: 256Mi, ', ''],
  ['K14', 'cpu: "1", ', ''],
  ['K15', ', ephemeral-storage: 256Mi', ''],
  ['K16', /\n +readinessProbe:.*/, ''],
  ['K17', /\n +livenessProbe:.*/, ''],
  ['K18', /\n +startupProbe:.*/, ''],
  ['K18', 'failureThreshold: 30', 'failureThreshold: 3'],
  ['K19', 'tcpSocket: { port: http }', 'httpGet: { path: /healthz, port: http }'],
  ['K20', 'tcpSocket: { port: http }', 'tcpSocket: { port: 3000 }'],
  ['K20', 'targetPort: http', 'targetPort: 3000'],
  ['K21', 'containerPort: 3000', 'containerPort: 80'],
  ['K22', /\n +lifecycle:.*/, ''],
  ['K22', 'seconds: 5', 'seconds: 35'],
  ['K23', 'envFrom:', 'env: [{ name: DB_PASSWORD, value: x }]\n          envFrom:'],
  ['K23', 'PORT: "3000"', 'API_TOKEN: abc'],
  ['K23', 'PORT: "3000"', 'DATABASE_URL: postgres://a:b@db/x'],
  ['K24', 'envFrom:', 'env: [{ name: MODE, value: x }]\n          envFrom:'],
  ['K24', 'annotations: { checksum/config: "0123abcd" }', ''],
  ['K25', /\n +terminationGracePeriodSeconds:.*/, ''],
  ['K26', 'topologyKey: topology.kubernetes.io/zone', 'topologyKey: other'],
  ['K26', 'whenUnsatisfiable: ScheduleAnyway', 'whenUnsatisfiable: DoNotSchedule'],
  ['K26', 'preferredDuring', 'someDuring'],
  ['K27', 'behavior:', 'other:'],
  ['K27', 'resource: { name: cpu', 'resource: { name: memory'],
  ['K28', 'revisionHistoryLimit', 'replicas: 2\n  revisionHistoryLimit'],
  ['K28', 'minReplicas: 3', 'minReplicas: 1'],
  ['K28', 'kind: HorizontalPodAutoscaler', 'kind: Other'],
  ['K29', 'kind: PodDisruptionBudget', 'kind: Other'],
  ['K29', 'maxUnavailable: 1', 'minAvailable: 3'],
  ['K29', /\n +unhealthyPodEvictionPolicy:.*/, ''],
  ['K30', 'maxUnavailable: 0', 'maxUnavailable: 1'],
  ['K31', /\n +revisionHistoryLimit:.*/, ''],
  ['K31', /\n +progressDeadlineSeconds:.*/, ''],
  ['K32', 'kind: NetworkPolicy', 'kind: Other'],
  ['K32', '[Ingress, Egress]', '[Ingress]'],
  ['K32', ', { port: 53, protocol: TCP }', ''],
  ['K32', ', except: [169.254.169.254/32]', ''],
  ['K33', 'type: ClusterIP', 'type: NodePort'],
  ['K33', 'targetPort: http', 'targetPort: other'],
  ['K33', /(type: ClusterIP\n +selector: \{ app.kubernetes.io\/name:) shop-api/, '$1 other'],
  ['K34', 'ingressClassName: nginx', ''],
  ['K34', /\n +tls:.*/, ''],
  ['K34', ', pathType: Prefix', ''],
  ['K34', 'port: { name: web }', 'port: { name: other }'],
  ['K35', 'configMapRef: { name: shop-api }', 'configMapRef: { name: other }'],
  ['K35', 'configMapRef: { name: shop-api }', 'secretRef: { name: other }'],
  ['K36', 'volumeMounts: [{ name: tmp', 'volumeMounts: [{ name: other'],
  ['K37', '{ sizeLimit: 64Mi }', '{}'],
  ['K37', 'mountPath: /tmp', 'mountPath: /data'],
  ['K38', 'enableServiceLinks: false', ''],
  ['K39', 'metadata:\n  name', 'metadata:\n  namespace: default\n  name'],
  ['K40', 'name: shop-api\n', 'name: Shop_API\n'],
  ['K41', 'PORT: "3000"', 'PORT: 3000'],
  ['K41', 'PORT: "3000"', 'DEBUG: off'],
  ['K41', 'PORT: "3000"', 'MODE: 0644'],
  ['K41', 'PORT: "3000"', 'MODE:'],
];

function check(files: OutputFiles): readonly string[] {
  return [...checkKubernetesRules(files, null), ...checkYamlScalars(files)].map(({ id }) => id);
}

describe('section K', () => {
  it.each(CASES)('%s: %s → %s', (id, from, to) => {
    expect(check(broken('kubernetes/app.yaml', from, to))).toContain(id);
  });

  it('K26 to K30 leave out the one pod of what may not run twice', () => {
    const single = broken(
      'kubernetes/app.yaml',
      /strategy:[\s\S]*?maxUnavailable: 0 \}/,
      'replicas: 1\n  strategy: { type: Recreate }',
    );
    const bare = new Map([
      ...single,
      ['kubernetes/app.yaml', (single.get('kubernetes/app.yaml') ?? '').replace(/kind: Horiz\w+/, 'kind: Other')],
    ]);
    expect(check(bare).filter((id) => ['K28', 'K30'].includes(id))).toEqual([]);
  });
});

describe('a StatefulSet', () => {
  /** The Deployment of the clean set as a StatefulSet with a claim of its own. */
  const files = new Map([
    ...broken(
      'kubernetes/app.yaml',
      /strategy:[\s\S]*?maxUnavailable: 0 \}/,
      'updateStrategy: { type: RollingUpdate }',
    ),
  ]);
  const text = (files.get('kubernetes/app.yaml') ?? '')
    .replace('kind: Deployment\n', 'kind: StatefulSet\n')
    .replace('  progressDeadlineSeconds: 300\n', '  serviceName: shop-api\n  replicas: 1\n')
    .replace('type: ClusterIP', 'type: ClusterIP\n  clusterIP: None')
    .replace('{ name: tmp, mountPath: /tmp }', '{ name: tmp, mountPath: /tmp }, { name: data, mountPath: /data }')
    .replace(
      'volumes: [{ name: tmp, emptyDir: { sizeLimit: 64Mi } }]\n',
      `volumes: [{ name: tmp, emptyDir: { sizeLimit: 64Mi } }]
  volumeClaimTemplates:
    - metadata: { name: data, labels: { app.kubernetes.io/name: shop-api } }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`,
    )
    .replace(/^apiVersion: autoscaling[\s\S]*?---\n/m, '');

  it('that is good passes', () => {
    expect(checkKubernetesRules(new Map([...files, ['kubernetes/app.yaml', text]]), null)).toEqual([]);
  });

  it.each([
    ['K11', 'labels: { app.kubernetes.io/name: shop-api } }', 'labels: { app.kubernetes.io/version: "1.2.0" } }'],
    ['K30', 'updateStrategy: { type: RollingUpdate }', 'updateStrategy: { type: OnDelete }'],
    ['K31', '  revisionHistoryLimit: 5\n', ''],
    ['K33', 'serviceName: shop-api', 'serviceName: other'],
    ['K33', 'clusterIP: None', 'clusterIP: 10.0.0.1'],
    ['K36', '{ name: data, labels', '{ name: other, labels'],
  ])('%s: %s → %s', (id, from, to) => {
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    expect(check(new Map([...files, ['kubernetes/app.yaml', changed]]))).toContain(id);
  });
});
