import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImages } from '../../src/adapters/engines/build-images.ts';
import { chooseEngine } from '../../src/adapters/engines/choose.ts';
import { runStep } from '../../src/adapters/exec.ts';
import { programsOnPath } from '../../src/adapters/programs.ts';
import type { Engine } from '../../src/core/build/engine.ts';
import type { BuildOptions } from '../../src/core/build/request.ts';
import { UserError } from '../../src/core/errors/user-error.ts';
import { relPath } from '../../src/core/model/paths.ts';
import { request } from '../core/build/sample.ts';
import '../e2e/support/engine.ts';
import { freePort } from '../e2e/support/ports.ts';

const folder = mkdtempSync(join(tmpdir(), 'derrick-push-'));
const name = `derrick-test-push-${process.pid}`;
/** A program without libraries, so that an image of nothing else runs: Debian's is linked statically. */
const PROGRAM = '/sbin/ldconfig';
const DOCKERFILE = 'FROM scratch\nCOPY hello /hello\nCMD ["/hello", "--version"]\n';
const ACCEPTED = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
].join(', ');

function asked(options: Partial<BuildOptions>) {
  const files = { root: join(folder, 'app'), dockerfile: relPath('Dockerfile'), dockerfileText: DOCKERFILE };
  return request(options, { component: 'web', image: name, ...files });
}

async function engineNamed(wish: 'docker' | 'podman' | 'buildah' | 'nerdctl'): Promise<Engine | undefined> {
  try {
    return (await chooseEngine(wish)).engine;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (wish !== 'nerdctl' && process.env.DERRICK_REQUIRE_ENGINE === '1') throw error;
    console.warn(`NOT RUN: the tests with ${wish}: ${error.problems.map((problem) => problem.detail).join('; ')}`);
    return undefined;
  }
}

beforeAll(() => {
  mkdirSync(join(folder, 'app'));
  writeFileSync(join(folder, 'app', 'Dockerfile'), DOCKERFILE);
  copyFileSync(PROGRAM, join(folder, 'app', 'hello'));
  chmodSync(join(folder, 'app', 'hello'), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(['docker', 'podman', 'buildah', 'nerdctl'] as const)('%s, where it is installed', (wish) => {
  let engine: Engine | undefined;
  beforeAll(async () => {
    engine = await engineNamed(wish);
  });
  afterAll(async () => {
    if (engine === undefined) return;
    const tags = [`${name}:3f2a1b0`, `${name}:latest`];
    await runStep({ argv: [engine.program, 'rmi', '--force', ...tags], cwd: folder });
  });

  it('builds the same image from the same commit, and knows its id and size', async () => {
    if (engine === undefined) return;
    const run = { engine, terminal: false };
    const [first] = (await buildImages([asked({})], run)).images;
    expect(first?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(first?.sizeBytes).toBeGreaterThan(0);
    const [second] = (await buildImages([asked({})], run)).images;
    expect(second?.digest).toBe(first?.digest);
  }, 60_000);
});

describe('a real registry', () => {
  let registry: ChildProcess | undefined;
  let address = '';

  beforeAll(async () => {
    const [program] = programsOnPath('docker-registry');
    if (program === undefined) {
      console.warn('NOT RUN: the tests with a registry: install docker-registry (Debian).');
      return;
    }
    address = `127.0.0.1:${await freePort()}`;
    const config = join(folder, 'registry.yml');
    const storage = `storage: { filesystem: { rootdirectory: ${join(folder, 'registry')} } }`;
    // Docker takes a registry on loopback for one without certificates; the others want it said.
    const registries = join(folder, 'registries.conf');
    writeFileSync(registries, `[[registry]]\nlocation = "${address}"\ninsecure = true\n`);
    process.env.CONTAINERS_REGISTRIES_CONF = registries;
    writeFileSync(config, `version: 0.1\n${storage}\nhttp: { addr: ${address} }\n`);
    registry = spawn(program, ['serve', config], { stdio: 'ignore' });
    for (let attempt = 0; attempt < 100; attempt += 1) {
      if ((await fetch(`http://${address}/v2/`).catch(() => undefined))?.ok === true) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the registry does not answer');
  }, 30_000);
  afterAll(() => {
    registry?.kill();
  });

  it.each(['docker', 'podman', 'buildah'] as const)(
    "takes a push of %s, whose digest is the registry's own, and gives the image back by it",
    async (wish) => {
      const engine = await engineNamed(wish);
      if (engine === undefined || registry === undefined) return;
      const tags = [`${address}/team/${wish}:1`, `${address}/team/${wish}`];
      const metadataFile = join(folder, 'metadata.json');
      const run = { engine, terminal: false, metadataFile };
      const [image] = (await buildImages([asked({ tags, push: true })], run)).images;
      for (const tag of ['1', 'latest']) {
        const url = `http://${address}/v2/team/${wish}/manifests/${tag}`;
        const manifest = await fetch(url, { method: 'HEAD', headers: { accept: ACCEPTED } });
        expect(manifest.headers.get('docker-content-digest')).toBe(image?.digest);
      }
      expect(JSON.parse(readFileSync(metadataFile, 'utf8')).web['containerimage.digest']).toBe(image?.digest);
      const byDigest = `${address}/team/${wish}@${image?.digest}`;
      await runStep({ argv: [engine.program, 'rmi', '--force', ...(image?.tags ?? [])], cwd: folder });
      // Buildah runs nothing; Podman has the same store.
      const runner = wish === 'buildah' ? 'podman' : engine.program;
      expect((await runStep({ argv: [runner, 'pull', byDigest], cwd: folder })).code).toBe(0);
      const ran = await runStep({ argv: [runner, 'run', '--rm', '--network', 'none', byDigest], cwd: folder });
      expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^ldconfig/) });
      await runStep({ argv: [runner, 'rmi', '--force', byDigest], cwd: folder });
    },
    120_000,
  );

  it('a push that is refused fails with the reason', async () => {
    const engine = await engineNamed('docker');
    if (engine === undefined) return;
    const closed = `127.0.0.1:${await freePort()}/team/web:1`;
    const work = buildImages([asked({ tags: [closed], push: true })], { engine, terminal: false });
    await expect(work).rejects.toMatchObject({
      problems: [{ code: 'DRK3003', detail: expect.stringMatching(/refused/) }],
    });
    await runStep({ argv: [engine.program, 'rmi', '--force', closed], cwd: folder });
  }, 60_000);
});

it('a push that reports no digest has failed, whatever its exit code', async () => {
  const engine: Engine = {
    kind: 'buildah',
    name: 'buildah',
    version: '1.28.2',
    program: process.execPath,
    builder: null,
    capabilities: {
      manyPlatforms: 'yes',
      cacheTo: 'no',
      cacheFrom: 'no',
      sbom: false,
      provenance: false,
      pushOnly: false,
    },
  };
  const ended = { code: 0, signal: null, stdout: '', stderr: '', tail: ['Error: no'], timedOut: false, aborted: false };
  const run = async () => ({ ...ended, milliseconds: 1 });
  const work = buildImages([asked({ tags: ['r.example/a:1'], push: true })], { engine, terminal: false, run });
  await expect(work).rejects.toMatchObject({
    problems: [
      { code: 'DRK3003', detail: expect.stringContaining('push for web failed: it reports no digest:\n  Error: no') },
    ],
  });
});
