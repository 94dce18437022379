import type { Argv } from '../model/facts.ts';

/** When a service may start: another one runs, answers its check, or has ended well. */
export interface Dependency {
  readonly name: string;
  readonly condition: string;
}

/** A volume of the project, or a folder of this machine (`isBind`). */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly isBind: boolean;
}

/** One service of a compose file, as much of it as an engine can run by itself. */
export interface UpService {
  readonly name: string;
  readonly image: string;
  readonly isBuilt: boolean;
  /** `null` for the image's own. */
  readonly entrypoint: readonly string[] | null;
  readonly command: readonly string[] | null;
  readonly workdir: string | null;
  readonly user: string | null;
  readonly environment: Readonly<Record<string, string>>;
  /** As `--publish` takes them. */
  readonly ports: readonly string[];
  readonly mounts: readonly Mount[];
  /** As `--tmpfs` takes them. */
  readonly tmpfs: readonly string[];
  readonly dependsOn: readonly Dependency[];
  /** Ends with exit code 0 inside the container when it is well; `null` for the image's own check, empty for none. */
  readonly test: Argv | readonly [] | null;
  readonly restart: string;
  readonly readOnlyRoot: boolean;
  readonly init: boolean;
  readonly capAdd: readonly string[];
  readonly capDrop: readonly string[];
  readonly noNewPrivileges: boolean;
}

/** A project to run without Compose. */
export interface UpProject {
  readonly name: string;
  /** In an order in which each comes after those that it waits for. */
  readonly services: readonly UpService[];
  /** The named volumes, by the names of the file. */
  readonly volumes: readonly string[];
}

/**
 * The services in an order in which each comes after those that it depends on; those that wait for each other in a
 * circle are left out.
 */
export function inOrder(services: readonly UpService[]): readonly UpService[] {
  const done = new Set<string>();
  const ordered: UpService[] = [];
  let waiting = [...services];
  for (;;) {
    const next = waiting.filter(({ dependsOn }) => dependsOn.every(({ name }) => done.has(name)));
    if (next.length === 0) return ordered;
    ordered.push(...next);
    for (const { name } of next) done.add(name);
    waiting = waiting.filter((service) => !next.includes(service));
  }
}
