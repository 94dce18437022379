import { createServer as createHttp } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { askHealth, reach } from '../../../src/adapters/verify/reach.ts';
import type { ContainerState } from '../../../src/core/verify/image-facts.ts';

const servers: Server[] = [];

/** The port of a server on loopback. */
async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function container(address: string | null, published: readonly (readonly [number, number])[]): ContainerState {
  return { running: true, exitCode: null, oomKilled: false, error: '', pid: 0, address, published: new Map(published) };
}

describe('reaching a port', () => {
  afterAll(() => {
    for (const server of servers) server.close();
  });

  it('asks the container itself first', async () => {
    const port = await listening(createServer());
    expect(await reach(container('127.0.0.1', []), port)).toEqual({
      reach: 'open',
      address: { host: '127.0.0.1', port },
    });
    expect(await reach(container('127.0.0.1', [[1, port]]), 1)).toMatchObject({ reach: 'closed' });
  });

  it('asks the published port where the container has no address, and sees through the proxy', async () => {
    const open = await listening(createServer());
    const dropping = await listening(createServer((socket) => socket.destroy()));
    expect(await reach(container(null, [[80, open]]), 80)).toMatchObject({ reach: 'open', address: { port: open } });
    expect(await reach(container(null, [[80, dropping]]), 80)).toMatchObject({ reach: 'closed' });
    expect(await reach(container(null, []), 80)).toEqual({ reach: 'unreachable', address: null });
  });

  it('asks a path as the kubelet does', async () => {
    const port = await listening(
      createHttp((request, response) => {
        response.statusCode =
          request.url === '/a%20b' && request.headers['user-agent']?.startsWith('kube-probe') ? 302 : 500;
        response.end();
      }),
    );
    const mute = await listening(createServer((socket) => socket.destroy()));
    expect(await askHealth({ host: '127.0.0.1', port }, '/a b')).toMatchObject({ status: 302 });
    expect(await askHealth({ host: '127.0.0.1', port }, '/a%20b')).toMatchObject({ status: 302 });
    expect(await askHealth({ host: '127.0.0.1', port }, '/\n\ud800é')).toMatchObject({ status: 500 });
    expect(await askHealth({ host: '127.0.0.1', port: mute }, '/')).toEqual({ error: expect.stringMatching(/./) });
  });
});
