import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type ExecResult, runStep } from '../../src/adapters/exec.ts';
import { DERRICK, plainEnv } from '../cli/derrick.ts';
import { FIXTURES } from '../support/fixture.ts';
import { ensureImages, handOver } from './support/base-images.ts';
import { type Client, docker, podman, REPOSITORY, secondEngine, testEngine } from './support/engine.ts';
import { freePort, portOf } from './support/ports.ts';

const MINUTES = 60_000;
const TOOLS = join(REPOSITORY, '.tools/bin');
const IMAGES = ['node:24-trixie-slim', 'node:26-trixie-slim', 'postgres:17-trixie', 'redis:8-trixie'];

const [first, second] = [await testEngine(), await secondEngine()];
const hasCompose = existsSync(join(TOOLS, 'docker-compose'));
if (first !== undefined && !hasCompose)
  console.warn('NOT RUN: derrick up with Compose; it needs .tools/bin/docker-compose');

/** A way to run a project: how derrick is called, and the client that sees what it made. */
interface Way {
  readonly name: string;
  readonly flags: readonly string[];
  readonly path: string;
  readonly client: Client;
  readonly canRun: boolean;
}

const PLAIN = `/usr/bin:${process.env.PATH ?? ''}`;
const WAYS: readonly Way[] = [
  { name: 'Compose', flags: [], path: `${PLAIN}:${TOOLS}`, client: docker, canRun: first !== undefined && hasCompose },
  { name: 'Docker alone', flags: [], path: PLAIN, client: docker, canRun: first !== undefined },
  { name: 'Podman alone', flags: ['--engine', 'podman'], path: PLAIN, client: podman, canRun: second !== undefined },
];

/** By the derrick.yaml of up-two. */
const PROJECT = 'fairground';

/** Without the plugins of the user who runs the tests. */
const NO_PLUGINS = join(REPOSITORY, '.e2e', 'no-plugins');

interface Listed {
  readonly services: readonly { readonly service: string; readonly url: string }[];
}

function project(fixture: string, way: string): string {
  const dir = join(REPOSITORY, '.e2e', 'up', `${fixture}-${way.toLowerCase().replaceAll(' ', '-')}`);
  rmSync(dir, { recursive: true, force: true });
  cpSync(join(FIXTURES, 'apps', fixture, 'app'), dir, { recursive: true });
  return dir;
}

