import { collector, type Finding } from './finding.ts';
import { entries, get, list, number, text } from './json.ts';
import type { Bundle, Workload } from './kubernetes-model.ts';

const VOLUMES = new Set([
  'name',
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);
const SYSCTLS = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
]);

function checkContainer({ pod }: Workload, container: unknown, say: (id: string, message: string) => void): void {
  const context = get(container, 'securityContext');
  const either = (key: string) => get(context, key) ?? get(pod, 'securityContext', key);
  if (either('runAsNonRoot') !== true) say('K01', 'runAsNonRoot is not true');
  for (const key of ['runAsUser', 'runAsGroup']) {
    const value = either(key);
    if (typeof value !== 'number' || value < 10000) say('K02', `${key} is ${String(value ?? 'missing')}, not ≥ 10000`);
  }
  if (get(context, 'allowPrivilegeEscalation') !== false) say('K03', 'allowPrivilegeEscalation is not false');
  if (!list(context, 'capabilities', 'drop').includes('ALL')) say('K04', 'capabilities: not all are dropped');
  if (list(context, 'capabilities', 'add').some((one) => one !== 'NET_BIND_SERVICE'))
    say('K04', 'capabilities are added');
  for (const [where, holder] of [
    ['container', context],
    ['pod', get(pod, 'securityContext')],
  ] as const) {
    if (text(holder, 'seccompProfile', 'type') !== 'RuntimeDefault')
      say('K05', `seccompProfile of the ${where} is not RuntimeDefault`);
  }
  if (get(context, 'readOnlyRootFilesystem') !== true) say('K06', 'readOnlyRootFilesystem is not true');
  if (list(container, 'ports').some((port) => number(port, 'hostPort') !== null)) say('K07', 'hostPort');
  if (get(context, 'privileged') === true) say('K00b', 'privileged');
  if (!['', 'Default'].includes(text(context, 'procMount'))) say('K00b', 'procMount');
  if (!['', 'RuntimeDefault', 'Localhost'].includes(text(either('appArmorProfile'), 'type')))
    say('K00b', 'appArmorProfile');
  if (either('seLinuxOptions') !== undefined) say('K00b', 'seLinuxOptions');
  for (const handler of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    if (text(container, handler, 'httpGet', 'host') !== '') say('K00b', `${handler} names a host`);
  }
}

function checkPod({ pod }: Workload, say: (id: string, message: string) => void): void {
  for (const key of ['hostNetwork', 'hostPID', 'hostIPC']) if (get(pod, key) === true) say('K07', key);
  for (const volume of list(pod, 'volumes')) {
    const other = entries(volume).find(([key]) => !VOLUMES.has(key));
    if (other !== undefined) say('K07', `volume ${text(volume, 'name')} is of type ${other[0]}`);
  }
  for (const sysctl of list(pod, 'securityContext', 'sysctls')) {
    if (!SYSCTLS.has(text(sysctl, 'name'))) say('K00b', `sysctl ${text(sysctl, 'name')}`);
  }
  if (get(pod, 'securityContext', 'windowsOptions', 'hostProcess') === true) say('K00b', 'hostProcess');
}

/**
 * K01 to K07, and under K00b the rest of Pod Security "restricted", for every container including init containers.
 * Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function checkSecurity({ workloads }: Bundle): readonly Finding[] {
  const findings: Finding[] = [];
  for (const workload of workloads) {
    const { object, kind, name } = workload;
    const { findings: found, report } = collector('kubernetes-rules', object.file);
    checkPod(workload, (id, message) => report(id, object.line, `${kind}/${name}: ${message}`));
    for (const container of [...workload.initContainers, ...workload.containers]) {
      const prefix = `${kind}/${name} ${text(container, 'name')}`;
      checkContainer(workload, container, (id, message) => report(id, object.line, `${prefix}: ${message}`));
    }
    findings.push(...found);
  }
  return findings;
}
