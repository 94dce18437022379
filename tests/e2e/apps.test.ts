import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fixture, fixtures } from '../support/fixture.ts';
import { docker, podman, REPOSITORY, secondEngine, testEngine, thirdEngine } from './support/engine.ts';
import { slowest, stopwatch } from './support/times.ts';
import { BUILD_MS, type Through, throughVerify } from './support/verified.ts';

/** One fixture for each way to make an image, and a monorepo: enough to tell engines apart. */
const ON_THE_SECOND = [
  'express-npm',
  'go-http',
  'jvm-plain-jar',
  'monorepo-pnpm',
  'php-plain',
  'py-flask-pip',
  'vite-spa',
  'worker-bullmq',
];
/** Buildah shares Podman's builder: what differs is its own command line. */
const ON_THE_THIRD = ['express-npm', 'site-html'];

const [first, second, third] = [await testEngine(), await secondEngine(), await thirdEngine()];
const all = fixtures('apps');
const cases = all.filter(({ case: { e2e } }) => e2e !== undefined && e2e !== null);
const impossible = all.filter(({ case: { e2e } }) => e2e === undefined || e2e === null);

/** A registry that does not answer once is no fault of derrick: a second attempt, and both are told. */
async function twice(fixture: Fixture, through: Through): Promise<void> {
  const name = through.engine === 'docker' ? fixture.name : `${fixture.name} (${through.engine})`;
  const watch = stopwatch(name);
  try {
    await throughVerify(fixture, through, watch);
  } catch (error) {
    process.stderr.write(
      `second attempt of ${name} after: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    await throughVerify(fixture, through, watch);
  }
}

/** The fixtures of a list, each with its name for the title; all where no list is given. */
function rows(names?: readonly string[]): readonly (readonly [string, Fixture])[] {
  return cases
    .filter(({ name }) => names === undefined || names.includes(name))
    .map((fixture) => [fixture.name, fixture] as const);
}

function suite(title: string, isThere: boolean, chosen: readonly (readonly [string, Fixture])[], through: Through) {
  if (chosen.length === 0) return;
  (isThere ? describe : describe.skip)(title, () => {
    it.concurrent.each(chosen)('%s: init, verify, answer', (_name, fixture) => twice(fixture, through), 2 * BUILD_MS);
  });
}

suite('on the Docker engine', first !== undefined, rows(), { engine: 'docker', client: docker });
suite('on Podman', second !== undefined, rows(ON_THE_SECOND), { engine: 'podman', client: podman });
suite('built by Buildah, run by Podman', third !== undefined && second !== undefined, rows(ON_THE_THIRD), {
  engine: 'buildah',
  client: podman,
});

describe('the choice of fixtures', () => {
  afterAll(() => {
    const reasons = impossible.map(({ name, case: { reason } }) => `  ${name}: ${reason}`);
    const counts = `${cases.length} fixtures are built, ${impossible.length} cannot be built here`;
    process.stderr.write(`${[`${counts}:`, ...reasons, ...slowest()].join('\n')}\n`);
  });

  it('names the reason for each that cannot be built here', () => {
    const expected = impossible.map(({ name }) => ({ name, reason: expect.stringMatching(/\S/) }));
    expect(impossible.map(({ name, case: { reason } }) => ({ name, reason }))).toEqual(expected);
  });

  it('has one for each way to make an image on the second engine', () => {
    if (process.env.DERRICK_FIXTURES !== undefined) return;
    const riggings = (name: string) =>
      readFileSync(join(REPOSITORY, 'fixtures/apps', name, 'expected/model.json'), 'utf8').match(/\bimage-\w+/g) ?? [];
    const buildable = new Set(cases.flatMap(({ name }) => riggings(name)));
    const ways = readdirSync(join(REPOSITORY, 'rigging-templates')).filter((way) => buildable.has(way));
    expect([...new Set(ON_THE_SECOND.flatMap(riggings))].sort()).toEqual(ways.sort());
  });
});
