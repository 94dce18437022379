import { validateAction, validateWorkflow } from '@action-validator/core';
import { collector, type Finding, type OutputFiles } from './finding.ts';

/** True for a workflow or an action of GitHub. */
export function isGithub(path: string): boolean {
  return /(^|\/)\.github\/(workflows|actions)\/.*\.ya?ml$/.test(path);
}

/** G00: every GitHub workflow and action against action-validator's schema; its `paths` globs need the tree and are not resolved. */
export function checkGithubWorkflows(files: OutputFiles): readonly Finding[] {
  const own = [...files].filter(([path]) => isGithub(path));
  return own.flatMap(([path, content]) => {
    const { findings, report } = collector('action-validator', path);
    const { errors } = /\/action\.ya?ml$/.test(path) ? validateAction(content) : validateWorkflow(content);
    for (const error of errors) report('G00', null, JSON.stringify(error));
    return findings;
  });
}
