import { checkJenkinsfiles, checkOutput } from '../checkers/check-output.ts';
import { settle } from '../checkers/exceptions.ts';
import type { Finding } from '../checkers/finding.ts';
import { expectedOf } from '../support/expected.ts';
import { fixtures } from '../support/fixture.ts';

/** The rendered files of every fixture: the golden ones, which another suite holds to what is rendered now. */
const OUTPUTS = new Map(
  fixtures('apps').map((fixture) => {
    const files = [...expectedOf(fixture)].filter(([path]) => path.startsWith('files/'));
    return [fixture.name, new Map(files.map(([path, text]) => [path.slice('files/'.length), text]))] as const;
  }),
);

function shown(findings: readonly (Finding & { readonly output: string })[]): readonly string[] {
  return findings.map(({ output, id, file, line, message }) => `${output}: ${id} ${file}:${line ?? ''} ${message}`);
}

describe('third-party checkers and numbered checks', () => {
  it('find nothing in the output of any fixture', async () => {
    const findings = new Map<string, readonly Finding[]>();
    for (const [name, files] of OUTPUTS) findings.set(name, await checkOutput(files));
    const settled = settle(findings);
    expect(shown(settled.findings)).toEqual([]);
    if (process.env.DERRICK_FIXTURES === undefined) expect(settled.stale).toEqual([]);
  }, 600_000);

  it('find nothing in any Jenkinsfile (npm-groovy-lint)', async () => {
    const pipelines = [...OUTPUTS].flatMap(([name, files]) => {
      const text = files.get('Jenkinsfile');
      return text === undefined ? [] : [[name, text] as const];
    });
    expect(await checkJenkinsfiles(new Map(pipelines))).toEqual([]);
  }, 600_000);
});
