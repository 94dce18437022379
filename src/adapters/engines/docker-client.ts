import type { Diagnostic } from '../../core/errors/diagnostic.ts';
import { ask, at, type Host, lastWords, parseJson, type Refusal, refuse, textAt } from './probe.ts';

/** A docker client whose daemon answered. */
export interface DockerClient {
  /** Absolute path. */
  readonly path: string;
  readonly clientVersion: string;
  readonly serverVersion: string;
  /** True when it is the one that a shell would run. */
  readonly first: boolean;
}

/** The clients on PATH that reach a daemon, in order; a refusal with the first client's reason when none does. */
export async function dockerClients(host: Host): Promise<readonly DockerClient[] | Refusal> {
  const paths = host.programs('docker');
  if (paths.length === 0) {
    return refuse(
      'DRK3001',
      'there is no docker on PATH',
      'Install Docker: `apt-get install docker.io docker-buildx` (Debian 13, Ubuntu), `apt-get install docker.io` ' +
        '(Debian 12), or docker-ce with docker-buildx-plugin from https://docs.docker.com/engine/install/.',
    );
  }
  const clients: DockerClient[] = [];
  const refusals: Refusal[] = [];
  for (const [index, path] of paths.entries()) {
    const answer = await dockerClient(host, path, index === 0);
    if ('refused' in answer) refusals.push(answer);
    else clients.push(answer);
  }
  const [refusal] = refusals;
  return clients.length === 0 && refusal !== undefined ? refusal : clients;
}

async function dockerClient(host: Host, path: string, first: boolean): Promise<DockerClient | Refusal> {
  const result = await ask(host, [path, 'version', '--format', '{{json .}}']);
  const answer = parseJson(result?.stdout ?? '');
  const clientVersion = textAt(answer, 'Client', 'Version') ?? 'unknown';
  const serverVersion = textAt(answer, 'Server', 'Version');
  if (serverVersion !== undefined && !isPodman(answer)) return { path, clientVersion, serverVersion, first };
  if (isPodman(answer) || result?.code === 0) {
    return refuse('DRK3004', `${path} is Podman in Docker's clothes`, 'Use --engine podman, or install Docker itself.');
  }
  const reason = lastWords(result);
  return refuse('DRK3004', `${path} reaches no Docker daemon: ${reason}`, daemonRemedy(reason));
}

/** Podman's `docker` prints a client of its own kind, its service a component called Podman Engine. */
function isPodman(answer: unknown): boolean {
  const components = at(answer, 'Server', 'Components');
  const names = Array.isArray(components) ? components.map((component) => textAt(component, 'Name') ?? '') : [];
  return names.some((name) => /podman/i.test(name));
}

function daemonRemedy(reason: string): string {
  if (/permission denied/i.test(reason)) {
    return 'Let your user reach the daemon: `sudo usermod -aG docker $USER` and log in anew, or use rootless Docker.';
  }
  return 'Start the daemon (`sudo systemctl start docker`, or Docker Desktop), or check DOCKER_HOST and `docker context ls`.';
}

/** The note that the first client on PATH was passed over. */
export function passedOver(host: Host, used: DockerClient, lack: string): readonly Diagnostic[] {
  if (used.first) return [];
  const [first] = host.programs('docker');
  const detail = `${first} (first on PATH) ${lack}; ${used.path} is used instead`;
  return [{ code: 'DRK3002', severity: 'info', detail, hint: BUILDX_REMEDY }];
}

/** How to come by buildx. */
export const BUILDX_REMEDY =
  "Install Docker's buildx plugin: `apt-get install docker-buildx-plugin` (Docker's own packages) or " +
  '`apt-get install docker-buildx` (Debian 13, Ubuntu); see https://docs.docker.com/go/buildx/.';
