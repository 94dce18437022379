import { survey } from '../../src/commands/survey.ts';
import { detectionJson } from '../../src/core/detect/report.ts';
import { exitCodeOf } from '../../src/core/errors/format.ts';
import { fixtures } from '../support/fixture.ts';

interface Model {
  readonly components: readonly { readonly name: string }[];
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly file: string;
    readonly line: number;
  }[];
}

const chosen = fixtures('bad');

it('there are fixtures, unless the run is narrowed to others', () => {
  expect(chosen.length > 0 || process.env.DERRICK_FIXTURES !== undefined).toBe(true);
});

for (const fixture of chosen)
  describe(`${fixture.name}: ${fixture.case.title}`, () => {
    const expected = fixture.case.expect;

    it('ends as its case says', async () => {
      const { detection } = await survey(fixture.app);
      const model = detectionJson(detection, []) as unknown as Model;
      expect(exitCodeOf(detection.diagnostics)).toBe(expected.exit ?? 0);
      for (const component of expected.components ?? []) {
        expect(model.components.find(({ name }) => name === component.name)).toMatchObject(component);
      }
      if (expected.diagnostics !== undefined) {
        const grave = model.diagnostics.filter(({ severity }) => severity !== 'info').map(({ code }) => code);
        expect([...new Set(grave)].sort()).toEqual([...expected.diagnostics].sort());
      }
      for (const [code, { file, line }] of Object.entries(expected.at ?? {})) {
        const place = model.diagnostics.find((one) => one.code === code);
        expect({ file: place?.file, line: [line].flat().includes(place?.line ?? 0) }).toEqual({ file, line: true });
      }
    });

    it('says what is wrong and how to mend it, without a stack trace', async () => {
      const { detection } = await survey(fixture.app);
      const model = detectionJson(detection, []) as unknown as {
        readonly diagnostics: readonly { message: string; hint: string }[];
      };
      for (const { message, hint } of model.diagnostics) {
        expect(message.length).toBeGreaterThan(10);
        expect(hint.length).toBeGreaterThan(10);
        expect(message).not.toMatch(/\n\s+at /);
      }
    });

    it('is stricter with --strict where its case says so', async () => {
      const { strict } = expected;
      const { detection } = await survey(fixture.app);
      expect(exitCodeOf(detection.diagnostics, true)).toBe(strict?.exit ?? expected.exit ?? 0);
    });
  });
