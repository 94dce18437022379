import fc from 'fast-check';
import { detectionJson } from '../../src/core/detect/report.ts';
import { detect } from '../../src/core/detect/run.ts';
import { workspaceOf } from '../../src/core/workspace/from-map.ts';
import { DETECTORS } from '../../src/detectors/registry.generated.ts';
import { filesBelow, fixtures } from '../support/fixture.ts';

/** Whole real trees, from which random ones are cut and mixed. */
const REAL = fixtures('apps').map(({ app }) => Object.fromEntries(filesBelow(app)));
const NAMES = [...new Set(DETECTORS.flatMap(({ when }) => [...(when.anyFile ?? []), ...(when.nearestFile ?? [])]))];

/** A text with a piece cut out or repeated. */
const damaged = (text: string) =>
  fc
    .record({ from: fc.nat(text.length), to: fc.nat(text.length), more: fc.string({ maxLength: 5 }) })
    .map(({ from, to, more }) => text.slice(0, from) + more + text.slice(to));

const tree = fc
  .record({
    base: fc.constantFrom(...REAL),
    strange: fc.dictionary(
      fc.tuple(fc.constantFrom('', 'apps/web/', 'lib/'), fc.constantFrom(...NAMES)).map((parts) => parts.join('')),
      fc.oneof(
        fc.string(),
        fc.constantFrom(
          '{}',
          '[]',
          'null',
          '1',
          '"x"',
          '{"scripts":[]}',
          '{"name":{},"scripts":{"start":1}}',
          '{"dependencies":null}',
        ),
      ),
      { maxKeys: 4 },
    ),
  })
  .chain(({ base, strange }) =>
    fc.record({
      kept: fc.subarray(Object.keys(base)),
      strange: fc.constant(strange),
      base: fc.constant(base),
      broken: fc
        .constantFrom(...Object.keys(base))
        .chain((path) => fc.tuple(fc.constant(path), damaged(base[path] ?? ''))),
    }),
  )
  .map(({ base, kept, strange, broken: [path, text] }) => {
    const files: Record<string, string> = {};
    for (const name of kept) files[name] = base[name] ?? '';
    return { ...files, [path]: text, ...strange };
  });

const shown = (files: Readonly<Record<string, string>>, detectors = DETECTORS) =>
  JSON.stringify(detectionJson(detect(workspaceOf(files), detectors), []));

describe('detection of any tree', () => {
  it('never throws, does not depend on the order of detectors or files, and cites lines that exist', () => {
    fc.assert(
      fc.property(tree, (files) => {
        const workspace = workspaceOf(files);
        const { model, diagnostics, reads } = detect(workspace, DETECTORS);
        const reversed = Object.fromEntries(Object.entries(files).reverse());
        const first = JSON.stringify(detectionJson({ model, diagnostics, reads }, []));
        const second = detectionJson(detect(workspaceOf(reversed), [...DETECTORS].reverse()), []);
        // What detectors remark comes in their order; the model does not.
        expect(JSON.stringify({ ...second, diagnostics: 0 })).toBe(
          JSON.stringify({ ...JSON.parse(first), diagnostics: 0 }),
        );
        const places = [
          ...model.components.flatMap(({ decisions }) =>
            decisions.flatMap(({ chosen, others }) => [chosen, ...others]),
          ),
          ...diagnostics.flatMap(({ at }) => at ?? []),
        ];
        for (const { file, line } of places) {
          if (file === null || line === null) continue;
          const text = workspace.scope(file, [], 'test').text(file)?.text ?? '';
          expect({ file, line, exists: line >= 1 && line <= text.split('\n').length }).toEqual({
            file,
            line,
            exists: true,
          });
        }
        for (const { parses } of reads) expect(Object.values(parses).every((count) => count === 1)).toBe(true);
      }),
      { numRuns: Number(process.env.DERRICK_PROPERTY_RUNS ?? 150) },
    );
  }, 180_000);

  it('says nothing where nothing triggers', () => {
    const quiet = fc.dictionary(fc.constantFrom('README', 'notes.txt', 'a/b.dat'), fc.string());
    fc.assert(
      fc.property(quiet, (files) => expect(JSON.parse(shown(files)).components).toEqual([])),
      { numRuns: 30 },
    );
  });
});
