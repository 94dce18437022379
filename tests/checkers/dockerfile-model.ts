import { DockerfileParser } from 'dockerfile-ast';
import { type OutputFiles, pathsNamed } from './finding.ts';

/** One instruction, flags apart from the rest. */
export interface Step {
  readonly keyword: string;
  /** `mount=type=cache,target=/x`: name and value of each `--name=value`. */
  readonly flags: readonly (readonly [name: string, value: string])[];
  /** What follows keyword and flags, continuation lines joined. */
  readonly text: string;
  /** The words of an exec-form CMD, ENTRYPOINT, RUN, SHELL or HEALTHCHECK CMD; `null` in shell form. */
  readonly argv: readonly string[] | null;
  readonly line: number;
}

/** One build stage. */
export interface Stage {
  readonly name: string;
  /** The image or stage that it starts from, global ARG defaults filled in. */
  readonly from: string;
  readonly fromFlags: readonly (readonly [string, string])[];
  readonly line: number;
  readonly steps: readonly Step[];
}

/** A Dockerfile as plain data. */
export interface DockerfileModel {
  readonly comments: readonly { readonly line: number; readonly text: string }[];
  /** ARGs before the first FROM. */
  readonly globals: readonly Step[];
  readonly stages: readonly Stage[];
}

/** Joins continuation lines and drops the comment lines between them, as the builder does. */
function joined(source: string): string {
  const kept = source.split('\n').filter((line, index) => index === 0 || !/^\s*#/.test(line));
  return kept.join('\n').replace(/\\[ \t]*\n/g, ' ');
}

function execForm(text: string): readonly string[] | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((word) => typeof word === 'string') ? parsed : null;
  } catch {
    return null;
  }
}

function stepOf(keyword: string, source: string, line: number): Step {
  let rest = joined(source).slice(keyword.length).trim();
  const flags: [string, string][] = [];
  for (
    let match = /^--([a-z-]+)(?:=(\S*))?\s*/.exec(rest);
    match !== null;
    match = /^--([a-z-]+)(?:=(\S*))?\s*/.exec(rest)
  ) {
    flags.push([match[1] ?? '', match[2] ?? '']);
    rest = rest.slice(match[0].length);
  }
  const command = keyword === 'HEALTHCHECK' ? rest.replace(/^CMD\s+/, '') : rest;
  return { keyword, flags, text: rest, argv: execForm(command), line };
}

/** `${NAME}`, `$NAME` and `${NAME:-default}` replaced by what is known; the rest stays. */
export function expand(text: string, known: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{(\w+)(?::-([^}]*))?\}|\$(\w+)/g, (whole, braced, fallback, bare) => {
    return known.get(braced ?? bare) ?? fallback ?? whole;
  });
}

/** `NAME=value` pairs of an ARG, ENV or LABEL instruction, quotes removed. */
export function pairs(step: Pick<Step, 'text'>): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  for (const match of step.text.matchAll(/("?[\w.-]+"?)=("(?:\\.|[^"\\])*"|'[^']*'|(?:\\.|[^\s\\])*)/g)) {
    found.push([(match[1] ?? '').replace(/"/g, ''), (match[2] ?? '').replace(/^(['"])(.*)\1$/s, '$2')]);
  }
  return found;
}

/** Parses a Dockerfile; never fails, since broken ones are dockerfile-utils' to report. */
export function parseDockerfile(content: string): DockerfileModel {
  const parsed = DockerfileParser.parse(content);
  const lines = content.split('\n');
  const globals: Step[] = [];
  const stages: { name: string; from: string; fromFlags: Step['flags']; line: number; steps: Step[] }[] = [];
  for (const instruction of parsed.getInstructions()) {
    const { start, end } = instruction.getRange();
    const keyword = instruction.getKeyword();
    const step = stepOf(
      keyword,
      lines
        .slice(start.line, end.line + 1)
        .join('\n')
        .trim(),
      start.line + 1,
    );
    const last = stages.at(-1);
    if (keyword === 'FROM') {
      const known = new Map(globals.flatMap(pairs));
      const [from = '', , name = ''] = step.text.split(/\s+/);
      stages.push({ name, from: expand(from, known), fromFlags: step.flags, line: step.line, steps: [] });
    } else if (last === undefined) globals.push(step);
    else last.steps.push(step);
  }
  const comments = parsed.getComments().map((comment) => ({
    line: comment.getRange().start.line + 1,
    text: comment.getContent() ?? '',
  }));
  return { comments, globals, stages };
}

/** The value of a flag, `undefined` when it is absent. */
export function flag(step: Pick<Step, 'flags'>, name: string): string | undefined {
  return step.flags.find(([key]) => key === name)?.[1];
}

/** Sources and destination of a COPY or ADD. */
export function copyPaths(step: Step): { readonly sources: readonly string[]; readonly target: string } {
  const words = [...(step.argv ?? step.text.split(/\s+/))];
  const target = words.pop() ?? '';
  return { sources: words, target };
}

/** A stage and the stages that it starts from, itself last. */
export function lineage(model: DockerfileModel, stage: Stage): readonly Stage[] {
  const index = model.stages.indexOf(stage);
  const parent = model.stages.slice(0, index).findLast((other) => other.name !== '' && other.name === stage.from);
  return parent === undefined ? [stage] : [...lineage(model, parent), stage];
}

/** The environment of a stage: ENV of its lineage, later ones winning. */
export function environment(model: DockerfileModel, stage: Stage): ReadonlyMap<string, string> {
  const steps = lineage(model, stage).flatMap((one) => one.steps);
  return new Map(steps.filter(({ keyword }) => keyword === 'ENV').flatMap(pairs));
}

/** The Dockerfiles of an output, sorted. */
export function dockerfilesOf(files: OutputFiles): readonly string[] {
  return pathsNamed(files, /^(Dockerfile|.+\.Dockerfile|Dockerfile\.(?!dockerignore$).+)$/);
}
