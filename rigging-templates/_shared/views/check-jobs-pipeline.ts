import type { CheckStep, ComponentChecks } from './check-step.ts';
import type { Pipeline } from './pipeline.ts';
import { installOwner, titlesOf } from './steps-pipeline.ts';
import { VARIABLE_NAME } from './variable-name.ts';

/** One step of a job that checks a component. */
export interface JobStep {
  /** Unique in the job: `install`, `lint`, `test`. */
  readonly id: string;
  readonly title: string;
  readonly step: CheckStep;
  readonly lines: readonly string[];
}

/** A job that installs what one component's checks need, and runs them; it shares no workspace with other jobs. */
export interface CheckJob {
  readonly component: string;
  readonly image: string;
  readonly steps: readonly JobStep[];
  readonly env: Readonly<Record<string, string>>;
}

/** The lines of a step; those that need programs of the installation begin with a line that puts them on the PATH. */
function linesOf({ path, lines }: CheckStep): readonly string[] {
  if (path === null) return lines;
  const prefix = path.includes('/.local/') ? 'NPM_CONFIG_PREFIX="$HOME/.local" ' : '';
  return [`export ${prefix}PATH="${path}:$PATH"`, ...lines];
}

function jobOf(pipeline: Pipeline, { component, install, lint, test }: ComponentChecks): CheckJob | null {
  const titles = titlesOf(pipeline);
  const all: readonly (readonly [string, string, CheckStep | null])[] = [
    ['install', titles.install(installOwner(pipeline, component)), install],
    ['lint', titles.lint(component), lint],
    ['test', titles.test(component), test],
  ];
  const steps = all.flatMap(([id, title, step]) => (step === null ? [] : [{ id, title, step, lines: linesOf(step) }]));
  const [first] = steps;
  if (first === undefined || (lint === null && test === null)) return null;
  const env = Object.entries(Object.assign({}, ...steps.map(({ step }) => step.env)) as Record<string, string>);
  return {
    component,
    image: first.step.image,
    steps,
    env: Object.fromEntries(env.filter(([name]) => VARIABLE_NAME.test(name))),
  };
}

/** The jobs that check each component; none for a component without lint and test. */
export function checkJobs(pipeline: Pipeline): readonly CheckJob[] {
  return pipeline.checks.flatMap((checks) => jobOf(pipeline, checks) ?? []);
}
