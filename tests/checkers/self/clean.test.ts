import { available } from '../available.ts';
import { checkJenkinsfiles, checkOutput } from '../check-output.ts';
import { broken, CLEAN } from '../clean-set.ts';
import { formatFindings } from '../finding.ts';

describe('the clean set', () => {
  it('breaks no check', () => {
    process.stderr.write(`checkers' tools: ${JSON.stringify(available())}\n`);
    expect(formatFindings(checkOutput(CLEAN))).toBe('');
  });

  it('J00 J00b: npm-groovy-lint passes it, and names what does not parse or is doubtful', () => {
    const doubtful = broken('Jenkinsfile', "'npm test'", `'npm test -- ${'x'.repeat(120)}'`);
    const unparsed = broken('Jenkinsfile', "stage('Image') {", "stage('Image' {");
    const texts = [CLEAN, doubtful, unparsed].map(
      (files, index) => [`${index}`, files.get('Jenkinsfile') ?? ''] as const,
    );
    const findings = checkJenkinsfiles(new Map(texts));
    if (!available().java) return;
    expect(formatFindings(findings.filter(({ file }) => file === '0'))).toBe('');
    expect(findings.filter(({ file }) => file === '1').map(({ id }) => id)).toContain('J00b');
    expect(findings.filter(({ file }) => file === '2').map(({ id }) => id)).toContain('J00');
  }, 120_000);
});
