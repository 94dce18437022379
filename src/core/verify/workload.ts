import type { RelPath } from '../model/paths.ts';
import { dig } from '../workspace/parsers.ts';
import { quantity } from './quantity.ts';
import { environmentOf, type WorkloadEnvironment } from './workload-env.ts';
import { integerOf, listOf, textOf, type YamlDocument } from './yaml-documents.ts';

/** The container of a Deployment, StatefulSet, DaemonSet, Job or CronJob: what is needed to run its image alike. */
export interface Workload {
  readonly file: RelPath;
  readonly kind: string;
  readonly name: string;
  /** The reference as written. */
  readonly image: string;
  /** `null` where the image's own user counts. */
  readonly user: number | null;
  readonly group: number | null;
  readonly readOnlyRoot: boolean;
  readonly ports: readonly number[];
  /** The paths of its HTTP probes, each once, that of readiness first. */
  readonly healthPaths: readonly string[];
  /** Seconds that its startup or readiness probe gives it; `null` without one. */
  readonly startSeconds: number | null;
  /** Seconds from SIGTERM to SIGKILL, without those that preStop takes. */
  readonly graceSeconds: number;
  readonly memoryBytes: number | null;
  readonly cpus: number | null;
  /** Absolute folders that are volumes it may write to. */
  readonly writable: readonly string[];
  readonly args: readonly string[];
  readonly command: readonly string[];
  readonly environment: WorkloadEnvironment;
}

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];

function podOf(value: unknown): unknown {
  if (textOf(dig(value, ['kind'])) === 'CronJob')
    return dig(value, ['spec', 'jobTemplate', 'spec', 'template', 'spec']);
  return dig(value, ['spec', 'template', 'spec']);
}

function strings(value: unknown): readonly string[] {
  return listOf(value).flatMap((word) => textOf(word) ?? []);
}

/** A folder is writable when its volume is neither projected from the API nor mounted read-only. */
function writableOf(pod: unknown, container: unknown): readonly string[] {
  const volumes = new Map(listOf(dig(pod, ['volumes'])).map((volume) => [dig(volume, ['name']), volume]));
  return listOf(dig(container, ['volumeMounts'])).flatMap((mount) => {
    const volume = volumes.get(dig(mount, ['name']));
    const isSource = ['configMap', 'secret', 'projected', 'downwardAPI'].some(
      (key) => dig(volume, [key]) !== undefined,
    );
    const path = textOf(dig(mount, ['mountPath']));
    return path === null || isSource || dig(mount, ['readOnly']) === true ? [] : [path.replace(/(.)\/+$/, '$1')];
  });
}

function startSecondsOf(container: unknown): number | null {
  for (const probe of ['startupProbe', 'readinessProbe']) {
    const found = dig(container, [probe]);
    if (found === undefined) continue;
    const period = integerOf(dig(found, ['periodSeconds'])) ?? 10;
    const failures = integerOf(dig(found, ['failureThreshold'])) ?? 3;
    return (integerOf(dig(found, ['initialDelaySeconds'])) ?? 0) + period * failures;
  }
  return null;
}

function healthPathsOf(container: unknown): readonly string[] {
  const probes = ['readinessProbe', 'startupProbe', 'livenessProbe'];
  return [...new Set(probes.flatMap((probe) => textOf(dig(container, [probe, 'httpGet', 'path'])) ?? []))];
}

function workloadOf({ file, value }: YamlDocument, documents: readonly YamlDocument[]): readonly Workload[] {
  const pod = podOf(value);
  return listOf(dig(pod, ['containers'])).flatMap((container) => {
    const image = textOf(dig(container, ['image']));
    if (image === null) return [];
    const context = (key: string) => dig(container, ['securityContext', key]) ?? dig(pod, ['securityContext', key]);
    const grace = integerOf(dig(pod, ['terminationGracePeriodSeconds'])) ?? 30;
    const sleep = integerOf(dig(container, ['lifecycle', 'preStop', 'sleep', 'seconds'])) ?? 0;
    return [
      {
        file,
        kind: textOf(dig(value, ['kind'])) ?? '',
        name: textOf(dig(value, ['metadata', 'name'])) ?? '',
        image,
        user: integerOf(context('runAsUser')),
        group: integerOf(context('runAsGroup')),
        readOnlyRoot: dig(container, ['securityContext', 'readOnlyRootFilesystem']) === true,
        ports: listOf(dig(container, ['ports'])).flatMap((port) => integerOf(dig(port, ['containerPort'])) ?? []),
        healthPaths: healthPathsOf(container),
        startSeconds: startSecondsOf(container),
        graceSeconds: Math.max(1, grace - sleep),
        memoryBytes: quantity(dig(container, ['resources', 'limits', 'memory'])),
        cpus: quantity(dig(container, ['resources', 'limits', 'cpu'])),
        writable: writableOf(pod, container),
        command: strings(dig(container, ['command'])),
        args: strings(dig(container, ['args'])),
        environment: environmentOf(container, documents),
      },
    ];
  });
}

/** The containers of every workload in the manifests. */
export function workloadsOf(documents: readonly YamlDocument[]): readonly Workload[] {
  return documents
    .filter(({ value }) => KINDS.includes(textOf(dig(value, ['kind'])) ?? ''))
    .flatMap((document) => workloadOf(document, documents));
}

/** An image reference without registry, path, tag and digest. */
export function imageName(reference: string): string {
  const repository = reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  return repository.slice(repository.lastIndexOf('/') + 1);
}
