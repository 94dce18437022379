import type { Component } from '../../src/core/model/app-model.ts';
import { dnsLabel } from '../../src/core/model/names.ts';
import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { type ContainerFacts, userOf } from '../_shared/views/container.ts';
import { isLasting, nameWith, type Process } from '../_shared/views/processes.ts';
import { containerArgs } from './args.ts';
import type { Environment } from './environment.ts';
import { egressPorts } from './network.ts';
import { probesOf, probesWhy } from './probes.ts';
import { resourcesOf } from './resources.ts';
import { needsOf, STATIC_NEEDS } from './runtimes.ts';
import { type Scaling, scalingOf } from './scaling.ts';
import type { Storage } from './storage.ts';

/** What all workloads of a component share. */
export interface Surroundings {
  readonly container: ContainerFacts;
  readonly environment: Environment;
  readonly storage: Storage;
}

/** Seconds from SIGTERM to SIGKILL: the wait before it, the requests or the task at hand, and some room. */
const GRACE = { web: 40, static: 30, worker: 60, job: 30 } as const;

/** A web server's probes and port; of any other process none. */
function serving(component: Component, { container }: Surroundings, isOwn: boolean): View {
  const isStatic = component.facts['app.kind'] === 'static';
  const needs = isStatic ? STATIC_NEEDS : needsOf(component.facts['runtime.language']);
  const kind = component.facts['app.kind'];
  const isServing = isOwn && container.port !== null && (kind === 'web' || isStatic);
  const { health } = container;
  return {
    hasPort: isServing,
    port: isServing ? container.port : null,
    hasPreStop: isServing,
    probes: isServing ? probesOf({ health, startup: needs.startup }) : [],
  };
}

/** The name of the component's ConfigMap, short enough for the hash that kustomize adds. */
export function configMapName(container: ContainerFacts): string {
  return nameWith(container.name.slice(0, 45), 'config');
}

function graceOf(component: Component, process: Process): number {
  if (!isLasting(process)) return GRACE.job;
  if (process.command !== null) return GRACE.worker;
  const kind = component.facts['app.kind'];
  return kind === 'web' || kind === 'static' ? GRACE[kind] : GRACE.worker;
}

/** One workload as the templates see it; `scaling` is also what decides on the budget and the autoscaler. */
export function workload(
  process: Process,
  surroundings: Surroundings,
  input: ViewInput,
): { readonly view: View; readonly scaling: Scaling } {
  const { component, options, model } = input;
  const { container, environment, storage } = surroundings;
  const isOwn = process.command === null;
  const isStatic = component.facts['app.kind'] === 'static';
  const needs = isStatic ? STATIC_NEEDS : needsOf(component.facts['runtime.language']);
  const scaling = scalingOf(process, component, storage.isStateful, options);
  const served = serving(component, surroundings, isOwn);
  const ports = isStatic ? [] : egressPorts(component.facts['app.services'] ?? []);
  const { volumes } = storage;
  const isOwnClaim = (claim: string | null) => claim !== null && process.kind === 'statefulset';
  const view = {
    ...served,
    name: process.name,
    component: process.role,
    project: dnsLabel(model.name),
    tag: container.tag,
    imageRef: `${container.image}:${container.tag}`,
    hasArgs: !isOwn,
    args: process.command === null ? [] : containerArgs(process.command),
    serviceAccount: container.name,
    ...userOf(component),
    grace: graceOf(component, process),
    hasReplicas: scaling.replicas !== null,
    replicas: scaling.replicas,
    replicasWhy: scaling.why,
    isRecreate: scaling.isRecreate,
    isSpread: process.kind === 'deployment',
    headless: nameWith(process.name, 'pods'),
    claimPath: storage.claimPath,
    dataSize: String(options.dataSize),
    progressDeadline: needs.startup + 240,
    deadline: process.role === 'job' || process.schedule !== null ? 3600 : 600,
    schedule: process.schedule,
    probesWhy: !isLasting(process) ? null : probesWhy(served.hasPort === true, container.health),
    resources: resourcesOf(needs, options, storage.volumes),
    volumes: volumes.map(({ name, path }) => ({ name, path })),
    podVolumes: volumes
      .filter(({ claim }) => !isOwnClaim(claim))
      .map(({ name, size, claim }) => ({ name, size, claim })),
    claimVolume: volumes.find(({ claim }) => isOwnClaim(claim))?.name ?? null,
    hasConfig: environment.literals.length > 0,
    configMap: configMapName(container),
    hasSecret: environment.secretEnv.length > 0,
    secretEnv: environment.secretEnv.map((variable) => ({ ...variable })),
    ingressNamespace: String(options.ingressNamespace),
    hasPeers: !isStatic && model.components.length > 1,
    hasEgressPorts: ports.length > 0,
    egressPorts: ports.map((port) => ({ ...port })),
  };
  return { view, scaling };
}
