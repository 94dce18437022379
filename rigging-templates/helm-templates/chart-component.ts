import type { Component } from '../../src/core/model/app-model.ts';
import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { type ComponentObjects, componentObjects, type Workload } from '../k8s-basic/objects.ts';
import { type ChartPlace, chartWorkload } from './chart-workload.ts';
import { chartName, valueKeys } from './names.ts';

/** One component as the chart sees it. */
export interface ChartComponent {
  readonly component: Component;
  readonly place: ChartPlace;
  readonly objects: ComponentObjects;
  /** Each workload with its key below `processes` and its view. */
  readonly workloads: readonly { readonly workload: Workload; readonly key: string; readonly view: View }[];
}

/** The components of a chart, from the same objects as the manifests. */
export function chartComponents(input: ViewInput): readonly ChartComponent[] {
  const chart = chartName(input);
  const keys = valueKeys(input.components.map(({ name }) => name));
  return input.components.map((component) => {
    const options = input.optionsOf[component.name] ?? input.options;
    const objects = componentObjects({ ...input, component, options });
    const place = { chart, key: keys.get(component.name) ?? component.name };
    const processKeys = valueKeys(objects.workloads.map(({ process }) => process.role));
    const workloads = objects.workloads.map((workload) => {
      const key = processKeys.get(workload.process.role) ?? workload.process.role;
      return { workload, key, view: chartWorkload(workload, place, key, chart) };
    });
    return { component, place, objects, workloads };
  });
}
