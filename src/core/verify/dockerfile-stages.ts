import { instructions } from '../render/verify/dockerfile.ts';

/** One instruction of a stage, its variables filled in as far as the file itself tells them. */
export interface Step {
  readonly keyword: string;
  readonly text: string;
  readonly line: number;
}

/** One stage of a Dockerfile. */
export interface Stage {
  /** The name after `AS`; `null` for none. */
  readonly name: string | null;
  /** The base image, or the name of an earlier stage. */
  readonly from: string;
  readonly steps: readonly Step[];
}

/** Blanks the bodies of heredocs, so that they are not taken for instructions; the numbers of the lines stay. */
function withoutHeredocs(text: string): string {
  const ends: string[] = [];
  return text
    .split('\n')
    .map((line) => {
      const [end] = ends;
      if (end !== undefined) {
        if (line.trim() === end) ends.shift();
        return '';
      }
      if (/^\s*(?:RUN|COPY|ADD)\s/i.test(line)) {
        for (const [, name = ''] of line.matchAll(/<<-?["']?(\w+)["']?/g)) ends.push(name);
      }
      return line;
    })
    .join('\n');
}

/** Fills in `$NAME`, `${NAME}` and `${NAME:-other}`; a variable of unknown value stays as it is written. */
function expand(text: string, known: ReadonlyMap<string, string>): string {
  return text.replace(/\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g, (whole, braced, fallback, bare) => {
    return known.get(braced ?? bare) ?? fallback ?? whole;
  });
}

function assignments(text: string): readonly (readonly [string, string])[] {
  const found = [...text.matchAll(/([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g)];
  return found.map(([, name = '', value = '']) => [name, value.replace(/^(["'])(.*)\1$/s, '$2')]);
}

/**
 * The stages of a Dockerfile in their order; text before the first FROM only gives arguments.
 * Source: https://docs.docker.com/reference/dockerfile/
 */
export function stagesOf(dockerfile: string): readonly Stage[] {
  const stages: { name: string | null; from: string; steps: Step[] }[] = [];
  const globals = new Map<string, string>();
  let known = new Map<string, string>();
  for (const { keyword, rest, line } of instructions(withoutHeredocs(dockerfile))) {
    const text = expand(rest, stages.length === 0 || keyword === 'FROM' ? globals : known);
    if (keyword === 'FROM') {
      const [, from = '', name] = /^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(text) ?? [];
      stages.push({ name: name ?? null, from, steps: [] });
      known = new Map();
    }
    if (keyword === 'ARG' && /^\w+$/.test(text)) known.set(text, globals.get(text) ?? '');
    if (keyword === 'ARG' || keyword === 'ENV') {
      for (const [name, value] of assignments(text)) (stages.length === 0 ? globals : known).set(name, value);
    }
    stages.at(-1)?.steps.push({ keyword, text, line });
  }
  return stages;
}

/** The steps that make the last stage, those of the stages that it builds on first. */
export function finalSteps(stages: readonly Stage[]): readonly Step[] {
  const chain: Stage[] = [];
  let at = stages.length - 1;
  while (at >= 0) {
    const stage = stages[at];
    if (stage === undefined) break;
    chain.unshift(stage);
    const { from } = stage;
    at = stages.findLastIndex((other, index) => index < at && other.name === from);
  }
  return chain.flatMap(({ steps }) => steps);
}
