import { basename, type RelPath } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { serviceKind } from '../application/compose-images.ts';

/** Where a value stands in a document. */
export type Keys = readonly (string | number)[];

/** One workload of a manifest. */
export interface Workload {
  readonly file: RelPath;
  readonly doc: Doc;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | null;
  readonly containers: readonly Container[];
}

/** One container of a workload. */
export interface Container {
  /** The image without tag and digest. */
  readonly image: string;
  /** The kind of backing service that it is, if it is one. */
  readonly service: string | undefined;
  /** The container's place in the document. */
  readonly keys: Keys;
}

const POD: Readonly<Record<string, Keys>> = {
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** An image's name without tag and digest. */
function untagged(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}

function containersOf(doc: Doc, pod: Keys): readonly Container[] {
  const all = doc.get(...pod, 'containers');
  if (!Array.isArray(all)) return [];
  return all.flatMap((_, index) => {
    const keys = [...pod, 'containers', index];
    const image = doc.get(...keys, 'image');
    return typeof image === 'string' ? [{ image: untagged(image), service: serviceKind(image), keys }] : [];
  });
}

/** The workloads of one file; none for a file that is a template or no manifest. */
export function workloadsOf(scope: Scope, file: RelPath): readonly Workload[] {
  const text = scope.text(file)?.text ?? '';
  if (!/^kind:|"kind"/m.test(text) || text.includes('{{')) return [];
  const doc = scope.doc(file, 'manifests');
  const documents = doc?.get();
  if (doc === undefined || !Array.isArray(documents)) return [];
  return documents.flatMap((_, at): readonly Workload[] => {
    const [kind, name, namespace] = [['kind'], ['metadata', 'name'], ['metadata', 'namespace']].map((keys) =>
      doc.get(at, ...keys),
    );
    const pod = typeof kind === 'string' && Object.hasOwn(POD, kind) ? POD[kind] : undefined;
    if (typeof kind !== 'string' || pod === undefined || typeof name !== 'string') return [];
    const containers = containersOf(doc, [at, ...pod]);
    return [{ file, doc, kind, name, namespace: typeof namespace === 'string' ? namespace : null, containers }];
  });
}

/** The last part of an image's name. */
function plainName(image: string): string {
  return basename(image);
}

/** A container with the workload that it is of. */
export interface Placed {
  readonly workload: Workload;
  readonly container: Container;
}

/**
 * The containers that run a component: those named as its folder or, where all containers but backing services run one
 * image and the manifests are the component's own, all of them. The one that opens a port comes first.
 */
export function containersFor(workloads: readonly Workload[], name: string, isOwn: boolean): readonly Placed[] {
  const all = workloads.flatMap((workload) =>
    workload.containers.filter(({ service }) => service === undefined).map((container) => ({ workload, container })),
  );
  const named = all.filter(({ workload, container }) => workload.name === name || plainName(container.image) === name);
  const images = new Set(all.map(({ container }) => container.image));
  const found = named.length > 0 ? named : isOwn && images.size === 1 ? all : [];
  const opens = ({ workload, container }: Placed) => workload.doc.get(...container.keys, 'ports') !== undefined;
  return [...found].sort((a, b) => Number(opens(b)) - Number(opens(a)));
}
