import { entries, get, text } from '../json.ts';
import type { KubernetesObject } from '../yaml-documents.ts';

/** What Helm alone adds. The name of Kustomize's ConfigMap has a hash, for which the chart has an annotation. */
const OF_HELM = new Set(['helm.sh/chart', 'helm.sh/hook', 'helm.sh/hook-delete-policy', 'checksum/config']);

/** A value without what differs between Helm and Kustomize, its keys in order. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'string') return value.replace(/-config-[a-z0-9]{10}$/, '-config');
  if (typeof value !== 'object' || value === null) return value;
  const kept = entries(value)
    .filter(([key]) => !OF_HELM.has(key) && key !== 'app.kubernetes.io/managed-by')
    .map(([key, one]) => [key, plain(one)] as const)
    .filter(([key, one]) => key !== 'annotations' || entries(one).length > 0);
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Objects as texts that are equal where Helm and Kustomize make the same. */
export function comparable(objects: readonly KubernetesObject[]): readonly string[] {
  return objects.map(({ data }) => JSON.stringify(plain(data), null, 1)).sort();
}

/** True for what `helm test` runs, which Kustomize has nothing like. */
export function isTest({ data }: KubernetesObject): boolean {
  return get(data, 'metadata', 'annotations', 'helm.sh/hook') === 'test';
}

function titleOf(object: string): string {
  const data: unknown = JSON.parse(object);
  return `${text(data, 'kind')}/${text(data, 'metadata', 'name')}`;
}

/** The objects that only one of two sides has, by kind and name. */
export function differences(made: readonly KubernetesObject[], wanted: readonly KubernetesObject[]): readonly string[] {
  const [own, others] = [comparable(made), comparable(wanted)];
  const only = [...own.filter((one) => !others.includes(one)), ...others.filter((one) => !own.includes(one))];
  return [...new Set(only.map(titleOf))];
}
