import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { copyOf, derrick, json, REPOSITORY } from '../cli/derrick.ts';
import { ensureBaseImages } from './support/base-images.ts';
import { docker, testEngine } from './support/engine.ts';

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

const engine = await testEngine();
const faults = readdirSync(FAULTS)
  .filter((name) => existsSync(join(FAULTS, name, 'case.yaml')))
  .map((name) => [name, parse(readFileSync(join(FAULTS, name, 'case.yaml'), 'utf8')) as Fault] as const);
const needsEngine = ([, { args = [] }]: readonly [string, Fault]) => !args.includes('--static');

/** Fails for exactly the reasons that the case names, each with its remedy. */
async function failsRightly(name: string, fault: Fault): Promise<void> {
  const ended = await derrick(['verify', '--json', ...(fault.args ?? []), copyOf(`faults/${name}`)]);
  const report = json(ended) as Report;
  for (const { image } of report.components) if (image !== null) await docker(['rmi', '--force', image], true);
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
  it.concurrent.each(faults.filter((fault) => !needsEngine(fault)))('%s', failsRightly, 60_000);
});

(engine === undefined ? describe.skip : describe)('verify on planted faults, on the Docker engine', () => {
  beforeAll(async () => {
    const dockerfiles = faults
      .filter(([name]) => name !== NO_BASE)
      .map(([name]) => join(FAULTS, name, 'app/Dockerfile'));
    expect(await ensureBaseImages(dockerfiles)).toEqual({ ready: true });
  }, 600_000);

  it.concurrent.each(faults.filter(needsEngine))('%s', failsRightly, 300_000);
});
