import { detectionJson } from '../../src/core/detect/report.ts';
import { expectedOf, goldenOf, writeExpected } from '../support/expected.ts';
import { type Expectation, fixtures, renderFixture } from '../support/fixture.ts';

const WRITES = process.env.DERRICK_GOLDEN === 'write';

interface Model {
  readonly name: string;
  readonly components: readonly { readonly name: string }[];
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly file: string;
    readonly line: number;
  }[];
}

function expectModel(model: Model, expected: Expectation): void {
  if (expected.name !== undefined) expect(model.name).toBe(expected.name);
  const wanted = expected.components ?? [];
  expect(model.components.map(({ name }) => name).sort()).toEqual(wanted.map(({ name }) => name).sort());
  for (const component of wanted)
    expect(model.components.find(({ name }) => name === component.name)).toMatchObject(component);
  if (expected.diagnostics !== undefined) {
    const grave = model.diagnostics.filter(({ severity }) => severity !== 'info');
    expect(grave.map(({ code }) => code).sort()).toEqual([...expected.diagnostics].sort());
  }
  for (const [code, { file, line }] of Object.entries(expected.at ?? {})) {
    const place = model.diagnostics.find((one) => one.code === code);
    expect({ file: place?.file, line: [line].flat().includes(place?.line ?? 0) }).toEqual({ file, line: true });
  }
}

const chosen = fixtures('apps');

it('there are fixtures, unless the run is narrowed to others', () => {
  expect(chosen.length > 0 || process.env.DERRICK_FIXTURES !== undefined).toBe(true);
});

for (const fixture of chosen)
  describe(`${fixture.name}: ${fixture.case.title}`, () => {
    it('is detected as its case says', async () => {
      const { found, rendered } = await renderFixture(fixture);
      expectModel(detectionJson(found.detection, rendered.riggings) as unknown as Model, fixture.case.expect);
    });

    it('gives the golden model, plan and files', async () => {
      const golden = goldenOf(await renderFixture(fixture));
      if (WRITES) writeExpected(fixture, golden);
      const expected = expectedOf(fixture);
      expect([...golden.keys()].sort()).toEqual([...expected.keys()].sort());
      for (const [path, text] of golden) expect({ path, text }).toEqual({ path, text: expected.get(path) });
    });

    it('has a plan of plain data: what `init --plan` prints is all that the templates see', async () => {
      const { rendered } = await renderFixture(fixture);
      for (const { target, view } of rendered.plan.steps)
        expect({ target, view: JSON.parse(JSON.stringify(view)) }).toStrictEqual({ target, view });
    });

    it('is read once: one parse for each file and format', async () => {
      const { found } = await renderFixture(fixture);
      expect(found.detection.reads.length).toBeGreaterThan(0);
      for (const { path, parses } of found.detection.reads) {
        for (const [format, count] of Object.entries(parses))
          expect({ path, format, count }).toEqual({ path, format, count: 1 });
      }
    });

    it('has evidence that exists: every file, and every line in it', async () => {
      const { found } = await renderFixture(fixture);
      const { readFileSync } = await import('node:fs');
      for (const { decisions } of found.detection.model.components) {
        for (const { chosen, others } of decisions) {
          for (const { file, line } of [chosen, ...others]) {
            if (file === null || line === null) continue;
            const lines = readFileSync(`${fixture.app}/${file}`, 'utf8').split('\n').length;
            expect(line).toBeGreaterThan(0);
            expect(line).toBeLessThanOrEqual(lines);
          }
        }
      }
    });
  });
