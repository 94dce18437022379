import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImages } from '../../src/adapters/engines/build-images.ts';
import { chooseEngine, ENGINE_PROBES, type EngineChoice } from '../../src/adapters/engines/choose.ts';
import { type Host, localHost } from '../../src/adapters/engines/probe.ts';
import { runStep } from '../../src/adapters/exec.ts';
import { programsOnPath } from '../../src/adapters/programs.ts';
import { ENGINE_ORDER } from '../../src/core/build/engine.ts';
import type { BuildRequest } from '../../src/core/build/request.ts';
import { UserError } from '../../src/core/errors/user-error.ts';
import { relPath } from '../../src/core/model/paths.ts';
import { request } from '../core/build/sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'derrick-engines-'));
const tag = `derrick-test-${process.pid}`;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function problemsOf(work: Promise<unknown>) {
  try {
    await work;
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** A host on which only the programs in `path` exist. */
function hostWith(path: string): Host {
  return { ...localHost(), programs: (name) => programsOnPath(name, path) };
}

/** A folder with programs of these names, each a shell script. */
function scripts(name: string, bodies: Readonly<Record<string, string>>): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [program, body] of Object.entries(bodies)) {
    writeFileSync(join(path, program), `#!/bin/sh\n${body}\n`);
    chmodSync(join(path, program), 0o755);
  }
  return path;
}

const VERSION = `{"Client":{"Version":"28.2.2"},"Server":{"Version":"28.1.0","Components":[{"Name":"Engine"}]}}`;

