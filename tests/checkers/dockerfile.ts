import { validate } from 'dockerfile-utils';
import { checkBases } from './dockerfile-base.ts';
import { checkInstalls } from './dockerfile-install.ts';
import { parseDockerfile } from './dockerfile-model.ts';
import { checkRunLines } from './dockerfile-run.ts';
import { checkRuntime } from './dockerfile-runtime.ts';
import { checkDockerignore } from './dockerignore.ts';
import { collector, type Finding, type OutputFiles, pathsNamed } from './finding.ts';

/** The Dockerfiles of an output, sorted. */
export function dockerfilesOf(files: OutputFiles): readonly string[] {
  return pathsNamed(files, /^(Dockerfile|.+\.Dockerfile|Dockerfile\.(?!dockerignore$).+)$/);
}

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
    findings.push(...found, ...checkDockerignore(path, model, files));
  }
  return findings;
}
