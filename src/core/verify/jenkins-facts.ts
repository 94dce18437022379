import type { RelPath } from '../model/paths.ts';

/** What a Jenkinsfile says of one image or workload. */
export interface PipelineName {
  readonly file: RelPath;
  readonly line: number;
  /** The image reference or the workload's name. */
  readonly value: string;
}

/** The names in a Jenkinsfile that other files must know too. */
export interface PipelineFacts {
  readonly images: readonly PipelineName[];
  readonly workloads: readonly PipelineName[];
  /** The Dockerfiles that it builds. */
  readonly dockerfiles: readonly PipelineName[];
}

const ASSIGNMENT = /^\s*(?:env\.)?(\w+)\s*=\s*(['"])([^'"$\n]+)\2\s*$/;

/** Variables that by their name hold the project's own images; `NODE_IMAGE` would be a tool's. */
const IMAGE_NAMES = new Set(['IMAGE', 'IMAGES', 'PUSHED', 'IMAGE_NAME', 'APP_IMAGE', 'DOCKER_IMAGE']);

/** Reads the literal assignments of a Jenkinsfile and the workloads that it waits for; comments are passed over. */
export function pipelineFacts(file: RelPath, text: string): PipelineFacts {
  const images: PipelineName[] = [];
  const workloads: PipelineName[] = [];
  const dockerfiles: PipelineName[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(?:\/\/|\*|\/\*)/.test(line)) continue;
    const place = { file, line: index + 1 };
    const [, name = '', , value = ''] = ASSIGNMENT.exec(line) ?? [];
    if (IMAGE_NAMES.has(name)) {
      for (const image of value.split(/\s+/)) images.push({ ...place, value: image });
    }
    if (name === 'DOCKERFILE') dockerfiles.push({ ...place, value });
    for (const [, workload = ''] of line.matchAll(/\b(?:deployment|statefulset|deploy)\/([a-z0-9][a-z0-9.-]*)/g)) {
      workloads.push({ ...place, value: workload });
    }
  }
  return { images, workloads, dockerfiles };
}
