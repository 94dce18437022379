import { collector, type Finding, type OutputFiles, pathsNamed } from './finding.ts';
import { gitlabProblems } from './gitlab-schema.ts';
import { entries, get, list, text } from './json.ts';
import { documentsOf } from './yaml-documents.ts';

/** Top-level keys of `.gitlab-ci.yml` that are no jobs. Source: https://docs.gitlab.com/ci/yaml/ */
const GLOBALS = new Set([
  'stages',
  'default',
  'variables',
  'workflow',
  'include',
  'image',
  'services',
  'cache',
  'before_script',
  'after_script',
  'spec',
  'pages',
]);
const DEFAULT_STAGES = ['.pre', 'build', 'test', 'deploy', '.post'];

/** L00: a GitLab pipeline parses, is what GitLab's schema wants, and its jobs have a script and a stage that exists. */
export function checkGitlab(files: OutputFiles): readonly Finding[] {
  const findings: Finding[] = [];
  for (const path of pathsNamed(files, /^\.gitlab-ci\.yml$/)) {
    const { findings: found, report } = collector('gitlab', path);
    const { documents } = documentsOf(files.get(path) ?? '');
    for (const problem of documents.flatMap(({ errors }) => errors))
      report('L00', problem.linePos?.[0].line ?? null, problem.message);
    const model: unknown = documents.at(-1)?.toJS();
    for (const problem of gitlabProblems(model)) report('L00', null, problem);
    const stages = ['.pre', ...list(model, 'stages'), '.post'];
    const known = stages.length === 2 ? DEFAULT_STAGES : stages;
    for (const [name, job] of entries(model).filter(([key]) => !GLOBALS.has(key) && !key.startsWith('.'))) {
      const works = ['script', 'trigger', 'extends', 'run'].some((key) => get(job, key) !== undefined);
      if (!works) report('L00', null, `job ${name} has no script`);
      if (text(job, 'stage') !== '' && !known.includes(text(job, 'stage')))
        report('L00', null, `job ${name} is in the unknown stage ${text(job, 'stage')}`);
    }
    findings.push(...found);
  }
  return findings;
}
