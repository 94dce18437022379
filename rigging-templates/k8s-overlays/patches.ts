import type { JsonValue, Scalar } from '../../src/core/model/rigging.ts';
import type { ComponentChange, WorkloadChange } from '../k8s-basic/environments.ts';
import type { ComponentObjects } from '../k8s-basic/objects.ts';

/** One value that an overlay replaces, as RFC 6902 says it. */
export interface Operation {
  readonly [key: string]: JsonValue;
  readonly path: string;
  readonly value: Scalar;
}

/** What an overlay replaces in one object of the base. */
export interface Patch {
  readonly [key: string]: JsonValue;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly target: string;
  readonly operations: readonly Operation[];
}

const KINDS = {
  deployment: { group: 'apps', version: 'v1', kind: 'Deployment', pod: '/spec/template/spec' },
  statefulset: { group: 'apps', version: 'v1', kind: 'StatefulSet', pod: '/spec/template/spec' },
  job: { group: 'batch', version: 'v1', kind: 'Job', pod: '/spec/template/spec' },
  cronjob: { group: 'batch', version: 'v1', kind: 'CronJob', pod: '/spec/jobTemplate/spec/template/spec' },
} as const;

function operations(pairs: readonly (readonly [string, Scalar | null])[]): readonly Operation[] {
  return pairs.flatMap(([path, value]) => (value === null ? [] : [{ path, value }]));
}

function workloadPatches(change: WorkloadChange): readonly Patch[] {
  const { process, view } = change.workload;
  const { pod, ...kind } = KINDS[process.kind];
  const resources = `${pod}/containers/0/resources`;
  const target = String(view.name);
  return [
    {
      ...kind,
      target,
      operations: operations([
        ['/spec/replicas', change.replicas],
        [`${resources}/requests/cpu`, change.cpu],
        [`${resources}/limits/cpu`, change.cpuLimit],
      ]),
    },
    {
      group: 'autoscaling',
      version: 'v2',
      kind: 'HorizontalPodAutoscaler',
      target,
      operations: operations([
        ['/spec/minReplicas', change.minReplicas],
        ['/spec/maxReplicas', change.maxReplicas],
      ]),
    },
  ];
}

function hostPatch({ view }: ComponentObjects, host: string | null): Patch {
  const target = String(view.name);
  if (view.hasRoute === true) {
    const kind = { group: 'gateway.networking.k8s.io', version: 'v1', kind: 'HTTPRoute' };
    return { ...kind, target, operations: operations([['/spec/hostnames/0', host]]) };
  }
  const kind = { group: 'networking.k8s.io', version: 'v1', kind: 'Ingress' };
  return {
    ...kind,
    target,
    operations: operations([
      ['/spec/tls/0/hosts/0', host],
      ['/spec/rules/0/host', host],
    ]),
  };
}

/** The patches of one component; none where nothing differs. */
export function patchesOf(objects: ComponentObjects, change: ComponentChange): readonly Patch[] {
  const patches = [...change.workloads.flatMap(workloadPatches), hostPatch(objects, change.host)];
  return patches.filter((patch) => patch.operations.length > 0);
}
