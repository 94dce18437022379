import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../src/core/build/engine.ts';
import { ensureBaseImages } from './support/base-images.ts';
import { logsOf, removeLeftovers, stopAndTime, withContainer } from './support/container.ts';
import { docker, testEngine } from './support/engine.ts';
import { waitForHttp } from './support/http.ts';

const SERVER = `
  const fs = require('fs');
  const tried = (path) => { try { fs.writeFileSync(path, 'x'); return 'written'; } catch (error) { return error.code; } };
  require('http').createServer((request, response) => {
    response.setHeader('x-user', process.getuid());
    response.end(JSON.stringify({ env: process.env.GREETING, root: tried('/x'), tmp: tried('/tmp/x') }));
  }).listen(4321, process.env.HOST || '0.0.0.0');
  if (process.env.DEAF) return;
  process.on('SIGTERM', () => process.exit(0));
`;

describe('the helpers of the end-to-end tests, on a real engine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'derrick-e2e-'));
  const image = `derrick-e2e-support-${process.pid}:latest`;
  const limits = { user: 12345, port: 4321, writable: ['/tmp'], env: { GREETING: 'a b' } };
  let engine: Engine | undefined;

  beforeAll(async () => {
    engine = await testEngine();
    if (engine === undefined) return;
    await removeLeftovers();
    writeFileSync(join(folder, 'server.js'), SERVER);
    const dockerfile = join(folder, 'Dockerfile');
    writeFileSync(dockerfile, 'FROM node:24-trixie-slim\nCOPY server.js /\nCMD ["node", "/server.js"]\n');
    expect(await ensureBaseImages([dockerfile])).toEqual({ ready: true });
    await docker(['build', '--tag', image, folder]);
  }, 300_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    if (engine !== undefined) await docker(['rmi', '--force', image], true);
  });

  it('restrict the container, reach it, stop it and remove it', async () => {
    if (engine === undefined) return;
    let id = '';
    await withContainer(image, { ...limits, name: 'support' }, async (container) => {
      id = container.id;
      const answer = await waitForHttp(container, '/any');
      expect(answer).toMatchObject({ status: 200 });
      expect(answer.headers.get('x-user')).toBe('12345');
      expect(JSON.parse(answer.body)).toEqual({ env: 'a b', root: 'EROFS', tmp: 'written' });
      expect(await stopAndTime(container)).toMatchObject({ exitCode: 0, killed: false });
      expect(await logsOf(container)).toBe('');
    });
    expect((await docker(['inspect', id], true)).code).not.toBe(0);
  }, 60_000);

  it('see that a process ignores SIGTERM', async () => {
    if (engine === undefined) return;
    const deaf = { ...limits, env: { DEAF: '1' }, name: 'deaf' };
    await withContainer(image, deaf, async (container) => {
      await waitForHttp(container);
      expect(await stopAndTime(container, 1000)).toMatchObject({ exitCode: 137, killed: true });
    });
  }, 60_000);

  it('see that a server listens on localhost only, and keep its log', async () => {
    if (engine === undefined) return;
    const local = { ...limits, env: { HOST: '127.0.0.1' }, name: 'support-localhost' };
    const work = withContainer(image, local, (container) => waitForHttp(container, '/', 2000));
    await expect(work).rejects.toThrow(/no answer at \/ within 2000 ms[\s\S]*log: .*\.e2e\/support-localhost\.log/);
  }, 60_000);

  it('do not wait for a container that has ended', async () => {
    if (engine === undefined) return;
    const ended = {
      ...limits,
      command: ['node', '-e', 'console.log("no luck"); process.exit(9)'],
      name: 'support-ended',
    };
    const work = withContainer(image, ended, (container) => waitForHttp(container));
    await expect(work).rejects.toThrow(/ended before it answered:\nno luck/);
  }, 60_000);

  it('name a base image that cannot be had', async () => {
    if (engine === undefined) return;
    const dockerfile = join(folder, 'Dockerfile.none');
    writeFileSync(dockerfile, 'FROM rabbitmq:4\n');
    const bases = await ensureBaseImages([dockerfile]);
    // Where there are no stand-ins, the engine pulls and nothing is to be said.
    if (!bases.ready) expect(bases.reason).toContain('rabbitmq');
  }, 60_000);
});
