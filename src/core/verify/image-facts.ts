import { dig } from '../workspace/parsers.ts';
import { integerOf, listOf, textOf } from './yaml-documents.ts';

/** What `image inspect` says of an image. */
export interface LocalImage {
  /** `sha256:…`, the id in the store. */
  readonly id: string;
  /** The user as written in the image; the empty string for root. */
  readonly user: string;
  readonly sizeBytes: number | null;
  readonly layers: number;
  /** The signal that stops it. */
  readonly stopSignal: string;
  /** Its own health check as written in it: `["CMD", …]`; empty for none. */
  readonly healthTest: readonly string[];
}

/** What `inspect` says of a container. */
export interface ContainerState {
  readonly running: boolean;
  /** `null` while it runs. */
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
  /** What the engine says where it could not be started. */
  readonly error: string;
  readonly pid: number;
  /** Its address in its network; `null` where the engine has none. */
  readonly address: string | null;
  /** The port of this machine that leads to each of its ports. */
  readonly published: ReadonlyMap<number, number>;
}

function first(printed: string): unknown {
  try {
    const document: unknown = JSON.parse(printed);
    return Array.isArray(document) ? document[0] : document;
  } catch {
    return undefined;
  }
}

/** Reads what `docker image inspect` or `podman image inspect` printed; `undefined` when it is no image. */
export function readImage(printed: string): LocalImage | undefined {
  const image = first(printed);
  const id = textOf(dig(image, ['Id']));
  if (id === null) return undefined;
  return {
    id: id.startsWith('sha256:') ? id : `sha256:${id}`,
    user: textOf(dig(image, ['Config', 'User'])) ?? textOf(dig(image, ['User'])) ?? '',
    sizeBytes: integerOf(dig(image, ['Size'])),
    layers: listOf(dig(image, ['RootFS', 'Layers'])).length,
    stopSignal: textOf(dig(image, ['Config', 'StopSignal'])) || 'SIGTERM',
    healthTest: listOf(dig(image, ['Config', 'Healthcheck', 'Test']) ?? dig(image, ['Healthcheck', 'Test'])).flatMap(
      (word) => textOf(word) ?? [],
    ),
  };
}

function addressIn(networks: unknown): string | null {
  if (typeof networks !== 'object' || networks === null) return null;
  for (const network of Object.values(networks)) {
    const address = textOf(dig(network, ['IPAddress']));
    if (address !== null && address !== '') return address;
  }
  return null;
}

function publishedIn(ports: unknown): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  if (typeof ports !== 'object' || ports === null) return found;
  for (const [inside, bindings] of Object.entries(ports)) {
    const outside = Number(textOf(dig(bindings, [0, 'HostPort'])));
    if (outside > 0) found.set(Number.parseInt(inside, 10), outside);
  }
  return found;
}

/** Reads what `docker inspect` or `podman inspect` printed of one container; `undefined` when there is none. */
export function readContainer(printed: string): ContainerState | undefined {
  const container = first(printed);
  const state = dig(container, ['State']);
  if (state === undefined) return undefined;
  const running = dig(state, ['Running']) === true;
  return {
    running,
    exitCode: running ? null : integerOf(dig(state, ['ExitCode'])),
    oomKilled: dig(state, ['OOMKilled']) === true,
    error: textOf(dig(state, ['Error'])) ?? '',
    pid: integerOf(dig(state, ['Pid'])) ?? 0,
    address: addressIn(dig(container, ['NetworkSettings', 'Networks'])),
    published: publishedIn(dig(container, ['NetworkSettings', 'Ports'])),
  };
}

/**
 * The subnet that `network inspect` of Podman printed where names are not resolved; `null` for any other network. Docker
 * resolves names in every network that a person made.
 */
export function namelessSubnet(printed: string): string | null {
  const network = first(printed);
  return dig(network, ['dns_enabled']) === false ? textOf(dig(network, ['subnets', 0, 'subnet'])) : null;
}
