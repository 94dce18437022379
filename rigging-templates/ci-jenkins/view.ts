import { dnsLabel } from '../../src/core/model/names.ts';
import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { type Pipeline, pipelineOf } from '../_shared/views/pipeline.ts';
import { agentOf } from './agent.ts';
import { listView } from './literals.ts';
import { checkStages, imageStages } from './stages.ts';

/** A namespace; `null` for that of the kubeconfig, and for what can be no namespace. */
function namespaceOf(option: unknown): string | null {
  const name = String(option ?? '');
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name) ? name : null;
}

/** What the deployment's scripts loop over; an empty list is left out. */
function deployVariables(pipeline: Pipeline, namespace: string | null): readonly View[] {
  const { images, deployments, jobs, releaseJobs } = pipeline;
  const deployed = images.filter(({ isDeployed }) => isDeployed).map(({ image }) => image);
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['NAMESPACE', namespace === null ? [] : [namespace]],
    ['DEPLOYED', deployed],
    ['DEPLOYMENTS', deployments.map((name) => `deployment/${name}`)],
    ['JOBS', jobs.map((name) => `job/${name}`)],
    ['RELEASE_JOBS', releaseJobs.map((name) => `job/${name}`)],
  ];
  return lists.filter(([, words]) => words.length > 0).map(([name, words]) => listView(name, words));
}

/** The Jenkinsfile of the whole project. */
export function view(input: ViewInput): View {
  const { options } = input;
  const pipeline = pipelineOf(input);
  const agent = agentOf(String(options.agent), pipeline.checks);
  const namespace = namespaceOf(options.namespace);
  const stages = checkStages(pipeline.checks, input.components.length === 1, agent);
  return {
    project: pipeline.project,
    isPod: agent.isPod,
    containers: agent.containers.map((container) => ({ ...container })),
    agentLabel: String(options.agentLabel),
    registry: pipeline.registry,
    isPlaceholder: pipeline.isPlaceholder,
    target: pipeline.isPlaceholder ? '$REGISTRY/$image' : '$image',
    registryCredentials: String(options.registryCredentials),
    kubeCredentials: String(options.kubeCredentials),
    branch: String(options.deployBranch),
    lock: dnsLabel(['deploy', namespace, pipeline.project].filter((part) => part !== null).join('-')),
    imageNames: listView(
      'PUSHED',
      pipeline.images.map(({ image }) => image),
    ),
    buildSecrets: [...new Set(pipeline.images.flatMap(({ secrets }) => secrets))],
    checks: stages,
    isUntested: pipeline.checks.tests.length === 0,
    isUnlinted: pipeline.checks.lints.length === 0,
    images: imageStages(pipeline, agent),
    hasDeploy: options.deploy === true && pipeline.deployments.length + pipeline.jobs.length > 0,
    kubectl: namespace === null ? 'kubectl' : 'kubectl --namespace "$NAMESPACE"',
    deployVariables: deployVariables(pipeline, namespace),
    hasDeployments: pipeline.deployments.length > 0,
    hasJobs: pipeline.jobs.length > 0,
    hasReleaseJobs: pipeline.releaseJobs.length > 0,
    firstRoles: ['config', ...pipeline.releaseRoles],
  };
}
