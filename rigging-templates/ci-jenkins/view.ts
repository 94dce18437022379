import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { ciData } from '../_shared/views/ci-data.ts';
import { changesView, deployLists, lockName, scriptView } from '../_shared/views/deploy-pipeline.ts';
import { pipelineOf } from '../_shared/views/pipeline.ts';
import { agentOf } from './agent.ts';
import { listView } from './literals.ts';
import { checkStages, clusterStages, imageStages } from './stages.ts';

/** Minutes that the first wave may take, and each further one with its approval. */
const WAVE_MINUTES = { first: 30, further: 60 } as const;

/** The Jenkinsfile of the whole project. */
export function view(input: ViewInput): View {
  const { options } = input;
  const pipeline = pipelineOf(input);
  const agent = agentOf(String(options.agent), pipeline.checks, ciData(input.data).tools);
  const further = Math.max(0, pipeline.waves.length - 1) * WAVE_MINUTES.further;
  const credentials = String(options.kubeCredentials);
  const clusters = pipeline.waves.flatMap((wave) => wave.clusters.map(({ name }) => name));
  return {
    ...scriptView(pipeline),
    ...changesView(pipeline, 'origin/$CHANGE_TARGET'),
    project: pipeline.project,
    isPod: agent.isPod,
    containers: agent.containers.map((container) => ({ ...container, env: container.env.map((one) => ({ ...one })) })),
    services: agent.containers.filter(({ isService }) => isService).map(({ name }) => name),
    agentLabel: String(options.agentLabel),
    registry: pipeline.registry,
    registryCredentials: String(options.registryCredentials),
    kubeCredentials: clusters.length === 1 ? [credentials] : clusters.map((name) => `${credentials}-${name}`),
    branch: String(options.deployBranch),
    lock: lockName(pipeline),
    imageNames: listView(
      'PUSHED',
      pipeline.images.map(({ image }) => image),
    ),
    buildSecrets: [...new Set(pipeline.images.flatMap(({ secrets }) => secrets))],
    checks: checkStages(pipeline, agent),
    isUntested: pipeline.checks.every(({ test }) => test === null),
    isUnlinted: pipeline.checks.every(({ lint }) => lint === null),
    images: imageStages(pipeline, agent),
    hasDeploy: pipeline.waves.length > 0,
    totalMinutes: 60 + further,
    deployMinutes: WAVE_MINUTES.first + further,
    deployVariables: deployLists(pipeline).map(([name, words]) => listView(name, words)),
    clusters: clusterStages(pipeline, agent, credentials),
  };
}
