import type { Component } from '../../../src/core/model/app-model.ts';
import { basename } from '../../../src/core/model/paths.ts';
import type { Scalar } from '../../../src/core/model/rigging.ts';
import { containerPath, runsIn, writableFolders } from './container.ts';

/** Names of folders that hold what users would miss. */
const KEPT = new Set(['data', 'db', 'database', 'sqlite', 'storage', 'uploads', 'media']);

/** The folder whose content must outlive a component's pods: what `dataPath` says, else that of a database, else one of a telling name. */
export function keptFolder(component: Component, options: Readonly<Record<string, Scalar>> | undefined): string | null {
  const said = String(options?.dataPath ?? '');
  if (said !== '') return containerPath(said, runsIn(component));
  const [kept] = component.facts['app.kept'] ?? [];
  if (kept !== undefined) return containerPath(kept, runsIn(component));
  return writableFolders(component).find(({ path }) => KEPT.has(basename(path).toLowerCase()))?.path ?? null;
}
