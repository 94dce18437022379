import { randomUUID } from 'node:crypto';
import { appendFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runStep } from '../../src/adapters/exec.ts';
import { fixtures, renderFixture } from '../support/fixture.ts';
import { ensureBaseImages } from './support/base-images.ts';
import { docker, REPOSITORY, testEngine } from './support/engine.ts';
import { checkAppFiles, checkCache, checkRestricted, checkSameTree, checkSize } from './support/image-checks.ts';

/** One small fixture of a language, and what its image is asked. */
interface Subject {
  readonly name: string;
  readonly port: number;
  /** What answers over HTTP. */
  readonly path: string;
  /** Where the application lies in the image. */
  readonly files: string;
  /** A source file that a change is added to; `stage` must then come from the cache. */
  readonly source: string;
  readonly change: string;
  readonly stage: string | null;
  readonly base: string;
  /** What the image may add to its base, in MiB: a little more than was seen. */
  readonly most: number;
  readonly writable: readonly string[];
}

const SUBJECTS: readonly Subject[] = [
  {
    ...{
      name: 'express-npm',
      port: 4310,
      path: '/healthz',
      files: '/app',
      source: 'lib/server.js',
      change: '// other\n',
    },
    ...{ stage: 'deps', base: 'node:22-trixie-slim', most: 30, writable: ['/tmp'] },
  },
  {
    ...{
      name: 'go-http',
      port: 7310,
      path: '/tides',
      files: '/usr/local/bin',
      source: 'main.go',
      change: '// other\n',
    },
    ...{ stage: null, base: 'gcr.io/distroless/static-debian13:nonroot', most: 15, writable: ['/tmp'] },
  },
  {
    ...{ name: 'site-html', port: 8080, path: '/', files: '/usr/share/nginx/html', source: 'index.html' },
    ...{ change: '<!-- other -->\n', stage: null, base: 'nginxinc/nginx-unprivileged:1.30-trixie', most: 5 },
    writable: ['/tmp'],
  },
];

const engine = await testEngine();
const suite = engine === undefined ? describe.skip : describe;
const FOLDER = join(REPOSITORY, '.e2e', 'image-checks');
const TAG = `derrick-e2e-checks-${process.pid}`;
const tags: string[] = [];

/** Builds a folder; the builder's output. */
async function build(name: string, dir: string, ...flags: readonly string[]): Promise<string> {
  const argv = [
    engine?.program ?? '',
    'build',
    '--progress',
    'plain',
    ...flags,
    '--tag',
    `${TAG}-${name}`,
    dir,
  ] as const;
  const env = { DOCKER_BUILDKIT: '1' };
  const { code, stdout, stderr } = await runStep({ argv, cwd: REPOSITORY, env, timeoutMs: 600_000 });
  if (code !== 0) throw new Error(`${name} does not build:\n${stderr.slice(-4000)}`);
  tags.push(`${TAG}-${name}`);
  return stdout + stderr;
}

function write(dir: string, files: ReadonlyMap<string, string>): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
}

afterAll(async () => {
  if (engine !== undefined && tags.length > 0) await docker(['rmi', '--force', ...tags], true);
  rmSync(FOLDER, { recursive: true, force: true });
}, 60_000);

suite('checks that need an image', () => {
  it.each(SUBJECTS)(
    'D18 D31 D32: $name breaks none',
    async (subject) => {
      const [fixture] = fixtures('apps').filter(({ name }) => name === subject.name);
      if (fixture === undefined) return;
      const dir = join(FOLDER, subject.name);
      cpSync(fixture.app, dir, { recursive: true });
      const { rendered } = await renderFixture(fixture);
      write(dir, new Map(rendered.artifacts.map(({ path, content }) => [path, content])));
      expect(await ensureBaseImages([join(dir, 'Dockerfile')])).toEqual({ ready: true });
      const { name, port, path, files, source, change, stage, base, most, writable } = subject;
      await build(name, dir);
      await build(`${name}-again`, dir, '--no-cache');
      appendFileSync(join(dir, source), change);
      const changed = await build(`${name}-changed`, dir);
      const image = `${TAG}-${name}`;
      expect([
        ...(await checkAppFiles(image, files)),
        ...(await checkRestricted(image, { port, writable }, path)),
        ...(await checkSameTree(image, `${image}-again`, files)),
        ...(await checkSize(image, base, most)),
        ...(stage === null ? [] : checkCache(changed, stage)),
      ]).toEqual([]);
    },
    900_000,
  );
});

const SERVER = (extra: string) =>
  `require('http').createServer((_, response) => response.end('ok')).listen(4321);\n${extra}\n`;
const QUIET = "process.on('SIGTERM', () => process.exit(0));";
const BASE = 'node:24-trixie-slim';
const END = 'USER 10001:10001\nCMD ["node", "/app/server.js"]\n';

/** Builds a broken image of one Dockerfile and server; its name. */
async function planted(name: string, steps: string, server: string): Promise<string> {
  const dir = join(FOLDER, name);
  write(
    dir,
    new Map([
      ['Dockerfile', `FROM ${BASE} AS deps\n${steps}\nFROM deps AS runtime\n${END}`],
      ['server.js', server],
    ]),
  );
  expect(await ensureBaseImages([join(dir, 'Dockerfile')])).toEqual({ ready: true });
  await build(name, dir);
  return `${TAG}-${name}`;
}

suite('a planted fault is found', () => {
  const LIMITS = { port: 4321, writable: ['/tmp'] };

  it.each([
    ['D18: files of the user', 'COPY --chown=10001:10001 server.js /app/server.js'],
    ['D18: files that all may write', 'COPY server.js /app/server.js\nRUN chmod 0666 /app/server.js'],
  ])(
    '%s',
    async (title, steps) => {
      const image = await planted(title.replace(/\W+/g, '-').toLowerCase(), steps, SERVER(QUIET));
      expect((await checkAppFiles(image, '/app')).join()).toMatch(/^D18: .*server\.js/);
    },
    300_000,
  );

  it.each([
    ['D31: a process that ignores SIGTERM', SERVER("process.on('SIGTERM', () => undefined);"), /does not end/],
    ['D31: a process that ends with an error', SERVER("process.on('SIGTERM', () => process.exit(3));"), /ends with 3/],
    ['D31: a process that writes to its image', `require('fs').writeFileSync('/app/x', '');${SERVER(QUIET)}`, /EROFS/],
  ])(
    '%s',
    async (title, server, sign) => {
      const image = await planted(title.replace(/\W+/g, '-').toLowerCase(), 'COPY server.js /app/server.js', server);
      expect((await checkRestricted(image, LIMITS, '/')).join()).toMatch(sign);
    },
    300_000,
  );

  it('D32: dependencies after the source, a file that differs, a file that is large', async () => {
    const steps = [
      'COPY server.js /app/server.js',
      'RUN date +%s%N > /app/stamp',
      'RUN head -c 9000000 /dev/urandom > /app/large',
    ].join('\n');
    const image = await planted('d32', steps, SERVER(QUIET));
    const dir = join(FOLDER, 'd32');
    await build('d32-again', dir, '--no-cache');
    expect(await checkSameTree(image, `${image}-again`, '/app')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^D32: .*stamp differs/)]),
    );
    expect((await checkSize(image, BASE, 5)).join()).toMatch(/^D32: adds/);
    // Text that no earlier run has left in the builder's cache.
    appendFileSync(join(dir, 'server.js'), `// ${randomUUID()}\n`);
    expect(checkCache(await build('d32-changed', dir), 'deps').join()).toMatch(/D32: built again: RUN date/);
  }, 600_000);
});
