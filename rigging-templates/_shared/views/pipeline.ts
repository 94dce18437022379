import { type Component, contextOf } from '../../../src/core/model/app-model.ts';
import { dnsLabel } from '../../../src/core/model/names.ts';
import { join, type RelPath, ROOT } from '../../../src/core/model/paths.ts';
import type { ViewInput } from '../../../src/core/model/rigging.ts';
import { imageSecretsOf } from './build-secrets.ts';
import { pathsOf } from './changes-pipeline.ts';
import type { ComponentChecks } from './check-step.ts';
import { checksOf } from './checks.ts';
import { containerFacts, registryPrefix } from './container.ts';
import { adoptedManifests, registryHost } from './own-manifests-pipeline.ts';
import { type Process, processesOf } from './processes.ts';
import { VARIABLE_NAME } from './variable-name.ts';
import { type Wave, wavesOf } from './waves-pipeline.ts';

/** One image that a pipeline builds. */
export interface PipelineImage {
  /** The component's name. */
  readonly component: string;
  /** As the manifests name it, without tag: with registry and path where they are known. */
  readonly image: string;
  readonly context: RelPath;
  readonly dockerfile: RelPath;
  /** Names of build secrets; the pipeline's credential of the same name holds the value. */
  readonly secrets: readonly string[];
  /** False for a command-line tool, which no manifest runs. */
  readonly isDeployed: boolean;
  /** What must change in a pull request for the component to be checked and built; `null` = anything. */
  readonly paths: readonly string[] | null;
}

/** What every pipeline does, whichever system runs it. */
export interface Pipeline {
  readonly project: string;
  /** The host to log in to. */
  readonly registry: string;
  /** True when nobody has named a registry yet, so that {@link registry} is a placeholder. */
  readonly isPlaceholder: boolean;
  /** One for each image, in the same order. */
  readonly checks: readonly ComponentChecks[];
  readonly images: readonly PipelineImage[];
  /** Names of the Deployments, StatefulSets and Jobs that `kubernetes/` holds. */
  readonly deployments: readonly string[];
  readonly statefulSets: readonly string[];
  readonly jobs: readonly string[];
  /** The Jobs that must have succeeded before the Deployments change, and their component labels. */
  readonly releaseJobs: readonly string[];
  readonly releaseRoles: readonly string[];
  /** The namespace to deploy to; `null` for that of the kubeconfig. */
  readonly namespace: string | null;
  /** Where to deploy to, wave by wave; empty where nothing is deployed. */
  readonly waves: readonly Wave[];
  /** True where the project has a chart or manifests of its own that a pipeline cannot apply. */
  readonly isDeployedElsewhere: boolean;
  /** Files of the project's own manifests to apply where there is no kustomization of them; else none. */
  readonly files: readonly RelPath[];
}

/** The registry of a pipeline for which nobody has named one; to be set in derrick.yaml. */
const PLACEHOLDER = 'registry.example.com';

/** The cluster's name where nobody has named one. */
export const ONLY_CLUSTER = 'production';

function isDeployed(component: Component): boolean {
  return component.facts['app.kind'] !== 'cli';
}

function imageOf(component: Component, input: ViewInput): PipelineImage {
  const options = input.optionsOf[component.name] ?? {};
  return {
    component: component.name,
    image: containerFacts(component, { model: input.model, options }).image,
    context: contextOf(component),
    dockerfile: component.dir === ROOT ? join(ROOT, 'Dockerfile') : join(component.dir, 'Dockerfile'),
    isDeployed: isDeployed(component),
    paths: input.model.components.length === 1 ? null : pathsOf(component),
    secrets: imageSecretsOf(component).filter((name) => VARIABLE_NAME.test(name)),
  };
}

function names(processes: readonly Process[], kind: Process['kind']): readonly string[] {
  return processes.filter((process) => process.kind === kind).map(({ name }) => name);
}

function namespaceOf(option: unknown): string | null {
  const name = String(option ?? '');
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name) ? name : null;
}

/** What there is to deploy: the project's own manifests, else those that derrick writes. */
function deploymentOf(
  input: ViewInput,
): Pick<Pipeline, 'deployments' | 'statefulSets' | 'jobs' | 'releaseJobs' | 'releaseRoles'> {
  const own = adoptedManifests(input.components);
  if (own !== undefined)
    return { deployments: own.deployments, statefulSets: [], jobs: own.jobs, releaseJobs: [], releaseRoles: [] };
  const processes = input.components.filter(isDeployed).flatMap((component) => processesOf(component, input));
  const releases = processes.filter(({ kind, command }) => kind === 'job' && command !== null);
  return {
    deployments: names(processes, 'deployment'),
    statefulSets: names(processes, 'statefulset'),
    jobs: names(processes, 'job'),
    releaseJobs: releases.map(({ name }) => name),
    releaseRoles: [...new Set(releases.map(({ role }) => role))],
  };
}

/** The registry to log in to: the one that is set, else that of the images in the project's own manifests. */
function registryOf(option: unknown, own: readonly string[]): Pick<Pipeline, 'registry' | 'isPlaceholder'> {
  const prefix = registryPrefix(option);
  if (own.length === 0) {
    return { registry: prefix === '' ? PLACEHOLDER : prefix.replace(/\/.*/, ''), isPlaceholder: prefix === '' };
  }
  const [host] = own.map(registryHost).filter((name) => name !== '');
  // Where the manifests name no registry, their images get it in front of them only when they are pushed.
  if (host === undefined) return { registry: prefix === '' ? PLACEHOLDER : prefix, isPlaceholder: true };
  return { registry: host, isPlaceholder: false };
}

function waves({ components, options }: ViewInput): readonly Wave[] {
  if (options.deploy !== true || !components.some(isDeployed)) return [];
  const own = adoptedManifests(components);
  if (own?.folder === null) return [];
  const named = wavesOf(options.clusters, options.overlays);
  const all = named.length > 0 ? named : wavesOf(ONLY_CLUSTER, options.overlays);
  if (own === undefined) return all;
  const manifests = own.folder;
  return all.map(({ clusters }) => ({ clusters: clusters.map(({ name }) => ({ name, manifests })) }));
}

/** The neutral model of the pipeline; CI systems differ only in how they write it down. */
export function pipelineOf(input: ViewInput): Pipeline {
  const { components, model, options } = input;
  const own = adoptedManifests(components);
  return {
    project: dnsLabel(model.name),
    ...registryOf(options.registry, [...(own?.images.values() ?? [])]),
    checks: checksOf(components, input.data),
    images: components.map((component) => imageOf(component, input)),
    ...deploymentOf(input),
    namespace: namespaceOf(options.namespace) ?? namespaceOf(own?.namespace),
    waves: waves(input),
    isDeployedElsewhere: own?.folder === null,
    files: own?.files ?? [],
  };
}