describe('probes, against clients that answer in a known way', () => {
  it('asks in the documented order', () => {
    expect(ENGINE_PROBES.map((engine) => engine.kind)).toEqual([...ENGINE_ORDER]);
  });

  it('names everything that is missing, with what to install', async () => {
    const problems = await problemsOf(chooseEngine('auto', hostWith(join(folder, 'nothing'))));
    expect(problems.map((problem) => problem.code)).toEqual(['DRK3004', 'DRK3001', 'DRK3001', 'DRK3001', 'DRK3001']);
    const hints = problems.map((problem) => problem.hint).join('\n');
    for (const name of ['docker.io', 'docker-buildx', 'podman', 'buildah', 'nerdctl']) expect(hints).toContain(name);
  });

  it('refuses a docker without buildx that cannot drive BuildKit, and says so exactly', async () => {
    const path = scripts('no-buildx', {
      docker: `case "$1" in version) echo '${VERSION}';; buildx) echo "docker: unknown command: docker buildx" >&2; exit 1;;
        build) echo "ERROR: BuildKit is enabled but the buildx component is missing or broken." >&2; exit 1;; esac`,
    });
    const [problem, ...others] = await problemsOf(chooseEngine('docker', hostWith(path)));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'DRK3002', severity: 'error' });
    expect(problem.detail).toBe(
      `${path}/docker (28.2.2) cannot drive BuildKit: BuildKit is enabled but the buildx component is missing or broken.`,
    );
    expect(problem.hint).toMatch(/docker-buildx-plugin.*docker-buildx/s);
  });

  it('refuses a client that would fall back to the legacy builder', async () => {
    const path = scripts('legacy', {
      docker: `case "$1" in version) echo '${VERSION}';; buildx) exit 1;; build) echo "unknown flag: --output" >&2; exit 125;; esac`,
    });
    const [problem] = await problemsOf(chooseEngine('docker', hostWith(path)));
    expect(problem).toMatchObject({ code: 'DRK3002', detail: expect.stringContaining('unknown flag: --output') });
  });

  it('tells a daemon that is down from one that may not be asked', async () => {
    const down = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
    const denied = 'permission denied while trying to connect to the Docker daemon socket';
    for (const [name, words, remedy] of [
      ['down', down, 'systemctl start docker'],
      ['denied', denied, 'usermod -aG docker'],
    ] as const) {
      const path = scripts(name, {
        docker: `echo '{"Client":{"Version":"28.2.2"},"Server":null}'; echo "${words}" >&2; exit 1`,
      });
      const [problem, ...others] = await problemsOf(chooseEngine('docker', hostWith(path)));
      expect(others).toEqual([]);
      expect(problem).toMatchObject({ code: 'DRK3004', detail: `${path}/docker reaches no Docker daemon: ${words}` });
      expect(problem.hint).toContain(remedy);
    }
  });

  it("is not fooled by Podman's docker", async () => {
    const path = scripts('shim', { docker: `echo '{"Client":{"Version":"4.3.1"}}'` });
    const [problem] = await problemsOf(chooseEngine('docker', hostWith(path)));
    expect(problem.detail).toBe(`${path}/docker is Podman in Docker's clothes`);
  });

  it('passes over a first docker that cannot, for a second that can, and says so', async () => {
    const cannot = scripts('cannot', {
      docker: `case "$1" in version) echo '${VERSION}';; *) exit 1;; esac`,
    });
    const can = scripts('can', {
      docker: `case "$1$2" in version*) echo '${VERSION}';; buildxversion) echo github.com/docker/buildx 0.29.1;;
        buildxinspect) echo 'Driver: docker-container';; esac`,
    });
    const choice = await chooseEngine('auto', hostWith(`${cannot}:${can}`));
    expect(choice.engine).toMatchObject({ kind: 'docker-buildx', program: `${can}/docker`, version: '28.1.0' });
    expect(choice.engine.capabilities).toMatchObject({ manyPlatforms: 'pushed', sbom: true, pushOnly: true });
    expect(choice.notes).toMatchObject([{ severity: 'info', detail: expect.stringContaining(`${cannot}/docker`) }]);
  });

  it('knows that Docker with the containerd store can do more', async () => {
    const path = scripts('containerd', {
      docker: `case "$1$2" in version*) echo '${VERSION}';; buildxversion) echo github.com/docker/buildx 0.29.1;;
        buildxinspect) echo 'Driver: docker';; info*) echo '[["driver-type","io.containerd.snapshotter.v1"]]';; esac`,
    });
    const { engine } = await chooseEngine('docker', hostWith(path));
    expect(engine).toMatchObject({ program: 'docker', capabilities: { manyPlatforms: 'yes', pushOnly: false } });
  });

  it('a buildx builder that is not there', async () => {
    const path = scripts('no-builder', {
      docker: `case "$1$2" in version*) echo '${VERSION}';; buildxversion) echo github.com/docker/buildx 0.29.1;;
        buildxinspect) echo "ERROR: no builder \\"$3\\" found" >&2; exit 1;; esac`,
    });
    const [problem] = await problemsOf(chooseEngine('auto', { ...hostWith(path), builder: 'farm' }));
    expect(problem.detail).toContain('no engine');
    const problems = await problemsOf(chooseEngine('docker', { ...hostWith(path), builder: 'farm' }));
    expect(problems[0].detail).toBe('the buildx builder farm does not answer: no builder "farm" found');
  });

  it('goes on to Podman, and to Buildah and nerdctl by name', async () => {
    const path = scripts('others', {
      podman: `echo '{"version":{"Version":"4.3.1"}}'`,
      buildah: `case "$1" in version) echo '{"version":"1.39.3"}';; info) echo {};; esac`,
      nerdctl: `case "$1" in version) echo '{"Client":{"Version":"v2.0.1"},"Server":{}}';; build) cat >/dev/null;; esac`,
    });
    const choice = await chooseEngine('auto', hostWith(path));
    expect(choice.engine).toMatchObject({ kind: 'podman', version: '4.3.1', capabilities: { cacheTo: 'no' } });
    expect(choice.because).toContain('not Docker with buildx: there is no docker on PATH');
    const others = await Promise.all(
      (['buildah', 'nerdctl'] as const).map((name) => chooseEngine(name, hostWith(path))),
    );
    expect(others.map(({ engine }) => [engine.kind, engine.version, engine.capabilities.cacheTo])).toEqual([
      ['buildah', '1.39.3', 'registry'],
      ['nerdctl', '2.0.1', 'any'],
    ]);
  });

  it('a BuildKit elsewhere, by name and where nothing else answers, but only where BUILDKIT_HOST is set', async () => {
    const path = scripts('buildctl', {
      buildctl: `case "$1" in --version) echo 'buildctl github.com/moby/buildkit v0.31.1 3b4ec81';; debug) echo ID;; esac`,
    });
    const environment = { BUILDKIT_HOST: 'tcp://builder.invalid:1234' };
    const { engine } = await chooseEngine('auto', { ...hostWith(path), environment });
    expect(engine).toMatchObject({ kind: 'buildctl', version: '0.31.1', capabilities: { pushOnly: true } });
    const [unset] = await problemsOf(chooseEngine('buildctl', { ...hostWith(path), environment: {} }));
    expect(unset).toMatchObject({ code: 'DRK3004', detail: 'BUILDKIT_HOST is not set' });
    const down = scripts('buildctl-down', {
      buildctl: `case "$1" in debug) echo 'error: failed to list workers: connection refused' >&2; exit 1;; esac`,
    });
    const [refused] = await problemsOf(chooseEngine('buildctl', { ...hostWith(down), environment }));
    expect(refused.detail).toBe(
      'no BuildKit answers at tcp://builder.invalid:1234: failed to list workers: connection refused',
    );
  });

  it('nerdctl without BuildKit', async () => {
    const path = scripts('no-buildkit', {
      nerdctl: `case "$1" in version) echo '{"Client":{"Version":"v2.0.1"},"Server":{}}';; build) echo 'FATA: buildctl is not there' >&2; exit 1;; esac`,
    });
    const [problem] = await problemsOf(chooseEngine('nerdctl', hostWith(path)));
    expect(problem).toMatchObject({ code: 'DRK3002', hint: expect.stringContaining('buildkit') });
  });
});

