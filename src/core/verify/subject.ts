import { insideRoot, join, type RelPath } from '../model/paths.ts';
import type { ComposeService } from './compose-facts.ts';
import type { DockerfileFacts } from './dockerfile-facts.ts';
import type { ProjectFacts } from './project-text.ts';
import { imageName, type Workload } from './workload.ts';

/** One component as its container files describe it. */
export interface Subject {
  /** The component's name. */
  readonly name: string;
  /** The name of its image without registry and tag. */
  readonly image: string;
  /** The port that detection found; `null` for a worker. */
  readonly port: number | null;
  readonly dockerfile: DockerfileFacts;
  /** The workload that runs the image with its own command; `null` without manifests. */
  readonly workload: Workload | null;
  readonly services: readonly ComposeService[];
}

/** The workload of an image: the one that changes neither command nor arguments, else the first. */
export function workloadFor(image: string, workloads: readonly Workload[], alone: boolean): Workload | null {
  const own = workloads.filter((workload) => imageName(workload.image) === image);
  const candidates = own.length === 0 && alone ? workloads : own;
  return candidates.find(({ args, command }) => args.length + command.length === 0) ?? candidates[0] ?? null;
}

/** The services of a Compose file that build this Dockerfile. */
export function servicesFor(dockerfile: RelPath, services: readonly ComposeService[]): readonly ComposeService[] {
  return services.filter((service) => {
    const folder = insideRoot(service.context);
    const path = folder === undefined ? undefined : insideRoot(`${folder}/${service.dockerfile}`);
    return path !== undefined && join(path) === dockerfile;
  });
}

/** Joins what the files say of one component; `alone`: the project has no other. */
export function subjectOf(
  known: Pick<Subject, 'name' | 'image' | 'port' | 'dockerfile'>,
  facts: ProjectFacts,
  alone: boolean,
): Subject {
  return {
    ...known,
    workload: workloadFor(known.image, facts.workloads, alone),
    services: servicesFor(known.dockerfile.path, facts.services),
  };
}
