import type { Component } from '../../../src/core/model/app-model.ts';
import { type RelPath, relativeTo } from '../../../src/core/model/paths.ts';
import type { FocusInput } from './node-install-plan.ts';

/** The component as a package of its workspace. */
export function focusOf(component: Component, root: RelPath): FocusInput {
  const packages = component.facts['runtime.workspace']?.packages ?? [];
  return {
    name: packages.find(({ dir }) => dir === component.dir)?.name ?? component.name,
    dir: relativeTo(component.dir, root),
    folders: packages
      .filter(({ development, inner }) => !development && inner !== true)
      .map(({ dir }) => relativeTo(dir, root)),
  };
}
