import { parse } from 'yaml';
import { stagesOf, titleOf } from '../checkers/jenkinsfile-structure.ts';
import { child, parseJenkinsfile, shellSteps } from '../checkers/jenkinsfile-tree.ts';
import { entries, get, list, text } from '../checkers/json.ts';

/** One step of a rendered pipeline: its name and its shell text. */
export interface RenderedStep {
  readonly title: string;
  readonly script: string;
}

/** The stages of a Jenkinsfile that have steps, in their order; the checkout is left out. */
export function jenkinsSteps(content: string): readonly string[] {
  const [pipeline] = parseJenkinsfile(content).filter(({ name }) => name === 'pipeline');
  if (pipeline === undefined) return [];
  return stagesOf(pipeline)
    .filter((stage) => child(stage, 'steps') !== undefined)
    .map(titleOf)
    .filter((title) => title !== 'Checkout');
}

/** The jobs of a workflow or pipeline in an order in which they may run: each after those that it needs. */
function ordered(jobs: readonly (readonly [string, unknown])[]): readonly unknown[] {
  const done = new Map<string, unknown>();
  for (let round = 0; round <= jobs.length; round += 1) {
    for (const [name, job] of jobs) {
      const needs = [get(job, 'needs') ?? []].flat() as string[];
      if (!done.has(name) && needs.every((need) => done.has(need))) done.set(name, job);
    }
  }
  return [...done.values()];
}

/** The steps with an id and a name of a GitHub workflow, each once. */
export function githubSteps(content: string): readonly RenderedStep[] {
  const steps = ordered(entries(parse(content), 'jobs')).flatMap((job) => list(job, 'steps'));
  return steps
    .filter((step) => text(step, 'id') !== '' && text(step, 'name') !== '')
    .map((step) => ({ title: text(step, 'name'), script: text(step, 'run') }));
}

/** The script items of a GitLab pipeline, stage by stage, each with the step that it says it is. */
export function gitlabSteps(content: string): readonly RenderedStep[] {
  const model: unknown = parse(content);
  const jobs = entries(model).filter(([, job]) => list(job, 'script').length > 0);
  const scripts = ordered(jobs).flatMap((job) => list(job, 'script'));
  return scripts.map((script) => ({
    title: /^echo 'Step: ([^']*)'$/m.exec(String(script))?.[1] ?? '',
    script: String(script),
  }));
}

/** Every shell text of a pipeline, whichever system it is for. */
export function allScripts(path: string, content: string): readonly string[] {
  if (path === 'Jenkinsfile') return shellSteps(content).map(({ script }) => script);
  if (path === '.gitlab-ci.yml') return gitlabSteps(content).map(({ script }) => script);
  return entries(parse(content), 'jobs').flatMap(([, job]) =>
    list(job, 'steps')
      .map((step) => text(step, 'run'))
      .filter((script) => script !== ''),
  );
}

/** Each title once, at its first place. */
export function firstPlaces(steps: readonly RenderedStep[]): readonly string[] {
  return [...new Set(steps.map(({ title }) => title))];
}
