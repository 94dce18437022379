import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { demand } from './available.ts';
import type { Finding, OutputFiles } from './finding.ts';
import { entries, get, list, number, text } from './json.ts';
import { run, withFiles } from './process.ts';

const require = createRequire(import.meta.url);

/** Linter levels that count; `info` is about taste (four columns of indentation). */
const LEVELS = new Set(['error', 'warning']);

/**
 * J00 and J00b: npm-groovy-lint with `recommended-jenkinsfile` over many Jenkinsfiles in one run of some 15 seconds.
 * `--noserver` runs CodeNarc as a child that ends with it, so that no process and no port is left.
 *
 * @param jenkinsfiles any names → texts; each name comes back as the findings' file
 */
export function lintJenkinsfiles(jenkinsfiles: OutputFiles): readonly Finding[] {
  const java = jenkinsfiles.size === 0 ? null : demand('java');
  if (java === null) return [];
  const names = [...jenkinsfiles.keys()];
  const inputs = new Map(names.map((name, index) => [`${index}/Jenkinsfile`, jenkinsfiles.get(name) ?? '']));
  const program = join(dirname(require.resolve('npm-groovy-lint')), 'index.js');
  return withFiles(inputs, (dir) => {
    const options = ['--noserver', '--config', 'recommended-jenkinsfile', '--output', 'json', '--failon', 'none'];
    const args = [program, ...options, '--javaexecutable', java, '--path', dir, '--files', '**/Jenkinsfile'];
    const { stdout, stderr } = run(process.execPath, args, dir);
    const start = stdout.indexOf('{"summary"');
    if (start < 0) throw new Error(`npm-groovy-lint said nothing that can be read: ${stdout}${stderr}`);
    const report: unknown = JSON.parse(stdout.slice(start));
    if (number(report, 'summary', 'totalFilesLinted') !== names.length)
      throw new Error(`npm-groovy-lint left files out: ${stderr}`);
    const findings: Finding[] = [];
    for (const [path, result] of entries(report, 'files')) {
      const file = names[Number.parseInt(relative(dir, path), 10)] ?? path;
      for (const problem of list(result, 'errors')) {
        if (!LEVELS.has(text(problem, 'severity'))) continue;
        const rule = text(problem, 'rule');
        const [id, line] = [rule === 'NglParseError' ? 'J00' : 'J00b', Number(get(problem, 'line'))];
        findings.push({ checker: 'npm-groovy-lint', id, file, line, message: `${rule}: ${text(problem, 'msg')}` });
      }
    }
    return findings;
  });
}
