import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { containerFacts } from '../_shared/views/container.ts';
import { nameWith, type Process, processesOf } from '../_shared/views/processes.ts';
import { type Environment, environmentOf } from './environment.ts';
import { exposureOf } from './exposure.ts';
import type { Scaling } from './scaling.ts';
import { claimName, storageOf } from './storage.ts';
import { workload } from './workload.ts';

/** One workload: what it is, how it scales, and what the templates see of it. */
export interface Workload {
  readonly process: Process;
  readonly scaling: Scaling;
  readonly view: View;
}

/** The Kubernetes objects of one component: the one source of the manifests, the overlays and the chart. */
export interface ComponentObjects {
  readonly view: View;
  readonly workloads: readonly Workload[];
  readonly environment: Environment;
}

/** The component label of what pods need before they start, so that a pipeline can apply it first. */
const SHARED = 'config';

function viewsOf(workloads: readonly Workload[], kind: Process['kind']): readonly View[] {
  return workloads.filter(({ process }) => process.kind === kind).map(({ view }) => view);
}

function secretView({ secretEnv }: Environment, container: string, secret: string, store: string): View {
  const optional = secretEnv.filter(({ isOptional }) => isOptional).map(({ name }) => name);
  const required = secretEnv.filter(({ isOptional }) => !isOptional).map(({ name }) => name);
  return {
    secret,
    secretStore: store,
    remoteKey: container,
    requiredSecrets: required,
    optionalSecrets: optional.length > 0 ? optional.join(', ') : null,
    hasExternalSecret: store !== '' && required.length > 0,
    hasSecretExample: secretEnv.length > 0 && (store === '' || required.length === 0),
  };
}

/** Computes the objects of the component of `input`, by the options of k8s-basic. */
export function componentObjects(input: ViewInput): ComponentObjects {
  const { component, options } = input;
  const container = containerFacts(component, input);
  const secret = nameWith(container.name, 'secrets');
  const environment = environmentOf(component.facts['app.env'] ?? [], container.env, secret);
  const storage = storageOf(component, container, options);
  const surroundings = { container, environment, storage };
  const workloads = processesOf(component, input).map((process) => ({
    process,
    ...workload(process, surroundings, input),
  }));
  const deployments = viewsOf(workloads, 'deployment');
  const jobs = viewsOf(workloads, 'job');
  const cronJobs = viewsOf(workloads, 'cronjob');
  const [own] = workloads;
  const hasDeployment = own?.process.kind === 'deployment';
  const hasStatefulSet = own?.process.kind === 'statefulset';
  const budgets = workloads.filter(({ scaling }) => scaling.hasBudget).map(({ view }) => view);
  const hasService = own?.view.hasPort === true;
  const view: View = {
    ...own?.view,
    ...secretView(environment, container.name, secret, String(options.secretStore ?? '')),
    ...exposureOf(container, hasService, options),
    image: container.image,
    shared: { ...own?.view, name: container.name, component: SHARED },
    hasDeployment,
    hasStatefulSet,
    main: own?.view ?? {},
    hasProcesses: deployments.length > (hasDeployment ? 1 : 0),
    processes: hasDeployment ? deployments.slice(1) : deployments,
    hasJobs: jobs.length > 0,
    jobs,
    hasCronJobs: cronJobs.length > 0,
    cronJobs,
    workloads: workloads.map((one) => one.view),
    hasService,
    hasAutoscaler: own?.scaling.hasAutoscaler === true,
    minReplicas: own?.scaling.minimum ?? 1,
    maxReplicas: own?.scaling.maximum ?? 1,
    hasBudgets: budgets.length > 0,
    budgets,
    // A StatefulSet makes its claim itself.
    hasClaim: storage.claimPath !== null && !hasStatefulSet,
    hasData: storage.claimPath !== null,
    claimPath: storage.claimPath,
    claimName: claimName(container),
    dataSize: String(options.dataSize),
    literals: environment.literals,
  };
  return { view, workloads, environment };
}
