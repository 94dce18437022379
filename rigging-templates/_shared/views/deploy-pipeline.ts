import { dnsLabel } from '../../../src/core/model/names.ts';
import type { View } from '../../../src/core/model/rigging.ts';
import type { Pipeline } from './pipeline.ts';

/** What the deployment's scripts loop over: the variable's name and its words; an empty list is left out. */
export function deployLists(pipeline: Pipeline): readonly (readonly [string, readonly string[]])[] {
  const { images, deployments, statefulSets, jobs, releaseJobs, namespace, files } = pipeline;
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['NAMESPACE', namespace === null ? [] : [namespace]],
    ['FILES', files],
    ['DEPLOYED', images.filter(({ isDeployed }) => isDeployed).map(({ image }) => image)],
    ['DEPLOYMENTS', deployments.map((name) => `deployment/${name}`)],
    ['STATEFULSETS', statefulSets.map((name) => `statefulset/${name}`)],
    ['JOBS', jobs.map((name) => `job/${name}`)],
    ['RELEASE_JOBS', releaseJobs.map((name) => `job/${name}`)],
  ];
  return lists.filter(([, words]) => words.length > 0);
}

/** What the scripts ci/push-*, ci/apply and ci/verify need of a view. */
export function scriptView(pipeline: Pipeline): View {
  const rollouts = [
    ...(pipeline.deployments.length > 0 ? ['$DEPLOYMENTS'] : []),
    ...(pipeline.statefulSets.length > 0 ? ['$STATEFULSETS'] : []),
  ];
  return {
    target: pipeline.isPlaceholder ? '$REGISTRY/$image' : '$image',
    isPlaceholder: pipeline.isPlaceholder,
    kubectl: pipeline.namespace === null ? 'kubectl' : 'kubectl "$@"',
    isDeployedElsewhere: pipeline.isDeployedElsewhere,
    hasFiles: pipeline.files.length > 0,
    hasNamespace: pipeline.namespace !== null,
    hasDeployments: rollouts.length > 0,
    rollouts: rollouts.join(' '),
    hasDeploymentRevisions: pipeline.deployments.length > 0,
    hasSetRevisions: pipeline.statefulSets.length > 0,
    hasJobs: pipeline.jobs.length > 0,
    hasReleaseJobs: pipeline.releaseJobs.length > 0,
    firstRoles: ['config', ...pipeline.releaseRoles],
  };
}

/** The name of the lock that no two deployments of the project hold at once. */
export function lockName({ namespace, project }: Pipeline): string {
  return dnsLabel(['deploy', namespace, project].filter((part) => part !== null).join('-'));
}

/** What the script ci/changed needs: the components with the paths that concern them; `base` is the branch to compare with. */
export function changesView({ images }: Pipeline, base: string): View {
  const changes = images.flatMap(({ component, paths }): readonly View[] => {
    const [first, ...rest] = paths ?? [];
    return first === undefined ? [] : [{ component, first, rest }];
  });
  return { isFiltered: changes.length > 0, base, changes };
}

/** The components that are built only when their paths change. */
export function filtered({ images }: Pipeline): ReadonlySet<string> {
  return new Set(images.filter(({ paths }) => paths !== null).map(({ component }) => component));
}
