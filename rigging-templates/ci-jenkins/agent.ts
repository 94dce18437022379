import type { ComponentChecks } from '../_shared/views/check-step.ts';
import type { Tools } from '../_shared/views/ci-data.ts';

/** One container of the pod that a build runs in. */
export interface PodContainer {
  readonly name: string;
  readonly image: string;
  /** True where a rootless builder needs its own seccomp and AppArmor profile. */
  readonly isBuilder: boolean;
  /** True for a backing service of the tests, which starts by itself. */
  readonly isService: boolean;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  /** What says that a service is ready, for a shell. */
  readonly health: string;
}

/** Where stages run: containers of one pod, or Docker containers on one agent. */
export interface Agent {
  readonly isPod: boolean;
  readonly containers: readonly PodContainer[];
  /** The pod's container for an image of a check; `null` without a pod. */
  containerOf(image: string): string | null;
}

const PLAIN = { isBuilder: false, isService: false, env: [], health: '' };

/** The agent of the pipeline: `docker` or `kubernetes`, as the option says; `tools` are the images of a pod. */
export function agentOf(kind: string, checks: readonly ComponentChecks[], tools: Tools): Agent {
  if (kind !== 'kubernetes') return { isPod: false, containers: [], containerOf: () => null };
  const steps = checks.flatMap(({ install, lint, test }) => [install, lint, test]);
  const images = [...new Set(steps.flatMap((step) => (step === null ? [] : [step.image])))];
  const nameOf = (image: string) => (images.length === 1 ? 'check' : `check-${images.indexOf(image) + 1}`);
  const tool = (name: string, image: string) => ({ ...PLAIN, name, image });
  const services = new Map(steps.flatMap((step) => step?.services ?? []).map((one) => [one.host, one]));
  const containers = [
    ...images.map((image) => tool(nameOf(image), image)),
    { ...tool('build', tools.build), isBuilder: true },
    tool('scan', tools.scan),
    tool('push', tools.push),
    tool('deploy', tools.deploy),
    ...[...services.values()].map(({ host, image, environment, health }) => ({
      ...tool(host, image),
      isService: true,
      env: Object.entries(environment).map(([name, value]) => ({ name, value })),
      health,
    })),
  ];
  return { isPod: true, containers, containerOf: nameOf };
}
