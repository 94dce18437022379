import type { View } from '../../src/core/model/rigging.ts';
import { shellWord } from '../../src/core/render/escape.ts';
import type { CheckStep } from '../_shared/views/check-step.ts';
import { filtered, scriptView } from '../_shared/views/deploy-pipeline.ts';
import type { Pipeline } from '../_shared/views/pipeline.ts';
import { reportGlobs } from '../_shared/views/reports-pipeline.ts';
import { installOwner, titlesOf } from '../_shared/views/steps-pipeline.ts';
import type { TestService } from '../_shared/views/test-services.ts';
import { VARIABLE_NAME } from '../_shared/views/variable-name.ts';
import type { Agent } from './agent.ts';
import { textView } from './literals.ts';

interface StageTraits {
  readonly title: string;
  readonly isTest: boolean;
  /** The component whose change calls for the stage; `null` = it always runs. */
  readonly only: string | null;
}

function checkStage(step: CheckStep, { title, isTest, only }: StageTraits, agent: Agent): View {
  const variables = Object.entries(step.env).filter(([name]) => VARIABLE_NAME.test(name));
  // The line puts the folder on the PATH, since a docker agent does not take one from Jenkins.
  const lines = step.lines.map((line) => (step.path === null ? line : `export PATH="${step.path}:$PATH" && ${line}`));
  // In a pod the services run from its start; on an agent the stage starts them in a network of its own.
  const services = agent.isPod ? [] : (step.services ?? []);
  return {
    title,
    isFiltered: only !== null,
    component: only ?? '',
    image: step.image,
    hasAgent: !agent.isPod && services.length === 0,
    hasServices: services.length > 0,
    services: services.map(serviceView),
    container: agent.containerOf(step.image),
    hasDir: step.dir !== '.',
    dir: step.dir,
    needsTools: step.path?.includes('/.local/') ?? false,
    variables: variables.map(([name, value]) => ({ name, value })),
    secrets: step.secrets ?? [],
    scripts: lines.map(textView),
    hasReports: isTest,
    reports: textView(reportGlobs(step).join(', ')),
  };
}

/** A service as the arguments of `docker run`; nothing of the table holds what single quotes cannot. */
function serviceView({ host, image, environment, health }: TestService): View {
  const options = Object.entries(environment).map(([name, value]) => `--env ${shellWord(`${name}=${value}`)}`);
  return { host, image, options, health: shellWord(health) };
}

/** The install, lint and test stages of each component; an installation that several share is done once. */
export function checkStages(pipeline: Pipeline, agent: Agent): readonly View[] {
  const titles = titlesOf(pipeline);
  const only = filtered(pipeline);
  const stages: View[] = [];
  for (const { component, install, lint, test } of pipeline.checks) {
    const traits = { isTest: false, only: only.has(component) ? component : null };
    if (install !== null && installOwner(pipeline, component) === component) {
      const users = pipeline.checks.filter((other) => installOwner(pipeline, other.component) === component);
      const shared = users.length > 1 ? { ...traits, only: null } : traits;
      stages.push(checkStage(install, { ...shared, title: titles.install(component) }, agent));
    }
    if (lint !== null) stages.push(checkStage(lint, { ...traits, title: titles.lint(component) }, agent));
    if (test !== null) stages.push(checkStage(test, { ...traits, isTest: true, title: titles.test(component) }, agent));
  }
  return stages;
}

/** The build and scan stages of each image. */
export function imageStages(pipeline: Pipeline, { isPod }: Agent): readonly View[] {
  const titles = titlesOf(pipeline);
  const only = filtered(pipeline);
  return pipeline.images.map(({ component, image, context, dockerfile, secrets }) => ({
    title: pipeline.images.length === 1 ? 'Image' : `Image ${component}`,
    buildTitle: titles.build(component),
    scanTitle: titles.scan(component),
    isFiltered: only.has(component),
    component,
    isPod,
    image,
    context,
    // The pod's builder wants the folder: a path always has one.
    dockerfile: isPod && !dockerfile.includes('/') ? `./${dockerfile}` : dockerfile,
    hasSecrets: secrets.length > 0,
    secrets,
  }));
}

/** The clusters, wave by wave; the first of every wave but the first asks for the whole wave. */
export function clusterStages(pipeline: Pipeline, { isPod }: Agent, credentials: string): readonly View[] {
  const titles = titlesOf(pipeline);
  const count = pipeline.waves.flatMap((wave) => wave.clusters).length;
  return pipeline.waves.flatMap((wave, turn) =>
    wave.clusters.map(({ name, manifests }, place) => ({
      ...scriptView(pipeline),
      isPod,
      title: `Cluster ${name}`,
      message:
        turn === 0 || place > 0 ? '' : `Deploy to ${wave.clusters.map((cluster) => cluster.name).join(' and ')}?`,
      applyTitle: titles.apply(name),
      verifyTitle: titles.verify(name),
      manifests,
      kubeCredentials: count === 1 ? credentials : `${credentials}-${name}`,
    })),
  );
}
