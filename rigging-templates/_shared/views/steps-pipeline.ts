import { installKey } from './check-step.ts';
import type { Pipeline } from './pipeline.ts';

/** The names of a pipeline's steps; the component or cluster is left out where there is only one. */
export interface StepTitles {
  readonly install: (component: string) => string;
  readonly lint: (component: string) => string;
  readonly test: (component: string) => string;
  readonly build: (component: string) => string;
  readonly scan: (component: string) => string;
  readonly push: string;
  readonly apply: (cluster: string) => string;
  readonly verify: (cluster: string) => string;
}

/** How many installations the checks need. */
function installations({ checks }: Pipeline): number {
  return new Set(checks.flatMap(({ install }) => (install === null ? [] : [installKey(install)]))).size;
}

/** The titles that every CI system shows for the same step. */
export function titlesOf(pipeline: Pipeline): StepTitles {
  const clusters = pipeline.waves.reduce((count, wave) => count + wave.clusters.length, 0);
  const named = (verb: string, isOnly: boolean) => (name: string) => (isOnly ? verb : `${verb} ${name}`);
  const isOnly = pipeline.images.length === 1;
  return {
    install: named('Install', installations(pipeline) === 1),
    lint: named('Lint', isOnly),
    test: named('Test', isOnly),
    build: named('Build image', isOnly),
    scan: named('Scan image', isOnly),
    push: 'Push',
    apply: named('Apply', clusters <= 1),
    verify: named('Verify rollout', clusters <= 1),
  };
}

/** The component that gives an installation its name: the first that uses it. */
export function installOwner(pipeline: Pipeline, component: string): string {
  const own = pipeline.checks.find((one) => one.component === component)?.install;
  if (own == null) return component;
  const first = pipeline.checks.find(({ install }) => install !== null && installKey(install) === installKey(own));
  return first?.component ?? component;
}

/**
 * Every step in its order, as all three CI systems do them. A checkout comes before; an installation that several
 * components share is named once, although systems whose jobs share no workspace repeat it.
 */
export function stepsOf(pipeline: Pipeline): readonly string[] {
  const titles = titlesOf(pipeline);
  const steps: string[] = [];
  for (const { component, install, lint, test } of pipeline.checks) {
    if (install !== null) steps.push(titles.install(installOwner(pipeline, component)));
    if (lint !== null) steps.push(titles.lint(component));
    if (test !== null) steps.push(titles.test(component));
  }
  for (const { component } of pipeline.images) steps.push(titles.build(component), titles.scan(component));
  steps.push(titles.push);
  for (const { name } of pipeline.waves.flatMap(({ clusters }) => clusters)) {
    steps.push(titles.apply(name));
    if (pipeline.deployments.length + pipeline.statefulSets.length > 0) steps.push(titles.verify(name));
  }
  return [...new Set(steps)];
}
