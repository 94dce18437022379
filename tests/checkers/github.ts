import { demand } from './available.ts';
import { collector, type Finding, type OutputFiles } from './finding.ts';
import { run, withFiles } from './process.ts';

/** G00: every GitHub workflow against action-validator's schema; its `paths` globs need the tree and are not resolved. */
export function checkGithubWorkflows(files: OutputFiles): readonly Finding[] {
  const workflows = new Map(
    [...files].filter(([path]) => /(^|\/)\.github\/(workflows|actions)\/.*\.ya?ml$/.test(path)),
  );
  const validator = workflows.size === 0 ? null : demand('action-validator');
  if (validator === null) return [];
  return withFiles(workflows, (dir) => {
    const all: Finding[] = [];
    for (const path of workflows.keys()) {
      const { findings, report } = collector('action-validator', path);
      const { status, stdout, stderr } = run(process.execPath, [validator, path], dir);
      if (status !== 0) report('G00', null, `${stdout}${stderr}`.trim());
      all.push(...findings);
    }
    return all;
  });
}
