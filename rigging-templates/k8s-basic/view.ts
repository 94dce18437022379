import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { overlaysOf } from '../_shared/views/overlays.ts';
import { componentObjects } from './objects.ts';

/** The files to write, by the view's own switches (see rigging.yaml); the kustomization lists the same ones. */
const FILES: readonly (readonly [when: string | null, file: string])[] = [
  [null, 'serviceaccount.yaml'],
  ['hasExternalSecret', 'externalsecret.yaml'],
  ['hasDeployment', 'deployment.yaml'],
  ['hasStatefulSet', 'statefulset.yaml'],
  ['hasProcesses', 'processes.yaml'],
  ['hasJobs', 'job.yaml'],
  ['hasCronJobs', 'cronjob.yaml'],
  ['hasService', 'service.yaml'],
  ['hasIngress', 'ingress.yaml'],
  ['hasRoute', 'httproute.yaml'],
  ['hasAutoscaler', 'hpa.yaml'],
  ['hasBudgets', 'pdb.yaml'],
  ['hasClaim', 'pvc.yaml'],
  [null, 'networkpolicy.yaml'],
];

/** The Kubernetes objects of one component, in `kubernetes/`, or in `kubernetes/base/` where there are overlays. */
export function view(input: ViewInput): View {
  const objects = componentObjects(input).view;
  const resources = FILES.filter(([when]) => when === null || objects[when] === true).map(([, file]) => file);
  const base = overlaysOf(input).length > 0 ? 'kubernetes/base/' : 'kubernetes/';
  const folder = input.model.components.length > 1 ? `${base}${input.component.name}/` : base;
  return { ...objects, folder, resources };
}
