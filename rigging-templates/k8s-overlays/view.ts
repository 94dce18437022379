import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { type EnvironmentName, overlaysOf } from '../_shared/views/overlays.ts';
import { changesOf } from '../k8s-basic/environments.ts';
import { type ComponentObjects, componentObjects } from '../k8s-basic/objects.ts';
import { patchesOf } from './patches.ts';

function overlay(name: EnvironmentName, all: readonly ComponentObjects[]): View {
  const changed = all.map((objects) => ({ objects, change: changesOf(name, objects) }));
  const patches = changed.flatMap(({ objects, change }) => patchesOf(objects, change));
  const configs = changed.flatMap(({ objects, change: { logLevel } }) =>
    logLevel === null
      ? []
      : [{ configMap: String(objects.view.configMap), literal: `${logLevel.name}=${logLevel.value}` }],
  );
  return { name, hasPatches: patches.length > 0, patches, hasConfig: configs.length > 0, configs };
}

/** What each overlay changes; the options are those of the manifests, which the overlays lie over. */
export function view(input: ViewInput): View {
  const names = overlaysOf(input);
  const all = input.components.map((component) =>
    componentObjects({ ...input, component, options: input.optionsOf[component.name] ?? input.options }),
  );
  const view: Record<string, View | boolean> = {};
  for (const name of ['dev', 'staging', 'prod'] as const) {
    view[name] = names.includes(name) ? overlay(name, all) : {};
    view[`has${name[0]?.toUpperCase()}${name.slice(1)}`] = names.includes(name);
  }
  return view;
}
