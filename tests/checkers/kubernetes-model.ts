import { entries, get, list, text } from './json.ts';
import type { KubernetesObject } from './yaml-documents.ts';

/** A workload with the pod that it makes. */
export interface Workload {
  readonly object: KubernetesObject;
  readonly kind: string;
  readonly name: string;
  /** The pod template: `metadata` and `spec`. */
  readonly template: unknown;
  readonly pod: unknown;
  /** Containers that stay, without init containers. */
  readonly containers: readonly unknown[];
  readonly initContainers: readonly unknown[];
  /** True for what runs until it is stopped. */
  readonly serves: boolean;
}

/** All objects of one rendered bundle, with reads that rules share. */
export interface Bundle {
  readonly objects: readonly KubernetesObject[];
  readonly workloads: readonly Workload[];
  /** Comments of the source files, which rendering loses. */
  readonly comments: string;
  ofKind(kind: string): readonly KubernetesObject[];
  named(kind: string, name: string): KubernetesObject | undefined;
}

const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  Pod: [],
};

/** The name of an object. */
export function nameOf({ data }: KubernetesObject): string {
  return text(data, 'metadata', 'name');
}

/** The kind of an object. */
export function kindOf({ data }: KubernetesObject): string {
  return text(data, 'kind');
}

function workloadsOf(objects: readonly KubernetesObject[]): readonly Workload[] {
  const found: Workload[] = [];
  for (const object of objects) {
    const kind = kindOf(object);
    const path = TEMPLATES[kind];
    if (path === undefined) continue;
    const template = get(object.data, ...path);
    const pod = get(template, 'spec');
    const containers = list(pod, 'containers');
    const initContainers = list(pod, 'initContainers');
    const serves = kind !== 'Job' && kind !== 'CronJob';
    found.push({ object, kind, name: nameOf(object), template, pod, containers, initContainers, serves });
  }
  return found;
}

/** Indexes the objects of one bundle. */
export function bundleOf(objects: readonly KubernetesObject[], comments = ''): Bundle {
  const ofKind = (kind: string) => objects.filter((object) => kindOf(object) === kind);
  return {
    objects,
    workloads: workloadsOf(objects),
    comments,
    ofKind,
    named: (kind, name) => ofKind(kind).find((object) => nameOf(object) === name),
  };
}

/** The labels of a workload's pods. */
export function podLabels({ template }: Workload): unknown {
  return get(template, 'metadata', 'labels');
}

/** The labels by which a Deployment or the like finds its pods. */
export function selectorOf({ object }: Workload): unknown {
  return get(object.data, 'spec', 'selector', 'matchLabels');
}

/** True for the one pod of something that may not run twice: `Recreate` with one replica. */
export function isSingle({ object }: Workload): boolean {
  return text(object.data, 'spec', 'strategy', 'type') === 'Recreate' && get(object.data, 'spec', 'replicas') === 1;
}

/** True when the map is empty or missing. */
export function isEmpty(value: unknown): boolean {
  return entries(value).length === 0;
}

const UNITS: Readonly<Record<string, number>> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  m: 1e-3,
};

/** A quantity such as `256Mi` or `100m` as a number, `null` when it is none. */
export function quantity(value: unknown): number | null {
  const match = /^(\d+(?:\.\d+)?)([KMGT]i|[kMGTm])?$/.exec(String(value ?? ''));
  return match === null ? null : Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1);
}
