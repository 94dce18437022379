/** A TCP socket that a process in the container listens on. */
export interface ListeningSocket {
  readonly port: number;
  /** `loopback`: nobody outside the container can reach it. */
  readonly scope: 'loopback' | 'all';
}

const LISTEN = '0A';
/** Docker's own resolver in networks that the user made: no server of the application. */
const DOCKER_RESOLVER = '0B00007F';

function isLoopback(address: string): boolean {
  if (address.length === 8) return address.endsWith('7F');
  if (address === '00000000000000000000000001000000') return true;
  return address.startsWith('0000000000000000FFFF0000') && address.endsWith('7F');
}

/**
 * Reads `/proc/net/tcp` and `/proc/net/tcp6` (one after the other in `text`): the listening sockets, each port once,
 * reachable from everywhere when one of its sockets is.
 * Source: https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html
 */
export function listeningSockets(text: string): readonly ListeningSocket[] {
  const found = new Map<number, ListeningSocket>();
  for (const line of text.split('\n')) {
    const match = /^\s*\d+:\s+([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})\s+[0-9A-F]+:[0-9A-F]{4}\s+([0-9A-F]{2})\s/i.exec(
      line,
    );
    const [, address = '', hex = '', state = ''] = match ?? [];
    if (state.toUpperCase() !== LISTEN || address.toUpperCase() === DOCKER_RESOLVER) continue;
    const port = Number.parseInt(hex, 16);
    const scope = isLoopback(address.toUpperCase()) ? 'loopback' : 'all';
    if (found.get(port)?.scope !== 'all') found.set(port, { port, scope });
  }
  return [...found.values()].sort((a, b) => a.port - b.port);
}
