import { demand } from './available.ts';
import { dockerfilesOf } from './dockerfile.ts';
import { parseDockerfile } from './dockerfile-model.ts';
import type { Finding, OutputFiles } from './finding.ts';
import { pathsNamed } from './finding.ts';
import { shellSteps } from './jenkinsfile-tree.ts';
import { list, number, text } from './json.ts';
import { run, withFiles } from './process.ts';

interface Script {
  readonly id: 'D26' | 'J00';
  readonly file: string;
  readonly line: number;
  readonly content: string;
}

function dockerfileScripts(path: string, content: string): readonly Script[] {
  const scripts: Script[] = [];
  for (const { steps } of parseDockerfile(content).stages) {
    let shell = 'sh';
    for (const step of steps) {
      if (step.keyword === 'SHELL') shell = /bash/.test(step.argv?.[0] ?? '') ? 'bash' : 'sh';
      if (step.keyword !== 'RUN' || step.argv !== null) continue;
      scripts.push({ id: 'D26', file: path, line: step.line, content: `#!/bin/${shell}\n${step.text}\n` });
    }
  }
  return scripts;
}

function scriptsOf(files: OutputFiles): readonly Script[] {
  const scripts = dockerfilesOf(files).flatMap((path) => dockerfileScripts(path, files.get(path) ?? ''));
  for (const path of pathsNamed(files, /^Jenkinsfile/)) {
    for (const { script, line } of shellSteps(files.get(path) ?? '')) {
      const content = script.trimStart().startsWith('#!') ? script.trimStart() : `#!/bin/sh\n${script}\n`;
      scripts.push({ id: 'J00', file: path, line, content });
    }
  }
  for (const path of pathsNamed(files, /\.sh$/)) {
    scripts.push({ id: 'D26', file: path, line: 1, content: files.get(path) ?? '' });
  }
  return scripts;
}

/** D26 and J00: shellcheck, at every level, over RUN lines in shell form, `sh` steps and scripts; one process for all. */
export function checkShell(files: OutputFiles): readonly Finding[] {
  const scripts = scriptsOf(files);
  const shellcheck = scripts.length === 0 ? null : demand('shellcheck');
  if (shellcheck === null) return [];
  const inputs = new Map(scripts.map(({ content }, index) => [`${index}.sh`, content]));
  const { stdout, stderr } = withFiles(inputs, (dir) =>
    run(shellcheck, ['--format=json', '--norc', ...inputs.keys()], dir),
  );
  if (stdout.trim() === '') throw new Error(`shellcheck said nothing: ${stderr}`);
  const findings: Finding[] = [];
  for (const comment of list(JSON.parse(stdout))) {
    const script = scripts[Number.parseInt(text(comment, 'file'), 10)];
    if (script === undefined) continue;
    const message = `SC${number(comment, 'code')} ${text(comment, 'message')}`;
    findings.push({ checker: 'shell', id: script.id, file: script.file, line: script.line, message });
  }
  return findings;
}
