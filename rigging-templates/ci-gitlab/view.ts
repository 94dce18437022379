import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { shellWord } from '../../src/core/render/escape.ts';
import { type CheckJob, checkJobs } from '../_shared/views/check-jobs-pipeline.ts';
import { ciData } from '../_shared/views/ci-data.ts';
import { deployLists, lockName, scriptView } from '../_shared/views/deploy-pipeline.ts';
import { type Pipeline, pipelineOf } from '../_shared/views/pipeline.ts';
import { reportGlobs } from '../_shared/views/reports-pipeline.ts';
import { titlesOf } from '../_shared/views/steps-pipeline.ts';

/** A value of `variables:`, in which GitLab expands `$`. Source: https://docs.gitlab.com/ci/variables/ */
function variable(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** Globs of `rules:changes`; empty where every change counts. */
function globs(pipeline: Pipeline, component: string): readonly string[] {
  const paths = pipeline.images.find((image) => image.component === component)?.paths ?? [];
  return paths.map((path) => (path.endsWith('/') ? `${path}**/*` : path));
}

function checkView(job: CheckJob, pipeline: Pipeline): View {
  const test = job.steps.find(({ id }) => id === 'test');
  const changes = globs(pipeline, job.component);
  return {
    component: job.component,
    isFiltered: changes.length > 0,
    changes,
    image: job.image,
    env: Object.entries(job.env).map(([name, value]) => ({ name, value: variable(value) })),
    hasEnv: Object.keys(job.env).length > 0,
    steps: job.steps.map(({ title, step, lines }) => ({
      title,
      // The steps of a job share one shell.
      moves: job.steps.some((one) => one.step.dir !== '.'),
      dir: shellWord(step.dir),
      lines,
    })),
    hasServices: (test?.step.services ?? []).length > 0,
    services: (test?.step.services ?? []).map(({ host, image, environment }) => ({
      host,
      image,
      hasEnv: Object.keys(environment).length > 0,
      env: Object.entries(environment).map(([name, value]) => ({ name, value: variable(value) })),
    })),
    hasReports: test !== undefined,
    reports: test === undefined ? [] : reportGlobs(test.step).map(variable),
  };
}

function imageViews(pipeline: Pipeline, checked: ReadonlySet<string>): readonly View[] {
  const titles = titlesOf(pipeline);
  return pipeline.images.map(({ component, image, context, dockerfile, secrets }) => {
    const changes = globs(pipeline, component);
    return {
      component,
      isFiltered: changes.length > 0,
      changes,
      needsCheck: checked.has(component),
      buildTitle: titles.build(component),
      scanTitle: titles.scan(component),
      image,
      archive: `${image.replace(/^.*\//, '')}.tar`,
      sbom: `${image.replace(/^.*\//, '')}.cdx.json`,
      context: variable(context),
      dockerfile: variable(dockerfile.includes('/') ? dockerfile : `./${dockerfile}`),
      secrets,
    };
  });
}

function deployViews(pipeline: Pipeline): readonly View[] {
  const titles = titlesOf(pipeline);
  return pipeline.waves.flatMap(({ clusters }, turn) =>
    clusters.map(({ name, manifests }, place) => {
      const before = place > 0 ? clusters[place - 1] : pipeline.waves[turn - 1]?.clusters.at(-1);
      return {
        ...scriptView(pipeline),
        id: `deploy-${name}`,
        cluster: name,
        manifests,
        // One approval for a wave: its further clusters follow by themselves.
        isManual: place === 0,
        isFirst: before === undefined,
        before: before === undefined ? '' : `deploy-${before.name}`,
        applyTitle: titles.apply(name),
        verifyTitle: titles.verify(name),
      };
    }),
  );
}

/** The GitLab pipeline of the whole project. */
export function view(input: ViewInput): View {
  const pipeline = pipelineOf(input);
  const { tools } = ciData(input.data);
  const jobs = checkJobs(pipeline);
  return {
    ...scriptView(pipeline),
    tools: { ...tools },
    branch: variable(String(input.options.deployBranch)),
    registry: pipeline.registry,
    pushed: pipeline.images.map(({ image }) => image).join(' '),
    pushTitle: titlesOf(pipeline).push,
    buildSecrets: [...new Set(pipeline.images.flatMap(({ secrets }) => secrets))],
    hasChecks: jobs.length > 0,
    checks: jobs.map((job) => checkView(job, pipeline)),
    isUntested: pipeline.checks.every(({ test }) => test === null),
    isUnlinted: pipeline.checks.every(({ lint }) => lint === null),
    images: imageViews(pipeline, new Set(jobs.map(({ component }) => component))),
    lock: lockName(pipeline),
    hasDeploy: pipeline.waves.length > 0,
    environments: pipeline.waves.flatMap(({ clusters }) => clusters.map(({ name }) => name)),
    deployVariables: deployLists(pipeline).map(([name, words]) => ({ name, value: words.join(' ') })),
    deploys: deployViews(pipeline),
  };
}
