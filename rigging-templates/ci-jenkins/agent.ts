import type { ComponentChecks } from '../_shared/views/checks.ts';
import type { Tools } from '../_shared/views/ci-data.ts';

/** One container of the pod that a build runs in. */
export interface PodContainer {
  readonly name: string;
  readonly image: string;
  /** True where a rootless builder needs its own seccomp and AppArmor profile. */
  readonly isBuilder: boolean;
}

/** Where stages run: containers of one pod, or Docker containers on one agent. */
export interface Agent {
  readonly isPod: boolean;
  readonly containers: readonly PodContainer[];
  /** The pod's container for an image of a check; `null` without a pod. */
  containerOf(image: string): string | null;
}

/** The agent of the pipeline: `docker` or `kubernetes`, as the option says; `tools` are the images of a pod. */
export function agentOf(kind: string, checks: readonly ComponentChecks[], tools: Tools): Agent {
  if (kind !== 'kubernetes') return { isPod: false, containers: [], containerOf: () => null };
  const steps = checks.flatMap(({ install, lint, test }) => [install, lint, test]);
  const images = [...new Set(steps.flatMap((step) => (step === null ? [] : [step.image])))];
  const nameOf = (image: string) => (images.length === 1 ? 'check' : `check-${images.indexOf(image) + 1}`);
  const containers = [
    ...images.map((image) => ({ name: nameOf(image), image, isBuilder: false })),
    { name: 'build', image: tools.build, isBuilder: true },
    { name: 'scan', image: tools.scan, isBuilder: false },
    { name: 'push', image: tools.push, isBuilder: false },
    { name: 'deploy', image: tools.deploy, isBuilder: false },
  ];
  return { isPod: true, containers, containerOf: nameOf };
}