describe('a real engine', () => {
  let choice: EngineChoice | undefined;
  const built: string[] = [];

  beforeAll(async () => {
    try {
      choice = await chooseEngine('auto');
    } catch (error) {
      if (process.env.DERRICK_REQUIRE_ENGINE === '1') throw error;
      console.warn(`NOT RUN: the tests against a real engine. ${String(error)}`);
    }
  });
  afterAll(async () => {
    if (choice === undefined || built.length === 0) return;
    await runStep({ argv: [choice.engine.program, 'rmi', '--force', ...built], cwd: folder });
  });

  function project(name: string, dockerfile: string): BuildRequest {
    const root = join(folder, name);
    mkdirSync(root);
    writeFileSync(join(root, 'Dockerfile'), dockerfile);
    writeFileSync(join(root, 'hello'), 'hello\n');
    built.push(`${tag}-${name}:latest`, `${tag}-${name}:3f2a1b0`);
    return request(
      {},
      {
        component: name,
        image: `${tag}-${name}`,
        root,
        dockerfile: relPath('Dockerfile'),
        dockerfileText: dockerfile,
      },
    );
  }

  function inspect(image: string): Record<string, unknown> {
    const program = choice?.engine.program ?? '';
    const [facts] = JSON.parse(execFileSync(program, ['image', 'inspect', image], { encoding: 'utf8' }));
    return facts;
  }

  it('builds with tags and labels, reports digest, size and time, and the same again', async () => {
    if (choice === undefined) return;
    const { engine } = choice;
    const asked = project('plain', 'FROM scratch\nARG VERSION\nENV V=$VERSION\nCOPY hello /hello\n');
    const lines: string[] = [];
    const metadataFile = join(folder, 'metadata.json');
    const run = { engine, terminal: false, onLine: (line: string) => void lines.push(line), metadataFile };
    const report = await buildImages([asked], run);
    const image = inspect(`${tag}-plain:3f2a1b0`);
    expect(report).toMatchObject({
      schemaVersion: 1,
      engine: { name: engine.name, version: engine.version },
      images: [
        {
          component: 'plain',
          tags: [`${tag}-plain:3f2a1b0`, `${tag}-plain:latest`],
          digest: image.Id,
          sizeBytes: image.Size,
          seconds: expect.any(Number),
        },
      ],
      diagnostics: [],
    });
    expect(image.Config).toMatchObject({
      Env: expect.arrayContaining(['V=3f2a1b0']),
      Labels: { 'org.opencontainers.image.source': 'https://git.example/shop' },
    });
    expect(lines.join('\n')).toMatch(/COPY hello/);
    expect(JSON.parse(readFileSync(metadataFile, 'utf8'))).toEqual({
      plain: { 'containerimage.digest': image.Id, 'image.name': `${tag}-plain:3f2a1b0,${tag}-plain:latest` },
    });
    expect((await buildImages([asked], run)).images[0]?.digest).toBe(image.Id);
  });

  it('ends a failing build with the last lines', async () => {
    if (choice === undefined) return;
    const asked = project('failing', 'FROM scratch\nCOPY no-such-file /x\n');
    const [problem] = await problemsOf(buildImages([asked], { engine: choice.engine, terminal: false }));
    expect(problem.code).toBe('DRK3003');
    expect(problem.detail).toMatch(/build for failing failed with exit code \d+:\n[\s\S]*no-such-file/);
  });

  it('says which secret is not there before it builds', async () => {
    if (choice === undefined) return;
    const base = project('secretless', 'FROM scratch\nCOPY hello /hello\n');
    const secrets = [
      { id: 'a', env: 'DERRICK_NOT_SET' },
      { id: 'b', src: 'no-such-file' },
    ];
    const asked = { ...base, options: { ...base.options, secrets } };
    const problems = await problemsOf(buildImages([asked], { engine: choice.engine, terminal: false }));
    expect(problems.map((problem) => [problem.code, problem.detail])).toEqual([
      ['DRK4001', '--secret id=a: the variable DERRICK_NOT_SET is not set'],
      ['DRK4001', '--secret id=b: no-such-file cannot be read'],
    ]);
  });

  it('plans all images before it builds the first', async () => {
    if (choice === undefined) return;
    const good = project('good', 'FROM scratch\nCOPY hello /hello\n');
    const bad = { ...good, component: 'bad', image: 'Not A Name' };
    const lines: string[] = [];
    const run = { engine: choice.engine, terminal: false, onLine: (line: string) => void lines.push(line) };
    expect(await problemsOf(buildImages([good, bad], run))).toHaveLength(2);
    expect(lines).toEqual([]);
  });

  it('stops when it is interrupted', async () => {
    if (choice === undefined) return;
    const asked = project('stopped', 'FROM scratch\nCOPY hello /hello\n');
    const controller = new AbortController();
    const work = buildImages([asked, asked, asked], {
      engine: choice.engine,
      terminal: false,
      signal: controller.signal,
      onLine: () => controller.abort(),
    });
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('a docker on PATH that cannot drive BuildKit is passed over for one that can', async () => {
    const real = choice?.engine.program;
    if (choice?.engine.name !== 'docker' || real === undefined) return;
    const first = scripts('first', { docker: `case "$1" in version) echo '${VERSION}';; *) exit 1;; esac` });
    const second = join(folder, 'second');
    mkdirSync(second);
    symlinkSync(real.startsWith('/') ? real : (programsOnPath('docker')[0] ?? ''), join(second, 'docker'));
    const found = await chooseEngine('docker', hostWith(`${first}:${second}`));
    expect(found.engine.program).toBe(join(second, 'docker'));
    expect(found.notes).toHaveLength(1);
  });
});
