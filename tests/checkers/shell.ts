import { isScalar, type Scalar } from 'yaml';
import { demand } from './available.ts';
import { dockerfilesOf, parseDockerfile } from './dockerfile-model.ts';
import type { Finding, OutputFiles } from './finding.ts';
import { pathsNamed } from './finding.ts';
import { isGithub } from './github.ts';
import { shellSteps } from './jenkinsfile-tree.ts';
import { entries, get, list, number, text } from './json.ts';
import { run, withFiles } from './process.ts';
import { documentsOf } from './yaml-documents.ts';

interface Script {
  readonly id: 'D26' | 'J00' | 'G05' | 'L03';
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

function jenkinsScripts(file: string, content: string): readonly Script[] {
  return shellSteps(content).map(({ script, line }) => {
    const isWhole = script.trimStart().startsWith('#!');
    return { id: 'J00', file, line, content: isWhole ? script.trimStart() : `#!/bin/sh\n${script}\n` };
  });
}

/** The `run` steps of a workflow, in the shell that GitHub takes on Linux. */
function githubScripts(file: string, content: string): readonly Script[] {
  const { documents, lines } = documentsOf(content);
  const [document] = documents;
  return entries(document?.toJS(), 'jobs').flatMap(([name, job]) =>
    list(job, 'steps').flatMap((step, index) => {
      const script = text(step, 'run');
      const node: unknown = document?.getIn(['jobs', name, 'steps', index, 'run'], true);
      const { line } = lines.linePos(isScalar(node) ? ((node as Scalar).range?.[0] ?? 0) : 0);
      return script === '' ? [] : [{ id: 'G05' as const, file, line, content: `#!/bin/bash\n${script}\n` }];
    }),
  );
}

/** Each job's commands as GitLab runs them: one script, in whatever shell the image has. */
function gitlabScripts(file: string, content: string): readonly Script[] {
  const model: unknown = documentsOf(content).documents.at(-1)?.toJS();
  const commands = (job: unknown, key: string) => {
    const value = get(job, key);
    return typeof value === 'string' ? [value] : list(job, key).flat(9).map(String);
  };
  return entries(model).flatMap(([, job]) => {
    const whole = [...commands(job, 'before_script'), ...commands(job, 'script')];
    return [whole, commands(job, 'after_script')]
      .filter((lines) => lines.length > 0)
      .map((lines) => ({ id: 'L03' as const, file, line: 1, content: `#!/bin/sh\n${lines.join('\n')}\n` }));
  });
}

function scriptsOf(files: OutputFiles): readonly Script[] {
  const of = (paths: readonly string[], read: (path: string, content: string) => readonly Script[]) =>
    paths.flatMap((path) => read(path, files.get(path) ?? ''));
  return [
    ...of(dockerfilesOf(files), dockerfileScripts),
    ...of(pathsNamed(files, /^Jenkinsfile/), jenkinsScripts),
    ...of([...files.keys()].filter(isGithub), githubScripts),
    ...of(pathsNamed(files, /^\.gitlab-ci\.yml$/), gitlabScripts),
    ...of(pathsNamed(files, /\.sh$/), (file, content) => [{ id: 'D26', file, line: 1, content }]),
  ];
}

/** What shellcheck says of each of these scripts; one process for all of them. */
function comments(contents: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const shellcheck = contents.length === 0 ? null : demand('shellcheck');
  if (shellcheck === null) return new Map();
  const inputs = new Map(contents.map((content, index) => [`${index}.sh`, content]));
  const { stdout, stderr } = withFiles(inputs, (dir) =>
    run(shellcheck, ['--format=json', '--norc', ...inputs.keys()], dir),
  );
  if (stdout.trim() === '') throw new Error(`shellcheck said nothing: ${stderr}`);
  const found = new Map<string, string[]>();
  for (const comment of list(JSON.parse(stdout))) {
    const content = inputs.get(text(comment, 'file')) ?? '';
    const message = `SC${number(comment, 'code')} ${text(comment, 'message')}`;
    found.set(content, [...(found.get(content) ?? []), message]);
  }
  return found;
}

/**
 * D26, J00, G05 and L03: shellcheck, at every level, over RUN lines in shell form, the commands of pipelines and scripts.
 * Many outputs at once, since the same script is in many of them and is read once.
 */
export function checkShells(outputs: readonly OutputFiles[]): readonly (readonly Finding[])[] {
  const scripts = outputs.map(scriptsOf);
  const said = comments([...new Set(scripts.flat().map(({ content }) => content))]);
  return scripts.map((own) =>
    own.flatMap(({ id, file, line, content }) =>
      (said.get(content) ?? []).map((message) => ({ checker: 'shell', id, file, line, message })),
    ),
  );
}

/** {@link checkShells} of one output. */
export function checkShell(files: OutputFiles): readonly Finding[] {
  return checkShells([files]).flat();
}
