import { request } from 'node:http';
import { connect } from 'node:net';
import type { ContainerState } from '../../core/verify/image-facts.ts';
import type { HealthAnswer } from '../../core/verify/observation.ts';

/** An address at which a port of a container can be asked. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `closed`: somebody refused, or took the connection and dropped it; `unreachable`: no way leads there from here. */
export type Reach = 'open' | 'closed' | 'unreachable';

const CONNECT_MS = 1500;
/** A published port is taken by the engine's proxy, which drops the connection when the container refuses it. */
const PROXY_MS = 250;

function tryConnect({ host, port }: Address, hold: number): Promise<Reach> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (reach: Reach) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reach);
    };
    let timer = setTimeout(() => end('unreachable'), CONNECT_MS);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      end(error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET' ? 'closed' : 'unreachable');
    });
    socket.on('close', () => end('closed'));
    socket.on('connect', () => {
      clearTimeout(timer);
      if (hold === 0) return end('open');
      timer = setTimeout(() => end('open'), hold);
    });
    socket.resume();
  });
}

/** Where a port of a container is reached: on its own address, or where that cannot be (a virtual machine, rootless) published. */
export async function reach(
  state: ContainerState,
  port: number,
): Promise<{ readonly reach: Reach; readonly address: Address | null }> {
  if (state.address !== null) {
    const address = { host: state.address, port };
    const found = await tryConnect(address, 0);
    if (found !== 'unreachable') return { reach: found, address };
  }
  const published = state.published.get(port);
  if (published === undefined) return { reach: 'unreachable', address: null };
  const address = { host: '127.0.0.1', port: published };
  return { reach: await tryConnect(address, PROXY_MS), address };
}

/** Escapes what may not stand in a request line and leaves escapes that are there already. */
function asciiPath(path: string): string {
  return path.replace(/\p{Cs}/gu, '').replace(/[^!-~]/gu, encodeURIComponent);
}

/** Asks a path as the kubelet does: by GET, redirects not followed. */
export function askHealth(address: Address, path: string): Promise<HealthAnswer> {
  const started = performance.now();
  return new Promise((resolve) => {
    const asked = request(
      { ...address, path: asciiPath(path), headers: { 'user-agent': 'kube-probe/1.33' }, timeout: 5000, agent: false },
      (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, seconds: (performance.now() - started) / 1000 });
      },
    );
    asked.on('timeout', () => asked.destroy(new Error('no answer within 5 s')));
    asked.on('error', (error) => resolve({ error: error.message }));
    asked.end();
  });
}
