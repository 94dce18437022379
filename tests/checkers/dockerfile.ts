import { validate } from 'dockerfile-utils';
import { checkBases } from './dockerfile-base.ts';
import { checkBuildkit } from './dockerfile-buildkit.ts';
import { checkInstalls } from './dockerfile-install.ts';
import { dockerfilesOf, parseDockerfile } from './dockerfile-model.ts';
import { checkRunLines } from './dockerfile-run.ts';
import { checkRuntime } from './dockerfile-runtime.ts';
import { checkEnds } from './dockerfile-versions.ts';
import { checkDockerignore } from './dockerignore.ts';
import { collector, type Finding, type OutputFiles } from './finding.ts';

/** Section D as far as it can be read from text, for every Dockerfile and its .dockerignore. */
export function checkDockerfiles(files: OutputFiles): readonly Finding[] {
  const findings: Finding[] = [];
  for (const path of dockerfilesOf(files)) {
    const content = files.get(path) ?? '';
    const { findings: found, report } = collector('dockerfile', path);
    for (const { range, message } of validate(content)) {
      report('D03', range.start.line + 1, typeof message === 'string' ? message : message.value);
    }
    const model = parseDockerfile(content);
    checkBases(content, model, report);
    checkInstalls(model, report);
    checkRunLines(model, report);
    checkRuntime(model, report);
    checkEnds(model, report);
    checkBuildkit(content, report);
    findings.push(...found, ...checkDockerignore(path, model, files));
  }
  return findings;
}
