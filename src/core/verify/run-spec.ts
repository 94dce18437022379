import type { Subject } from './subject.ts';

/** How a container is run: the restrictions of its pod, or of Pod Security "restricted" without manifests. */
export interface RunSpec {
  readonly image: string;
  /** `UID`, `UID:GID`; `null` for the image's own user. */
  readonly user: string | null;
  readonly readOnlyRoot: boolean;
  /** Absolute folders that are volumes. */
  readonly writable: readonly string[];
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly env: Readonly<Record<string, string>>;
  readonly port: number | null;
  /** In place of the image's ENTRYPOINT; empty for the image's own. */
  readonly command: readonly string[];
  /** In place of the image's CMD; empty for the image's own. */
  readonly args: readonly string[];
}

/** What a run may be used for where no manifest limits it. */
const DEFAULT_MEMORY = 512 * 2 ** 20;

/** The run that the manifests describe; `writable` are the folders that detection found, for a project without manifests. */
export function runSpec(
  subject: Subject,
  image: string,
  env: Readonly<Record<string, string>>,
  writable: readonly string[],
): RunSpec {
  const { workload, dockerfile } = subject;
  const user = workload?.user ?? null;
  return {
    image,
    user: user === null ? null : [user, ...(workload?.group === null ? [] : [workload?.group])].join(':'),
    readOnlyRoot: workload?.readOnlyRoot ?? true,
    writable: workload?.writable ?? [...new Set(['/tmp', ...writable.filter((path) => path.startsWith('/'))])],
    memoryBytes: workload?.memoryBytes ?? DEFAULT_MEMORY,
    cpus: workload?.cpus ?? 1,
    env,
    port: portOf(subject),
    command: workload?.command ?? [],
    args: workload?.args ?? [],
  };

  function portOf({ port }: Subject): number | null {
    if (workload !== null) return workload.ports[0] ?? null;
    return dockerfile.ports[0] ?? port;
  }
}

/** The path to ask for health; `null` where no file and no code names one. */
export function healthPathOf({ workload, dockerfile }: Subject, detected: string | null): string | null {
  return workload?.healthPaths[0] ?? dockerfile.healthPath ?? detected;
}
