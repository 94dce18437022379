import { MONOREPOS } from '../e2e/support/monorepo-parts.ts';
import { fixtures } from '../support/fixture.ts';

/** The fixtures of monorepos that are built on the engine. */
const built = fixtures('apps')
  .filter(({ name, case: { e2e } }) => name.startsWith('mono') && e2e !== null && e2e !== undefined)
  .map(({ name }) => name);

describe('the fixtures of monorepos', () => {
  it('say what their components are made of, for the test on the engine', () => {
    expect(built.filter((name) => Object.keys(MONOREPOS[name] ?? {}).length === 0)).toEqual([]);
  });
});
