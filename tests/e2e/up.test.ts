import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from '../../src/adapters/exec.ts';
import { FIXTURES } from '../support/fixture.ts';
import { ensureBaseImages } from './support/base-images.ts';
import { docker, REPOSITORY, testEngine } from './support/engine.ts';

const TOOLS = join(REPOSITORY, '.tools/bin');
const engine = await testEngine();
const canRun = engine !== undefined && existsSync(join(TOOLS, 'docker-compose'));
if (!canRun) console.warn('NOT RUN: derrick up on a real engine; it needs an engine and .tools/bin/docker-compose');

const dir = join(REPOSITORY, '.e2e', 'up', 'pg-api');

async function derrick(
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const argv = [process.execPath, join(REPOSITORY, 'bin/derrick.js'), ...args] as const;
  const env = { CI: 'true', PATH: `/usr/bin:${process.env.PATH ?? ''}:${TOOLS}`, CARGO_BOOK_PORT: '25433' };
  return runStep({ argv, cwd: REPOSITORY, env, timeoutMs: 600_000 });
}

(canRun ? describe : describe.skip)('derrick up and down', () => {
  beforeAll(() => {
    rmSync(dir, { recursive: true, force: true });
    cpSync(join(FIXTURES, 'apps/pg-api/app'), dir, { recursive: true });
  });

  it('names what only the user knows, and starts nothing', async () => {
    const { code, stderr } = await derrick('up', dir);
    expect({ code, named: stderr.includes('SESSION_SECRET') }).toEqual({ code: 2, named: true });
    expect(existsSync(join(dir, '.env'))).toBe(false);
  }, 120_000);

  it('brings the application up with its database, says where, and takes it down again', async () => {
    writeFileSync(join(dir, '.env'), 'SESSION_SECRET=only-for-this-test\n');
    const services = join(REPOSITORY, '.e2e', 'up', 'services.Dockerfile');
    writeFileSync(services, 'FROM postgres:17-trixie\n');
    const bases = await ensureBaseImages([join(dir, 'Dockerfile'), services]);
    expect(bases).toEqual({ ready: true });
    try {
      const up = await derrick('up', '--json', dir);
      if (up.code !== 0) throw new Error(up.stderr.slice(-3000));
      const { services: listed } = JSON.parse(up.stdout) as {
        readonly services: readonly { service: string; url: string }[];
      };
      expect(listed).toMatchObject([{ service: 'cargo-book', url: 'http://127.0.0.1:25433' }]);
      const answer = await fetch(`${listed[0]?.url}/readyz`);
      expect({ status: answer.status, body: await answer.json() }).toEqual({ status: 200, body: { ready: true } });
      const dotenv = readFileSync(join(dir, '.env'), 'utf8');
      expect(dotenv).toMatch(/^SESSION_SECRET=only-for-this-test$/m);
      expect(dotenv).toMatch(/^POSTGRES_PASSWORD=[0-9a-f]{36}$/m);
      expect(readFileSync(join(dir, 'compose.yaml'), 'utf8')).not.toContain(
        /POSTGRES_PASSWORD=(\w+)/.exec(dotenv)?.[1],
      );
      expect(readFileSync(join(dir, '.gitignore'), 'utf8')).toMatch(/^\.env$/m);
      expect(statSync(join(dir, '.env')).isFile()).toBe(true);
    } finally {
      const down = await derrick('down', '--volumes', dir);
      expect(down.code).toBe(0);
    }
    const left = await docker(['ps', '--all', '--quiet', '--filter', 'label=com.docker.compose.project=cargo-book']);
    expect(left.stdout.trim()).toBe('');
  }, 600_000);
});
