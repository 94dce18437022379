import { isDeepStrictEqual } from 'node:util';
import { collector, type Finding } from './finding.ts';
import { entries, get, list, number, text } from './json.ts';
import { type Bundle, quantity, type Workload } from './kubernetes-model.ts';

type Say = (id: string, message: string) => void;

/** Names whose value must come from a secret store. */
export const SENSITIVE = /(PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|CREDENTIALS?|_PASS$)/i;
/** A URL with a password in it. */
export const URL_PASSWORD = /:\/\/[^/\s:@]*:[^/\s@${]+@/;

function checkImage(container: unknown, say: Say): void {
  const image = text(container, 'image');
  const tag = /:([^/:@]+)(@|$)/.exec(image)?.[1] ?? '';
  const moving = tag === '' || !/\d|^[0-9a-f]{7,}$/.test(tag) || /^latest/.test(tag);
  if (!image.includes('@sha256:') && moving) say('K12', `image ${image} has no immutable tag`);
}

function checkResources(container: unknown, comments: string, say: Say): void {
  const request = (name: string) => quantity(get(container, 'resources', 'requests', name));
  const limit = (name: string) => quantity(get(container, 'resources', 'limits', name));
  for (const name of ['cpu', 'memory']) if (request(name) === null) say('K13', `no ${name} request`);
  const [asked, most] = [request('memory'), limit('memory')];
  if (most === null) say('K14', 'no memory limit');
  else if (asked !== null && most < asked) say('K14', 'the memory limit is below the request');
  if (limit('cpu') === null && !/\bcpu\b/i.test(comments)) say('K14', 'neither a CPU limit nor a comment why not');
  for (const [side, value] of [
    ['request', request('ephemeral-storage')],
    ['limit', limit('ephemeral-storage')],
  ] as const) {
    if (value === null) say('K15', `no ephemeral-storage ${side}`);
  }
}

function handlerOf(probe: unknown): unknown {
  return ['httpGet', 'tcpSocket', 'exec', 'grpc'].map((key) => get(probe, key)).find((value) => value !== undefined);
}

/** Seconds that any process may take to start; a JVM gets more in consistency.ts. */
const LEAST_START_BUDGET = 20;

/** The seconds after which a startupProbe gives up. */
export function startBudget(probe: unknown): number {
  return (number(probe, 'periodSeconds') ?? 10) * (number(probe, 'failureThreshold') ?? 3);
}

function checkProbes(container: unknown, say: Say): void {
  const [liveness, readiness, startup] = ['livenessProbe', 'readinessProbe', 'startupProbe'].map((key) =>
    get(container, key),
  );
  if (readiness === undefined) say('K16', 'no readinessProbe');
  if (liveness === undefined) say('K17', 'no livenessProbe');
  if (startup === undefined) say('K18', 'no startupProbe');
  else {
    const budget = startBudget(startup);
    if (budget < LEAST_START_BUDGET) say('K18', `the startupProbe gives up after ${budget} s`);
  }
  if (liveness !== undefined && isDeepStrictEqual(handlerOf(liveness), handlerOf(readiness)))
    say(
      'K19',
      `liveness and readiness ask the same${get(liveness, 'tcpSocket') === undefined ? '' : ': an open port'}`,
    );
  const names = new Set(list(container, 'ports').map((port) => text(port, 'name')));
  for (const probe of [liveness, readiness, startup]) {
    const port = get(handlerOf(probe), 'port');
    if (port !== undefined && !(typeof port === 'string' && names.has(port)))
      say('K20', `a probe asks port ${String(port)}, not a named one`);
  }
}

function checkPorts(container: unknown, say: Say): void {
  for (const port of list(container, 'ports')) {
    const value = number(port, 'containerPort');
    if (text(port, 'name') === '') say('K20', `port ${value} has no name`);
    if (value === null || value < 1024) say('K21', `containerPort ${value} is privileged`);
  }
}

function checkStop({ pod, kind }: Workload, container: unknown, say: Say): void {
  const grace = number(pod, 'terminationGracePeriodSeconds');
  if (grace === null) say('K25', 'no terminationGracePeriodSeconds');
  if (list(container, 'ports').length === 0 || kind === 'Pod') return;
  const pause = number(container, 'lifecycle', 'preStop', 'sleep', 'seconds');
  if (pause === null) say('K22', 'no preStop sleep');
  else if (grace !== null && grace < pause + 10)
    say('K22', `${grace} s of grace leave under 10 s after the preStop of ${pause} s`);
}

function checkEnv(container: unknown, say: Say): void {
  for (const variable of list(container, 'env')) {
    const [name, value] = [text(variable, 'name'), text(variable, 'value')];
    if (value === '') continue;
    if (SENSITIVE.test(name) || URL_PASSWORD.test(value)) say('K23', `${name} is a literal`);
    else if (!value.includes('$(')) say('K24', `${name} is set in the pod, not in a ConfigMap`);
  }
}

function checkVolumes({ object, pod, containers, initContainers }: Workload, say: Say): void {
  const claims = list(object.data, 'spec', 'volumeClaimTemplates').map((one) => get(one, 'metadata'));
  const volumes = new Map([...list(pod, 'volumes'), ...claims].map((volume) => [text(volume, 'name'), volume]));
  const mounts = [...containers, ...initContainers].flatMap((container) => list(container, 'volumeMounts'));
  for (const mount of mounts) {
    if (!volumes.has(text(mount, 'name'))) say('K36', `mount of ${text(mount, 'name')}, which is no volume`);
  }
  for (const [name, volume] of volumes) {
    if (!mounts.some((mount) => text(mount, 'name') === name)) say('K36', `volume ${name} is mounted nowhere`);
    const temporary = entries(volume).find(([key]) => key === 'emptyDir')?.[1];
    if (temporary !== undefined && quantity(get(temporary, 'sizeLimit')) === null)
      say('K37', `emptyDir ${name} has no sizeLimit`);
  }
  if (!mounts.some((mount) => text(mount, 'mountPath') === '/tmp')) say('K37', '/tmp is not writable');
}

/** K12 to K25, K36 and K37: what each pod's containers say. */
export function checkContainers({ workloads, comments }: Bundle): readonly Finding[] {
  const findings: Finding[] = [];
  for (const workload of workloads) {
    const { object, kind, name } = workload;
    const { findings: found, report } = collector('kubernetes-rules', object.file);
    const sayPod: Say = (id, message) => report(id, object.line, `${kind}/${name}: ${message}`);
    checkVolumes(workload, sayPod);
    for (const container of [...workload.initContainers, ...workload.containers]) {
      const say: Say = (id, message) => sayPod(id, `${text(container, 'name')}: ${message}`);
      checkImage(container, say);
      checkResources(container, comments, say);
      checkPorts(container, say);
      checkEnv(container, say);
      if (!workload.serves || !workload.containers.includes(container)) continue;
      if (list(container, 'ports').length > 0) checkProbes(container, say);
      checkStop(workload, container, say);
    }
    findings.push(...found);
  }
  return findings;
}
