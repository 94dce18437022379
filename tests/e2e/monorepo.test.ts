import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from '../../src/adapters/exec.ts';
import { fixtures } from '../support/fixture.ts';
import { ensureBaseImages } from './support/base-images.ts';
import { cachedSteps, type Step } from './support/build-log.ts';
import { REPOSITORY, testEngine } from './support/engine.ts';
import { MONOREPOS, type Part } from './support/monorepo-parts.ts';

const BUILD_MS = 900_000;

/** An image's id, and the steps of its build. */
interface Built {
  readonly id: string;
  readonly steps: readonly Step[];
}

/** A fresh copy of the fixture with derrick's files in it. */
async function prepared(name: string): Promise<string> {
  const dir = join(REPOSITORY, '.e2e', 'monorepo', name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  cpSync(join(REPOSITORY, 'fixtures/apps', name, 'app'), dir, { recursive: true });
  const argv = [process.execPath, join(REPOSITORY, 'bin/derrick.js'), 'init', '--yes', dir] as const;
  const { code, stderr } = await runStep({ argv, cwd: REPOSITORY, env: { CI: 'true' }, timeoutMs: 60_000 });
  if (code !== 0) throw new Error(stderr);
  return dir;
}

async function build(root: string, { dir, context = '.' }: Part): Promise<Built> {
  const engine = await testEngine();
  const idFile = join(root, '..', `${root.slice(root.lastIndexOf('/') + 1)}.id`);
  const argv = [
    ...[engine?.program ?? 'docker', 'build', '--progress', 'plain', '--iidfile', idFile],
    ...['--file', join(root, dir, 'Dockerfile'), join(root, context)],
  ] as const;
  const [program = 'docker', ...args] = argv;
  const step = { argv: [program, ...args] as const, cwd: root, env: { DOCKER_BUILDKIT: '1' }, timeoutMs: BUILD_MS };
  const { code, stdout, stderr } = await runStep(step);
  if (code !== 0) throw new Error(`the build of ${dir} ended with ${code}:\n${stderr.slice(-4000)}`);
  return { id: readFileSync(idFile, 'utf8'), steps: cachedSteps(stdout + stderr) };
}

/** A change that every format here takes for nothing: white space at the end. */
function touch(root: string, files: readonly string[], text = '\n'): void {
  for (const file of files) appendFileSync(join(root, file), text);
}

const engine = await testEngine();
const wanted = new Set(fixtures('apps').map(({ name }) => name));
const parts = Object.entries(MONOREPOS)
  .filter(([name]) => wanted.has(name))
  .flatMap(([name, components]) =>
    Object.entries(components).map(([component, part]) => [name, component, part] as const),
  );

(engine === undefined ? describe.skip : describe)('a component of a monorepo, on the Docker engine', () => {
  const folders = new Map<string, Promise<string>>();

  it.each(parts)(
    '%s, %s: keeps its image when something else changes, and its dependencies when its source changes',
    async (name, _component, part) => {
      const folder = folders.get(name) ?? prepared(name);
      folders.set(name, folder);
      const root = await folder;
      expect(await ensureBaseImages([join(root, part.dir, 'Dockerfile')])).toEqual({ ready: true });
      const first = await build(root, part);
      touch(root, part.outside);
      const second = await build(root, part);
      expect(second.id).toBe(first.id);
      expect(second.steps.filter(({ cached }) => !cached)).toEqual([]);
      if (part.read !== undefined) {
        touch(root, part.read);
        expect((await build(root, part)).id).toBe(first.id);
      }
      // A comment that no earlier run has left in the engine's cache.
      touch(root, [part.source], `// ${new Date().toISOString()}\n`);
      const third = await build(root, part);
      // A bundler may make the same files of it, and so the same image; the source was built all the same.
      expect(third.steps.some(({ cached }) => !cached)).toBe(true);
      const installs = third.steps.filter(({ stage }) => stage === 'deps');
      expect(installs.length > 1).toBe(part.isBare !== true);
      expect(installs.filter(({ cached }) => !cached)).toEqual([]);
    },
    BUILD_MS,
  );
});
