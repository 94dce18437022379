import type { JsonValue } from '../../src/core/model/rigging.ts';
import type { EnvironmentName } from '../_shared/views/overlays.ts';
import type { ChartComponent } from '../helm-templates/chart-component.ts';
import { changesOf, type WorkloadChange } from '../k8s-basic/environments.ts';

type Values = { readonly [key: string]: JsonValue };

/** What is neither `null` nor empty. */
function present(values: Values): Values {
  const isPresent = (value: JsonValue) =>
    value !== null && !(typeof value === 'object' && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isPresent(value)));
}

function processValues(change: WorkloadChange): Values {
  const { cpu, cpuLimit, replicas, minReplicas, maxReplicas } = change;
  const requests = present({ cpu });
  const limits = present({ cpu: cpuLimit });
  return present({
    replicas,
    autoscaling: present({ minReplicas, maxReplicas }),
    resources: present({ requests, limits }),
  });
}

/** The values of one environment: what its overlay patches, by the chart's keys. */
export function environmentValues(name: EnvironmentName, components: readonly ChartComponent[]): Values {
  const values: Record<string, JsonValue> = {};
  for (const { place, objects, workloads } of components) {
    const { host, logLevel, workloads: changes } = changesOf(name, objects);
    const isRoute = objects.view.hasRoute === true;
    const processes = workloads.map(({ key }, index) => {
      const change = changes[index];
      return [key, change === undefined ? {} : processValues(change)] as const;
    });
    values[place.key] = present({
      config: logLevel === null ? null : { [logLevel.name]: logLevel.value },
      ingress: isRoute ? null : present({ host }),
      route: isRoute ? present({ host }) : null,
      processes: present(Object.fromEntries(processes)),
    });
  }
  return present(values);
}
