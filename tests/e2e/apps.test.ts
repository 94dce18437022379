import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from '../../src/adapters/exec.ts';
import { type EndToEnd, type Fixture, fixtures, type Question } from '../support/fixture.ts';
import { ensureBaseImages } from './support/base-images.ts';
import { type Container, logsOf, type Restrictions, stopAndTime, withContainer } from './support/container.ts';
import { docker, REPOSITORY, testEngine } from './support/engine.ts';
import { waitForHttp } from './support/http.ts';
import { imageOf, runtimeOf } from './support/manifests.ts';

/** The limit of the contract for an orderly stop, plus what Docker itself needs to tell. */
const STOP_MS = 2000;
const BUILD_MS = 900_000;

const engine = await testEngine();
const cases = fixtures('apps').filter(({ case: { e2e } }) => e2e !== undefined && e2e !== null);
const impossible = fixtures('apps').filter(({ case: { e2e } }) => e2e === undefined || e2e === null);

interface Built {
  readonly images: readonly {
    readonly component: string;
    readonly tags: readonly string[];
    readonly digest: string | null;
  }[];
}

async function derrick(
  ...args: readonly string[]
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
  const argv = [process.execPath, join(REPOSITORY, 'bin/derrick.js'), ...args] as const;
  const env = { CI: 'true', PATH: `/usr/bin:${process.env.PATH ?? ''}` };
  const { code, stdout, stderr } = await runStep({ argv, cwd: REPOSITORY, env, timeoutMs: BUILD_MS });
  return { exitCode: code ?? -1, stdout, stderr };
}

/** A copy of the fixture's tree with derrick's files in it. */
async function prepared({ name, app }: Fixture): Promise<string> {
  const dir = join(REPOSITORY, '.e2e', 'apps', name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  cpSync(app, dir, { recursive: true, verbatimSymlinks: true });
  const first = await derrick('init', '--yes', '--json', dir);
  expect({ exitCode: first.exitCode, stderr: first.exitCode === 0 ? '' : first.stderr }).toEqual({
    exitCode: 0,
    stderr: '',
  });
  const second = JSON.parse((await derrick('init', '--yes', '--json', dir)).stdout) as {
    readonly files: readonly { action: string }[];
  };
  expect(second.files.filter(({ action }) => action !== 'same' && action !== 'kept')).toEqual([]);
  return dir;
}

/** One further question: the link is taken as a browser would take it from the first page. */
async function asks(container: Container, page: string, question: Question): Promise<void> {
  const { path, linked, status, contains = '', headers = {} } = question;
  const links = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? '');
  const target = path ?? links.find((link) => linked !== undefined && new RegExp(linked).test(link));
  if (target === undefined) throw new Error(`no link fits ${linked ?? ''}:\n${page}`);
  const answer = await waitForHttp(container, target);
  const told = Object.fromEntries(Object.keys(headers).map((name) => [name, answer.headers.get(name)]));
  const body = answer.body.includes(contains) ? 'as expected' : answer.body;
  expect({ target, status: answer.status, body, headers: told }).toEqual({
    target,
    status,
    body: 'as expected',
    headers,
  });
}

async function answers(
  image: string,
  options: Restrictions & { readonly name: string },
  wanted: EndToEnd,
): Promise<void> {
  await withContainer(image, options, async (container) => {
    if (wanted.http === null) {
      await new Promise((resolve) => setTimeout(resolve, 3000));
      const { stdout } = await docker(['inspect', '--format', '{{.State.Running}}', container.id]);
      expect(stdout.trim()).toBe('true');
    } else {
      const answer = await waitForHttp(container, wanted.http.path, 60_000);
      expect({
        status: answer.status,
        body: answer.body.includes(wanted.http.contains ?? '') ? 'as expected' : answer.body,
      }).toEqual({
        status: wanted.http.status,
        body: 'as expected',
      });
      for (const question of wanted.also ?? []) await asks(container, answer.body, question);
    }
    const { exitCode, milliseconds, killed } = await stopAndTime(container);
    expect({ orderly: [0, 143].includes(exitCode), exitCode, killed }).toEqual({
      orderly: true,
      exitCode,
      killed: false,
    });
    expect(milliseconds).toBeLessThan(STOP_MS);
  });
}

/** Runs a program to its end, with no more rights than a pod would have. */
async function ends(
  image: string,
  options: Restrictions & { readonly name: string },
  { prints, exit }: NonNullable<EndToEnd['run']>,
): Promise<void> {
  await withContainer(image, options, async (container) => {
    const { stdout } = await docker(['wait', container.id]);
    const log = await logsOf(container);
    expect({ exit: Number(stdout.trim()), log: log.includes(prints) ? prints : log }).toEqual({ exit, log: prints });
  });
}

/** One fixture, from its tree to an orderly stop. */
async function throughTheEngine(name: string, fixture: Fixture): Promise<void> {
  const dir = await prepared(fixture);
  const components = fixture.case.e2e?.components ?? {};
  const dockerfiles = Object.keys(components).map((component) => imageOf(dir, component).dockerfile);
  for (const dockerfile of dockerfiles) expect(existsSync(dockerfile)).toBe(true);
  const bases = await ensureBaseImages(dockerfiles);
  if (!bases.ready) throw new Error(`a base image cannot be had: ${bases.reason}`);
  const { exitCode, stdout, stderr } = await derrick('build', '--json', dir);
  if (exitCode !== 0) throw new Error(`derrick build ended with ${exitCode}:\n${stderr.slice(-4000)}`);
  const built = JSON.parse(stdout) as Built;
  for (const [component, wanted] of Object.entries(components)) {
    const image = built.images.find((one) => one.component === component);
    if (wanted.run !== undefined) {
      const { user } = imageOf(dir, component);
      const { args } = wanted.run;
      const given = { name: `${name}-${component}`, user, env: wanted.env, command: args };
      await ends(image?.tags.at(-1) ?? '', given, wanted.run);
      continue;
    }
    const { user, port, writable, memory } = runtimeOf(dir, component);
    const options = {
      name: `${name}-${component}`,
      user,
      writable,
      memory,
      env: wanted.env,
      ...(port === null ? {} : { port }),
    };
    await answers(image?.tags.at(-1) ?? '', options, wanted);
  }
}

/** A registry that does not answer once is no fault of derrick: a second attempt, and both are told. */
async function twice(name: string, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  try {
    await work();
  } catch (error) {
    console.log(`second attempt of ${name} after: ${error instanceof Error ? error.message : String(error)}`);
    await work();
  }
  console.log(`${name}: ${Math.round((performance.now() - started) / 1000)} s`);
}

for (const {
  name,
  case: { reason },
} of impossible)
  console.log(`not built here: ${name}: ${reason ?? 'no reason given'}`);

(engine === undefined ? describe.skip : describe)('on the Docker engine', () => {
  it.concurrent.each(cases.map((fixture) => [fixture.name, fixture] as const))(
    '%s: init, build, run as Kubernetes would, answer, stop',
    (name, fixture) => twice(name, () => throughTheEngine(name, fixture)),
    BUILD_MS,
  );
});

describe('fixtures that cannot be built here', () => {
  it('name the reason', () => {
    for (const {
      name,
      case: { reason },
    } of impossible)
      expect({ name, reason }).toEqual({ name, reason: expect.any(String) });
  });
});
