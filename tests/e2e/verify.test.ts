import { spawn } from 'node:child_process';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programsOnPath } from '../../src/adapters/programs.ts';
import { copyOf, DERRICK, derrick, json, plainEnv } from '../cli/derrick.ts';
import { ensureBaseImages } from './support/base-images.ts';
import { docker, testEngine } from './support/engine.ts';
import { madeBy } from './support/left-over.ts';

interface Report {
  readonly passed: boolean;
  readonly components: readonly {
    readonly name: string;
    readonly image: string | null;
    readonly checks: readonly { readonly id: string; readonly ok: boolean; readonly detail: string }[];
    readonly sizeBytes: number | null;
    readonly startSeconds: number | null;
    readonly stopSeconds: number | null;
  }[];
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
}

const STATIC = [
  'files-parse',
  'copy-sources',
  'ports-agree',
  'users-agree',
  'health-paths-agree',
  'image-names-agree',
  'writable-paths-agree',
];
const MINUTES = 60_000;

const engine = await testEngine();

async function initialised(fixture: string): Promise<string> {
  const dir = copyOf(fixture);
  expect((await derrick(['init', '--yes', dir])).code).toBe(0);
  return dir;
}

/** Starts `verify` and ends it by a signal once its container is there; resolves with its pid and exit code. */
async function endedBy(
  signal: NodeJS.Signals,
  dir: string,
): Promise<{ readonly pid: number; readonly code: number | null }> {
  const child = spawn(process.execPath, [DERRICK, 'verify', dir], { env: plainEnv(), stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const pid = child.pid ?? 0;
  while ((await docker(['ps', '--quiet', '--filter', `label=derrick.verify=${pid}`])).stdout === '') {
    if (child.exitCode !== null) throw new Error('it ended before its container was there');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill(signal);
  return { pid, code: await ended };
}

describe('verify without an engine', () => {
  const env = { PATH: mkdtempSync(join(tmpdir(), 'derrick-no-engine-')) };

  it('checks the files, says that nothing was run, and passes', async () => {
    const dir = await initialised('apps/express-npm');
    const ended = await derrick(['verify', '--json', dir], { env });
    const { passed, components, diagnostics } = json(ended) as Report;
    expect({ code: ended.code, passed, image: components[0]?.image }).toEqual({ code: 0, passed: true, image: null });
    expect(components[0]?.checks.map(({ id, ok }) => [id, ok])).toEqual(STATIC.map((id) => [id, true]));
    expect(diagnostics.map(({ code }) => code)).toContain('DRK3005');
    expect(ended.stderr).toMatch(/DRK3005 {2}only the files were checked: .*no docker on PATH/);
  });

  it('names the daemon that is down', async () => {
    const bin = mkdtempSync(join(tmpdir(), 'derrick-docker-only-'));
    const [docker] = programsOnPath('docker');
    if (docker === undefined) return;
    symlinkSync(docker, join(bin, 'docker'));
    const down = { PATH: bin, DOCKER_HOST: `unix://${bin}/none.sock` };
    const ended = await derrick(['verify', copyOf('faults/health-500')], { env: down });
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/warning DRK3005 {2}only the files were checked: .*reaches no Docker daemon/);
  });

  it('ends with exit code 5 when an engine was asked for', async () => {
    const ended = await derrick(['verify', '--engine', 'docker', copyOf('faults/health-500')], { env });
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 5, stdout: '' });
    expect(ended.stderr).toMatch(/error DRK3001 {2}there is no docker on PATH\n {2}hint {2}Install Docker/);
  });
});

(engine === undefined ? describe.skip : describe)('verify on the Docker engine', () => {
  beforeAll(async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'derrick-bases-')), 'Dockerfile');
    const bases = [
      'node:22-trixie-slim',
      'node:24-trixie-slim',
      'nginxinc/nginx-unprivileged:1.30-trixie',
      'redis:8-trixie',
    ];
    writeFileSync(file, bases.map((base) => `FROM ${base}\n`).join(''));
    expect(await ensureBaseImages([file])).toEqual({ ready: true });
  }, 20 * MINUTES);

  it.each([
    ['vite-spa', ['port-reachable', 'health-path']],
    ['worker-bullmq', ['backing-services']],
  ])(
    'passes on %s',
    async (name, ids) => {
      const ended = await derrick(['verify', '--json', await initialised(`apps/${name}`)]);
      const { passed, components } = json(ended) as Report;
      const [component] = components;
      expect({ code: ended.code, passed, failures: component?.checks.filter(({ ok }) => !ok) }).toEqual({
        code: 0,
        passed: true,
        failures: [],
      });
      const made = component?.checks.map(({ id }) => id);
      expect(made).toEqual(
        expect.arrayContaining([
          ...STATIC,
          'image-built',
          'starts',
          'no-unexpected-writes',
          'stops-on-sigterm',
          ...ids,
        ]),
      );
      expect(component?.sizeBytes).toBeGreaterThan(1e6);
      expect(component?.stopSeconds).not.toBeNull();
    },
    20 * MINUTES,
  );

  it(
    'takes a given image and a given environment',
    async () => {
      const dir = copyOf('faults/variable-missing');
      const image = `derrick-verify-given-${process.pid}`;
      await docker(['build', '--quiet', '--tag', image, dir]);
      try {
        const ended = await derrick(['verify', '--json', '--image', image, '--env', 'HARBOUR_NAME=Low Quay', dir]);
        const { passed, components } = json(ended) as Report;
        expect({ code: ended.code, passed, image: components[0]?.image }).toEqual({ code: 0, passed: true, image });
        const hidden = await derrick(['verify', '--image', image, '--timeout', '3', '--env', 'HARBOUR_NAME=', dir]);
        expect(hidden.stdout).toMatch(/FAIL {2}starts .*exit code 1/);
        const file = join(dir, 'harbour.env');
        writeFileSync(file, '# of this test\nexport HARBOUR_NAME="High Quay"\n');
        const filed = await derrick(['verify', '--json', '--image', image, '--env-file', file, dir]);
        expect({ code: filed.code, passed: (json(filed) as Report).passed }).toEqual({ code: 0, passed: true });
        const absent = await derrick(['verify', '--image', 'derrick.invalid/none:1', '--env', 'HARBOUR_NAME=x', dir]);
        expect(absent.code).toBe(6);
        expect(absent.stdout).toContain('derrick.invalid/none:1 is not in the engine');
      } finally {
        await docker(['rmi', '--force', image], true);
      }
    },
    5 * MINUTES,
  );

  it(
    'removes everything after Ctrl-C',
    async () => {
      const { pid, code } = await endedBy('SIGINT', copyOf('faults/sigterm-ignored'));
      expect(code).toBe(130);
      expect(await madeBy(pid)).toEqual([]);
    },
    5 * MINUTES,
  );

  it(
    'removes with --clean what a killed run left',
    async () => {
      const { pid } = await endedBy('SIGKILL', copyOf('faults/sigterm-ignored'));
      expect(await madeBy(pid)).not.toEqual([]);
      const ended = await derrick(['verify', '--clean']);
      expect({ code: ended.code, stdout: ended.stdout }).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(String(pid)),
      });
      expect(await madeBy(pid)).toEqual([]);
    },
    5 * MINUTES,
  );
});
