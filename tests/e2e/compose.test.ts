import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type ExecResult, runStep } from '../../src/adapters/exec.ts';
import { FIXTURES } from '../support/fixture.ts';
import { ensureBaseImages } from './support/base-images.ts';
import { docker, REPOSITORY, testEngine } from './support/engine.ts';
import { freePort } from './support/ports.ts';

const MINUTES = 60_000;
const TOOLS = join(REPOSITORY, '.tools/bin');
const COMPOSE = join(TOOLS, 'docker-compose');
/** A project of its own, so that two runs on one machine stay apart. */
const PROJECT = `derrick-e2e-${process.pid}`;

const engine = await testEngine();
const canRun = engine !== undefined && existsSync(COMPOSE);
if (!canRun) console.warn('NOT RUN: compose.yaml on a real engine; it needs an engine and .tools/bin/docker-compose');

/** A folder for DOCKER_CONFIG in which Compose finds buildx. */
function dockerConfig(): string {
  const dir = join(REPOSITORY, '.e2e', 'docker-config');
  const plugins = join(dir, 'cli-plugins');
  mkdirSync(plugins, { recursive: true });
  rmSync(join(plugins, 'docker-buildx'), { force: true });
  if (existsSync(join(TOOLS, 'docker-buildx')))
    symlinkSync(join(TOOLS, 'docker-buildx'), join(plugins, 'docker-buildx'));
  return dir;
}

/** A fixture's tree with compose.yaml in it, and the base images of all that it names. */
async function prepared(name: string): Promise<string> {
  const dir = join(REPOSITORY, '.e2e', 'compose', name);
  rmSync(dir, { recursive: true, force: true });
  cpSync(join(FIXTURES, 'apps', name, 'app'), dir, { recursive: true });
  const argv = [
    process.execPath,
    join(REPOSITORY, 'bin/derrick.js'),
    'init',
    '--yes',
    '--only',
    'image,compose',
    dir,
  ] as const;
  const { code, tail } = await runStep({ argv, cwd: REPOSITORY, env: { CI: 'true' }, timeoutMs: MINUTES });
  if (code !== 0) throw new Error(tail.join('\n'));
  const { services } = parse(readFileSync(join(dir, 'compose.yaml'), 'utf8')) as {
    readonly services: Readonly<Record<string, { readonly image: string; readonly build?: unknown }>>;
  };
  const images = Object.values(services).filter(({ build }) => build === undefined);
  const list = join(REPOSITORY, '.e2e', 'compose', `${name}.Dockerfile`);
  writeFileSync(list, images.map(({ image }) => `FROM ${image}\n`).join(''));
  const bases = await ensureBaseImages([join(dir, 'Dockerfile'), list]);
  if (!bases.ready) throw new Error(`a base image cannot be had: ${bases.reason}`);
  return dir;
}

function compose(dir: string, env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<ExecResult> {
  const argv = [COMPOSE, '--project-name', PROJECT, ...args] as const;
  return runStep({ argv, cwd: dir, env: { DOCKER_CONFIG: dockerConfig(), ...env }, timeoutMs: 9 * MINUTES });
}

(canRun ? it : it.skip)(
  'brings an application up with its database, answers, and goes away without a trace',
  async () => {
    const dir = await prepared('pg-api');
    const port = await freePort();
    const env = { CARGO_BOOK_PORT: String(port) };
    const refused = await compose(dir, env, 'config', '-q');
    expect(refused.code).not.toBe(0);
    expect(refused.tail.join('\n')).toContain('set it in .env');
    const example = readFileSync(join(dir, 'compose.env.example'), 'utf8');
    writeFileSync(join(dir, '.env'), example.replaceAll(/^(\w+)=$/gm, '$1=onlyForThisTest'));
    const config = await compose(dir, env, 'config', '-q');
    expect({ code: config.code, said: config.tail.join('\n').trim() }).toEqual({ code: 0, said: '' });
    try {
      const up = await compose(dir, env, 'up', '--build', '--wait');
      if (up.code !== 0) throw new Error((await compose(dir, env, 'logs', '--tail', '30')).tail.join('\n'));
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
      expect({ status: answer.status, body: await answer.json() }).toEqual({ status: 200, body: { ready: true } });
    } finally {
      const down = await compose(dir, env, 'down', '--volumes', '--timeout', '5');
      expect(down.code).toBe(0);
    }
    const left = await docker(['ps', '--all', '--quiet', '--filter', `label=com.docker.compose.project=${PROJECT}`]);
    expect(left.stdout.trim()).toBe('');
  },
  10 * MINUTES,
);
