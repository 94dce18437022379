import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { type CheckJob, checkJobs } from '../_shared/views/check-jobs-pipeline.ts';
import { ciData } from '../_shared/views/ci-data.ts';
import { changesView, deployLists, filtered, lockName, scriptView } from '../_shared/views/deploy-pipeline.ts';
import { type Pipeline, pipelineOf } from '../_shared/views/pipeline.ts';
import { reportGlobs } from '../_shared/views/reports-pipeline.ts';
import { titlesOf } from '../_shared/views/steps-pipeline.ts';
import { literal } from './literal.ts';

function pairs(env: Readonly<Record<string, string>>): readonly View[] {
  return Object.entries(env).map(([name, value]) => ({ name, value: literal(value) }));
}

function checkView(job: CheckJob, only: ReadonlySet<string>): View {
  const test = job.steps.find(({ id }) => id === 'test');
  return {
    component: job.component,
    isFiltered: only.has(job.component),
    image: job.image,
    env: pairs(job.env),
    hasEnv: Object.keys(job.env).length > 0,
    steps: job.steps.map(({ id, title, step, lines }) => ({
      id,
      title,
      hasDir: step.dir !== '.',
      dir: literal(step.dir),
      hasSecrets: (step.secrets ?? []).length > 0,
      secrets: step.secrets ?? [],
      lines: lines.map(literal),
    })),
    hasServices: (test?.step.services ?? []).length > 0,
    services: (test?.step.services ?? []).map(({ host, image, environment, health }) => ({
      host,
      image,
      hasEnv: Object.keys(environment).length > 0,
      env: pairs(environment),
      // The runner splits the line itself: it knows double quotes only.
      options: `--health-cmd "${health.replaceAll('"', '\\"')}" --health-interval 5s --health-retries 24`,
    })),
    hasReports: test !== undefined,
    reports: test === undefined ? [] : reportGlobs(test.step).map(literal),
  };
}

function imageView(pipeline: Pipeline): readonly View[] {
  const titles = titlesOf(pipeline);
  const only = filtered(pipeline);
  return pipeline.images.map(({ component, image, context, dockerfile, secrets }) => ({
    component,
    isFiltered: only.has(component),
    buildTitle: titles.build(component),
    scanTitle: titles.scan(component),
    image,
    context: literal(context),
    dockerfile: literal(dockerfile),
    secrets,
  }));
}

/** One job for each cluster; it waits for all clusters of the wave before. */
function deployJobs(pipeline: Pipeline): readonly View[] {
  const titles = titlesOf(pipeline);
  return pipeline.waves.flatMap(({ clusters }, turn) =>
    clusters.map(({ name, manifests }, place) => ({
      ...scriptView(pipeline),
      id: `deploy-${name}`,
      cluster: name,
      manifests,
      // Within a wave one cluster after the other, so that a fault shows before it is everywhere.
      needs: previous(pipeline, turn, place),
      applyTitle: titles.apply(name),
      verifyTitle: titles.verify(name),
    })),
  );
}

function previous({ waves }: Pipeline, turn: number, place: number): string {
  const before = place > 0 ? waves[turn]?.clusters[place - 1] : waves[turn - 1]?.clusters.at(-1);
  return before === undefined ? 'images' : `deploy-${before.name}`;
}

/** The GitHub Actions workflow of the whole project. */
export function view(input: ViewInput): View {
  const pipeline = pipelineOf(input);
  const { github, tools } = ciData(input.data);
  const only = filtered(pipeline);
  const jobs = checkJobs(pipeline);
  const ownRegistry = pipeline.isPlaceholder || pipeline.registry === 'ghcr.io';
  return {
    ...scriptView(pipeline),
    ...changesView(pipeline, 'origin/$BASE_REF'),
    ...github,
    trivy: tools.scan,
    branch: literal(String(input.options.deployBranch)),
    usesToken: ownRegistry,
    registry: pipeline.registry,
    pushed: pipeline.images.map(({ image }) => image).join(' '),
    pushTitle: titlesOf(pipeline).push,
    buildSecrets: [...new Set(pipeline.images.flatMap(({ secrets }) => secrets))],
    checks: jobs.map((job) => checkView(job, only)),
    isUntested: pipeline.checks.every(({ test }) => test === null),
    isUnlinted: pipeline.checks.every(({ lint }) => lint === null),
    needs: [...(only.size > 0 ? ['changes'] : []), ...jobs.map(({ component }) => `check-${component}`)],
    hasNeeds: only.size + jobs.length > 0,
    images: imageView(pipeline),
    lock: lockName(pipeline),
    hasDeploy: pipeline.waves.length > 0,
    environments: pipeline.waves.flatMap(({ clusters }) => clusters.map(({ name }) => name)),
    deployVariables: deployLists(pipeline).map(([name, words]) => ({ name, value: words.join(' ') })),
    deploys: deployJobs(pipeline),
  };
}
