import { hostname } from 'node:os';
import type { ContainerEngine, Kind } from '../verify/container-engine.ts';

/** The labels of everything that `derrick up` makes without Compose: the project, and its folder on this machine. */
const LABELS = ['derrick.up', 'derrick.up.root'] as const;

/** The labels of one project. */
export function upLabels(project: string, root: string): Readonly<Record<string, string>> {
  return { [LABELS[0]]: project, [LABELS[1]]: place(root) };
}

/** The name of the project's network. */
export function networkName(project: string): string {
  return `${project}_up`;
}

/** Without spaces, which end a column. */
function place(root: string): string {
  return encodeURIComponent(`${hostname()}:${root}`);
}

/** Removes what was started from a folder, and nothing else; volumes only when that is asked for. Returns the names. */
export async function removeOfFolder(
  engine: ContainerEngine,
  root: string,
  withVolumes: boolean,
): Promise<readonly string[]> {
  const kinds: readonly Kind[] = ['container', 'network', ...(withVolumes ? (['volume'] as const) : [])];
  const removed: string[] = [];
  for (const kind of kinds) {
    const found = (await engine.labelled(kind, LABELS)).map((line) => line.split(' '));
    const names = found.filter(([, , where]) => where === place(root)).flatMap(([name]) => name ?? []);
    if (kind === 'container') await engine.stop(names);
    await engine.remove(kind, names);
    removed.push(...names);
  }
  return removed;
}
