/** One step of a Dockerfile in BuildKit's plain progress output. */
export interface Step {
  /** The stage's name: `deps` of `[deps 3/5]`. */
  readonly stage: string;
  readonly instruction: string;
  readonly cached: boolean;
}

const FETCHED = /^(FROM|internal)\b/;

/** The steps of a build and which of them came from the cache, from the output of `--progress plain`; base images are left out. */
export function cachedSteps(output: string): readonly Step[] {
  const lines = output.split('\n');
  const cached = new Set(lines.map((line) => /^#(\d+) CACHED$/.exec(line.trim())?.[1]));
  const steps = new Map<string, Step>();
  for (const line of lines) {
    const [, number, stage, instruction] = /^#(\d+) \[(\S+) +\d+\/\d+\] (.+)$/.exec(line) ?? [];
    if (number === undefined || stage === undefined || instruction === undefined || FETCHED.test(instruction)) continue;
    steps.set(number, { stage, instruction, cached: cached.has(number) });
  }
  return [...steps.values()];
}
