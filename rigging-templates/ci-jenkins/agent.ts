import type { Checks } from '../_shared/views/checks.ts';

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

/** The tools of a pod, by what they do; each image has a shell. */
const TOOLS: readonly PodContainer[] = [
  { name: 'build', image: 'moby/buildkit:v0.23.2-rootless', isBuilder: true },
  { name: 'scan', image: 'aquasec/trivy:0.65.0', isBuilder: false },
  { name: 'push', image: 'quay.io/skopeo/stable:v1.20.0', isBuilder: false },
  { name: 'deploy', image: 'alpine/k8s:1.33.3', isBuilder: false },
];

/** The agent of the pipeline: `docker` or `kubernetes`, as the option says. */
export function agentOf(kind: string, { installs, lints, tests }: Checks): Agent {
  if (kind !== 'kubernetes') return { isPod: false, containers: [], containerOf: () => null };
  const images = [...new Set([...installs, ...lints, ...tests].map(({ image }) => image))];
  const nameOf = (image: string) => (images.length === 1 ? 'check' : `check-${images.indexOf(image) + 1}`);
  const checks = images.map((image) => ({ name: nameOf(image), image, isBuilder: false }));
  return { isPod: true, containers: [...checks, ...TOOLS], containerOf: nameOf };
}
