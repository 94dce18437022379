import type { JsonValue, View } from '../../src/core/model/rigging.ts';
import type { Workload } from '../k8s-basic/objects.ts';
import { escaped } from './escape.ts';
import { releasedName } from './names.ts';

/** Where a component's values and helpers are found. */
export interface ChartPlace {
  /** The chart's name, which its helpers begin with. */
  readonly chart: string;
  /** Key of the component below `.Values`. */
  readonly key: string;
}

type Fields = { readonly [key: string]: JsonValue };

/** When Helm runs a Job: a release's between the upgrade's call and the new pods, any other after them. */
function hookOf({ process }: Workload): string | null {
  if (process.kind !== 'job') return null;
  return process.command === null ? 'post-install,post-upgrade' : 'post-install,pre-upgrade';
}

function renamed(list: JsonValue | undefined, field: string, project: string): JsonValue {
  const items = (list ?? []) as unknown as readonly Fields[];
  return items.map((item) =>
    typeof item[field] === 'string' ? { ...item, [field]: releasedName(item[field], project) } : item,
  );
}

/** A workload of the manifests with Helm's expressions where the chart has values. */
export function chartWorkload(workload: Workload, place: ChartPlace, processKey: string, project: string): View {
  const { process, scaling } = workload;
  const view = escaped(workload.view) as View;
  const values = `.Values.${place.key}`;
  const own = `${values}.processes.${processKey}`;
  const isMany = scaling.replicas !== null && scaling.minimum > 1;
  return {
    ...view,
    chart: place.chart,
    helper: `${place.chart}.${place.key}.${processKey}`,
    values,
    own,
    image: `${place.chart}.${place.key}.image`,
    name: releasedName(String(view.name), project),
    project: '{{ .Release.Name }}',
    serviceAccount: releasedName(String(view.serviceAccount), project),
    configMap: releasedName(String(view.configMap), project),
    secretEnv: renamed(view.secretEnv, 'secret', project),
    podVolumes: renamed(view.podVolumes, 'claim', project),
    headless: releasedName(String(view.headless), project),
    dataSize: `{{ ${values}.data.size }}`,
    replicas: isMany ? `{{ ${own}.replicas }}` : (view.replicas ?? null),
    minReplicas: `{{ ${own}.autoscaling.minReplicas }}`,
    maxReplicas: `{{ ${own}.autoscaling.maxReplicas }}`,
    schedule: process.schedule === null ? null : `{{ ${own}.schedule }}`,
    ingressNamespace: `{{ ${values}.ingress.controllerNamespace }}`,
    resourcesIndent: process.kind === 'cronjob' ? 16 : 12,
    annotationsIndent: process.kind === 'cronjob' ? 12 : 8,
    hook: hookOf(workload),
  };
}
