import { checkOutputs } from '../checkers/check-output.ts';
import { checkAgreement } from '../checkers/dockerfile-versions.ts';
import { settle } from '../checkers/exceptions.ts';
import type { Finding, OutputFiles } from '../checkers/finding.ts';
import { expectedOf } from '../support/expected.ts';
import { type Fixture, fixtures } from '../support/fixture.ts';
import { everyOutput } from '../support/outputs.ts';

/** The default outputs of a fixture: the golden files, which another suite holds to what is rendered now. */
function defaultOutput(fixture: Fixture): OutputFiles {
  const files = [...expectedOf(fixture)].filter(([path]) => path.startsWith('files/'));
  return new Map(files.map(([path, text]) => [path.slice('files/'.length), text]));
}

function shown(findings: readonly (Finding & { readonly output: string })[]): readonly string[] {
  return findings.map(({ output, id, file, line, message }) => `${output}: ${id} ${file}:${line ?? ''} ${message}`);
}

describe('third-party checkers and numbered checks', () => {
  const all = fixtures('apps');
  const outputs: (readonly [fixture: string, files: OutputFiles])[] = [];

  beforeAll(async () => {
    for (const fixture of all) {
      outputs.push([fixture.name, defaultOutput(fixture)], [fixture.name, await everyOutput(fixture)]);
    }
  }, 600_000);

  it('find nothing in the output of any fixture, neither in the default outputs nor in all of them', () => {
    const checked = checkOutputs(outputs.map(([, files]) => files));
    const findings = new Map<string, readonly Finding[]>();
    for (const fixture of all) {
      const detected: unknown = JSON.parse(expectedOf(fixture).get('model.json') ?? '{}');
      findings.set(fixture.name, checkAgreement(defaultOutput(fixture), detected));
    }
    for (const [index, [name]] of outputs.entries())
      findings.set(name, [...(findings.get(name) ?? []), ...(checked[index] ?? [])]);
    const settled = settle(findings);
    expect(shown(settled.findings)).toEqual([]);
    if (process.env.DERRICK_FIXTURES === undefined) expect(settled.stale).toEqual([]);
  }, 900_000);
});
