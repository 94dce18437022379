import { dnsLabel } from '../../src/core/model/names.ts';
import type { ViewInput } from '../../src/core/model/rigging.ts';

/** The chart's name: the project's. */
export function chartName({ model }: Pick<ViewInput, 'model'>): string {
  return dnsLabel(model.name);
}

/** The chart's folder. */
export function chartFolder(input: Pick<ViewInput, 'model'>): string {
  return `helm/${chartName(input)}/`;
}

/** Names as keys that a template can reach with a dot (`my-api` becomes `myApi`), each of them unique. */
export function valueKeys(names: readonly string[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of names) {
    const camel = name.replace(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    let key = camel;
    for (let number = 2; taken.has(key); number += 1) key = `${camel}x${number}`;
    taken.add(key);
    keys.set(name, key);
  }
  return keys;
}

/** An object's name in the chart: the release's name takes the place of the project's, so that two releases stay apart. */
export function releasedName(name: string, project: string): string {
  if (name === project) return '{{ .Release.Name }}';
  return name.startsWith(`${project}-`) ? `{{ .Release.Name }}${name.slice(project.length)}` : name;
}