function derrick(way: Way, env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<ExecResult> {
  mkdirSync(NO_PLUGINS, { recursive: true });
  // Podman takes it amiss when the file is not there.
  writeFileSync(join(NO_PLUGINS, 'config.json'), '{}');
  const argv = [process.execPath, DERRICK, args[0] ?? '', ...way.flags, ...args.slice(1)] as const;
  const all = { CI: 'true', PATH: way.path, DOCKER_CONFIG: NO_PLUGINS, ...env };
  return runStep({ argv, cwd: REPOSITORY, env: all, timeoutMs: 10 * MINUTES });
}

async function up(way: Way, env: Readonly<Record<string, string>>, dir: string): Promise<Listed> {
  const { code, stdout, stderr } = await derrick(way, env, 'up', '--json', dir);
  if (code !== 0) throw new Error(`derrick up ended with ${code}:\n${stderr.slice(-3000)}`);
  return JSON.parse(stdout) as Listed;
}

async function text(url: string | undefined): Promise<string> {
  return (await fetch(url ?? '')).text();
}

/** What the engine has whose name begins with the project's. */
async function traces({ client }: Way, name: string): Promise<readonly string[]> {
  const lists = await Promise.all([
    client(['ps', '--all', '--format', '{{.Names}}']),
    client(['network', 'ls', '--format', '{{.Name}}']),
    client(['volume', 'ls', '--format', '{{.Name}}']),
  ]);
  return lists
    .flatMap(({ stdout }) => stdout.split('\n'))
    .filter((line) => line.startsWith(name))
    .sort();
}

beforeAll(async () => {
  if (first !== undefined) expect(await ensureImages(IMAGES)).toEqual({ ready: true });
  if (first !== undefined && second !== undefined) await handOver(IMAGES);
}, 20 * MINUTES);

for (const way of WAYS) {
  (way.canRun ? describe : describe.skip)(`derrick up and down with ${way.name}`, () => {
    it(
      'two components, their database and their cache find each other, and the data outlives them',
      async () => {
        const dir = project('up-two', way.name);
        const [tally, turnstile] = [await freePort(), await freePort()];
        const env = { TALLY_PORT: String(tally), TURNSTILE_PORT: String(turnstile) };
        const foreign = `${PROJECT}_not-ours`;
        await way.client(['volume', 'create', foreign]);
        try {
          const { services } = await up(way, env, dir);
          expect(services).toMatchObject([
            { service: 'tally', url: `http://127.0.0.1:${tally}` },
            { service: 'turnstile', url: `http://127.0.0.1:${turnstile}` },
          ]);
          const gate = services[1]?.url;
          expect(await text(gate)).toBe('The gate turned 1 times, 1 of them written down');
          const dotenv = readFileSync(join(dir, '.env'), 'utf8');
          const [, password = ''] = /^POSTGRES_PASSWORD=([0-9a-f]{36})$/m.exec(dotenv) ?? [];
          expect(password).not.toBe('');
          expect(statSync(join(dir, '.env')).mode & 0o777).toBe(0o600);
          expect(readFileSync(join(dir, '.gitignore'), 'utf8')).toMatch(/^\.env$/m);
          expect(readFileSync(join(dir, 'compose.yaml'), 'utf8')).not.toContain(password);
          const down = await derrick(way, env, 'down', dir);
          expect({ code: down.code, stderr: down.code === 0 ? '' : down.stderr }).toEqual({ code: 0, stderr: '' });
          expect(await traces(way, PROJECT)).toEqual([foreign, `${PROJECT}_postgres-data`, `${PROJECT}_redis-data`]);
          const again = await up(way, env, dir);
          expect(await text(again.services[1]?.url)).toBe('The gate turned 2 times, 2 of them written down');
          expect(readFileSync(join(dir, '.env'), 'utf8')).toBe(dotenv);
        } finally {
          const down = await derrick(way, env, 'down', '--volumes', dir);
          expect(down.code).toBe(0);
          expect(await traces(way, PROJECT)).toEqual([foreign]);
          await way.client(['volume', 'rm', foreign], true);
        }
      },
      15 * MINUTES,
    );

    it(
      'a port that is taken is named, and nothing stays behind',
      async () => {
        const dir = project('up-two', `${way.name} taken`);
        const taken = createServer();
        await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
        const port = portOf(taken);
        try {
          const env = { TALLY_PORT: String(await freePort()), TURNSTILE_PORT: String(port) };
          const { code, stderr } = await derrick(way, env, 'up', dir);
          expect({ code, stderr: stderr.slice(-3000) }).toEqual({
            code: 6,
            stderr: expect.stringContaining(`port ${port} of this machine is taken`),
          });
          expect(stderr).toMatch(/hint {2}Stop what listens there/);
          const left = (await traces(way, PROJECT)).filter((one) => !one.endsWith('-data'));
          expect(left).toEqual([]);
        } finally {
          taken.close();
          await derrick(way, {}, 'down', '--volumes', dir);
        }
      },
      10 * MINUTES,
    );

    it(
      'names what only the user knows, and the service that ends at once with its own words',
      async () => {
        const dir = project('pg-api', way.name);
        // Another suite may build the fixture at the same time: here its code is another, and so is its image's name.
        for (const file of ['package.json', 'package-lock.json']) {
          const text = readFileSync(join(dir, file), 'utf8');
          writeFileSync(join(dir, file), text.replaceAll('"cargo-book"', '"cargo-hold"'));
        }
        const env = { CARGO_HOLD_PORT: String(await freePort()) };
        // A run that was cut off may have left the database, whose password was another one.
        for (const name of await traces(way, 'cargo-hold')) {
          if (name.endsWith('-data')) await way.client(['volume', 'rm', '--force', name]);
        }
        const unsaid = await derrick(way, env, 'up', dir);
        expect({ code: unsaid.code, named: unsaid.stderr.includes('SESSION_SECRET') }).toEqual({
          code: 2,
          named: true,
        });
        expect(existsSync(join(dir, '.env'))).toBe(false);
        writeFileSync(join(dir, '.env'), 'SESSION_SECRET=only-for-this-test\n');
        writeFileSync(join(dir, 'api/index.js'), 'console.error("the hold is empty"); process.exit(3);\n');
        const ended = await derrick(way, env, 'up', dir);
        expect({ code: ended.code, stderr: ended.stderr.slice(-3000) }).toEqual({
          code: 6,
          stderr: expect.stringContaining('the hold is empty'),
        });
        expect(ended.stderr).not.toContain('only-for-this-test');
        expect((await traces(way, 'cargo-hold')).filter((one) => !one.endsWith('-data'))).toEqual([]);
        await derrick(way, env, 'down', '--volumes', dir);
      },
      10 * MINUTES,
    );
  });
}

const [compose] = WAYS;
const buildx = join(TOOLS, 'docker-buildx');

(compose?.canRun === true && existsSync(buildx) ? it : it.skip)(
  'derrick up --watch builds anew what changes',
  async () => {
    if (compose === undefined) return;
    const dir = project('up-two', 'watched');
    const plugins = join(REPOSITORY, '.e2e', 'with-plugins', 'cli-plugins');
    mkdirSync(plugins, { recursive: true });
    rmSync(join(plugins, 'docker-buildx'), { force: true });
    symlinkSync(buildx, join(plugins, 'docker-buildx'));
    const [tally, turnstile] = [await freePort(), await freePort()];
    const ports = { TALLY_PORT: String(tally), TURNSTILE_PORT: String(turnstile) };
    const env = { ...ports, PATH: compose.path, DOCKER_CONFIG: join(plugins, '..') };
    const child = spawn(process.execPath, [DERRICK, 'up', '--watch', dir], { env: plainEnv(env), stdio: 'pipe' });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    let said = '';
    const told = (word: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => said.includes(word) && resolve();
        child.stderr.on('data', look);
        child.on('close', () => reject(new Error(said.slice(-3000))));
        look();
      });
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    try {
      await told('Watch enabled');
      const gate = join(dir, 'turnstile/src/gate.js');
      writeFileSync(gate, readFileSync(gate, 'utf8').replace('The gate turned', 'The new gate turned'));
      const url = `http://127.0.0.1:${turnstile}`;
      for (;;) {
        const answer = await text(url).catch(() => '');
        if (answer.startsWith('The new gate turned')) break;
        if (child.exitCode !== null) throw new Error(said.slice(-3000));
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    } finally {
      child.kill('SIGINT');
      expect(await ended).toBe(130);
      const down = await derrick(compose, ports, 'down', '--volumes', dir);
      expect(down.code).toBe(0);
    }
  },
  10 * MINUTES,
);
