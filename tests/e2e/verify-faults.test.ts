import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { EngineName } from '../../src/core/build/engine.ts';
import { copyOf, derrick, json, REPOSITORY } from '../cli/derrick.ts';
import { basesOf, ensureBaseImages, ensureImages, handOver } from './support/base-images.ts';
import { type Client, docker, podman, secondEngine, testEngine } from './support/engine.ts';
import { madeBy } from './support/left-over.ts';

/** What a planted fault's case.yaml holds. */
interface Fault {
  readonly title: string;
  readonly args?: readonly string[];
  readonly expect: Readonly<Record<string, { readonly detail: string; readonly remedy: string }>>;
}

interface Report {
  readonly passed: boolean;
  readonly components: readonly {
    readonly image: string | null;
    readonly checks: readonly {
      readonly id: string;
      readonly ok: boolean;
      readonly detail: string;
      readonly remedy: string;
    }[];
  }[];
}

const FAULTS = join(REPOSITORY, 'fixtures/faults');
/** Neither to be had nor meant to be. */
const NO_BASE = 'base-image-missing';

const [engine, second] = [await testEngine(), await secondEngine()];
const faults = readdirSync(FAULTS)
  .filter((name) => existsSync(join(FAULTS, name, 'case.yaml')))
  .map((name) => [name, parse(readFileSync(join(FAULTS, name, 'case.yaml'), 'utf8')) as Fault] as const);
const needsEngine = ([, { args = [] }]: readonly [string, Fault]) => !args.includes('--static');

/** Faults of the running process: enough to show that a second engine sees what the first sees. */
const ON_THE_SECOND = ['localhost-bind', 'memory-limit', 'root-user', 'sigterm-ignored', 'writes-in-silence'];

/** Fails for exactly the reasons that the case names, each with its remedy, and leaves nothing. */
async function failsRightly(name: string, fault: Fault, engine?: EngineName, client: Client = docker): Promise<void> {
  const flags = engine === undefined ? [] : ['--engine', engine];
  const ended = await derrick(['verify', '--json', ...flags, ...(fault.args ?? []), copyOf(`faults/${name}`)]);
  const report = json(ended) as Report;
  if (needsEngine([name, fault])) expect(await madeBy(ended.pid, client)).toEqual([]);
  for (const { image } of report.components) if (image !== null) await client(['rmi', '--force', image], true);
  const failures = report.components.flatMap(({ checks }) => checks).filter(({ ok }) => !ok);
  const expected = Object.entries(fault.expect).map(([id, { detail, remedy }]) => ({
    id,
    ok: false,
    detail: expect.stringContaining(detail),
    remedy: expect.stringContaining(remedy),
  }));
  expect({ code: ended.code, passed: report.passed, failures }).toEqual({
    code: 6,
    passed: false,
    failures: expected,
  });
}

describe('verify on faults in the files', () => {
  it.concurrent.each(faults.filter((fault) => !needsEngine(fault)))(
    '%s',
    (name, fault) => failsRightly(name, fault),
    60_000,
  );
});

function dockerfilesOf(names: readonly string[]): readonly string[] {
  return names.filter((name) => name !== NO_BASE).map((name) => join(FAULTS, name, 'app/Dockerfile'));
}

(engine === undefined ? describe.skip : describe)('verify on planted faults, on the Docker engine', () => {
  beforeAll(async () => {
    expect(await ensureBaseImages(dockerfilesOf(faults.map(([name]) => name)))).toEqual({ ready: true });
  }, 600_000);

  it.concurrent.each(faults.filter(needsEngine))('%s', (name, fault) => failsRightly(name, fault), 300_000);
});

(second === undefined ? describe.skip : describe)('verify on planted faults, on Podman', () => {
  beforeAll(async () => {
    const images = basesOf(dockerfilesOf(ON_THE_SECOND));
    expect(await ensureImages(images)).toEqual({ ready: true });
    await handOver(images);
  }, 600_000);

  it.concurrent.each(faults.filter(([name]) => ON_THE_SECOND.includes(name)))(
    '%s',
    (name, fault) => failsRightly(name, fault, 'podman', podman),
    300_000,
  );
});
