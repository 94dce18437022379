import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { containerFacts } from '../_shared/views/container.ts';
import { nameWith, processesOf } from '../_shared/views/processes.ts';
import { environmentOf } from './environment.ts';
import { claimName, storageOf } from './storage.ts';
import { workload } from './workload.ts';

/** The files to write, by the view's own switches (see rigging.yaml); the kustomization lists the same ones. */
const FILES: readonly (readonly [when: string | null, file: string])[] = [
  [null, 'serviceaccount.yaml'],
  ['hasDeployment', 'deployment.yaml'],
  ['hasProcesses', 'processes.yaml'],
  ['hasJobs', 'job.yaml'],
  ['hasService', 'service.yaml'],
  ['hasIngress', 'ingress.yaml'],
  ['hasAutoscaler', 'hpa.yaml'],
  ['hasBudgets', 'pdb.yaml'],
  ['hasClaim', 'pvc.yaml'],
  [null, 'networkpolicy.yaml'],
];

/** The component label of what pods need before they start, so that a pipeline can apply it first. */
const SHARED = 'config';

/** The Kubernetes objects of one component. */
export function view(input: ViewInput): View {
  const { component, model, options } = input;
  const container = containerFacts(component, input);
  const secret = nameWith(container.name, 'secrets');
  const environment = environmentOf(component.facts['app.env'] ?? [], container.env, secret);
  const storage = storageOf(component, container, String(options.dataPath));
  const processes = processesOf(component, input);
  const workloads = processes.map((process) => workload(process, { container, environment, storage }, input));
  const deployments = workloads
    .filter((_, index) => processes[index]?.kind === 'deployment')
    .map(({ view: one }) => one);
  const jobs = workloads.filter((_, index) => processes[index]?.kind === 'job').map(({ view: one }) => one);
  const own = workloads[0]?.view ?? {};
  const hasDeployment = processes[0]?.kind === 'deployment';
  const scaling = workloads[0]?.scaling;
  const budgets = workloads.filter((one) => one.scaling.hasBudget).map(({ view: one }) => one);
  const hasService = own.hasPort === true;
  const host = String(options.host);
  const all: View = {
    ...own,
    image: container.image,
    shared: { ...own, name: container.name, component: SHARED },
    hasDeployment,
    main: own,
    hasProcesses: deployments.length > (hasDeployment ? 1 : 0),
    processes: hasDeployment ? deployments.slice(1) : deployments,
    hasJobs: jobs.length > 0,
    jobs,
    workloads: workloads.map(({ view: one }) => one),
    hasService,
    hasIngress: hasService && host !== '',
    host,
    tlsSecret: nameWith(container.name, 'tls'),
    ingressClass: String(options.ingressClass),
    hasAutoscaler: scaling?.hasAutoscaler === true,
    minReplicas: scaling?.minimum ?? 1,
    maxReplicas: scaling?.maximum ?? 1,
    hasBudgets: budgets.length > 0,
    budgets,
    hasClaim: storage.claimPath !== null,
    claimPath: storage.claimPath,
    claimName: claimName(container),
    dataSize: String(options.dataSize),
    secret,
    literals: environment.literals,
    folder: model.components.length > 1 ? `kubernetes/${component.name}/` : 'kubernetes/',
  };
  const resources = FILES.filter(([when]) => when === null || all[when] === true).map(([, file]) => file);
  return { ...all, resources };
}
