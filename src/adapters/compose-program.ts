import { UserError } from '../core/errors/user-error.ts';
import type { Argv } from '../core/model/facts.ts';
import { ask, type Host, localHost } from './engines/probe.ts';

/** The Compose that answers: the argv that its own arguments follow. */
export interface ComposeProgram {
  readonly argv: Argv;
  readonly version: string;
}

/** In the order of preference: Docker's plugin, then the program on its own, then those of the other engines. */
const CANDIDATES: readonly (readonly [program: string, ...before: string[]])[] = [
  ['docker', 'compose'],
  ['docker-compose'],
  ['podman', 'compose'],
  ['nerdctl', 'compose'],
];

/**
 * Finds a Compose that answers.
 * @throws {UserError} DRK3001 (exit 5) with what to install when there is none.
 */
export async function findCompose(host: Host = localHost()): Promise<ComposeProgram> {
  for (const [name, ...before] of CANDIDATES) {
    for (const program of host.programs(name)) {
      const result = await ask(host, [program, ...before, 'version', '--short']);
      if (result?.code === 0) return { argv: [program, ...before], version: result.stdout.trim() };
    }
  }
  throw new UserError([
    {
      code: 'DRK3001',
      severity: 'error',
      detail: 'there is no Docker Compose: neither the plugin `docker compose` nor docker-compose answers',
      hint: 'Install it: `apt-get install docker-compose-plugin` (Docker’s own packages) or `apt-get install docker-compose`; see https://docs.docker.com/compose/install/.',
    },
  ]);
}
