import type { EngineName } from '../core/build/engine.ts';
import type { Argv } from '../core/model/facts.ts';
import { ask, type Host, localHost } from './engines/probe.ts';

/** The Compose that answers: the argv that its own arguments follow. */
export interface ComposeProgram {
  readonly argv: Argv;
  readonly version: string;
}

type Candidate = readonly [program: string, ...before: string[]];

/** The Compose of each engine, in the order of preference: one that talks to another engine would not find the images. */
const CANDIDATES: Readonly<Record<EngineName, readonly Candidate[]>> = {
  docker: [['docker', 'compose'], ['docker-compose']],
  podman: [['podman', 'compose']],
  buildah: [['podman', 'compose']],
  nerdctl: [['nerdctl', 'compose']],
  buildctl: [],
};

/** Finds the Compose of an engine; `undefined` when none answers. */
export async function findCompose(engine: EngineName, host: Host = localHost()): Promise<ComposeProgram | undefined> {
  for (const [name, ...before] of CANDIDATES[engine]) {
    for (const program of host.programs(name)) {
      const result = await ask(host, [program, ...before, 'version', '--short']);
      if (result?.code === 0) return { argv: [program, ...before], version: result.stdout.trim() };
    }
  }
  return undefined;
}
