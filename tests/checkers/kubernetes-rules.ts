import type { Finding, OutputFiles } from './finding.ts';
import { checkContainers } from './kubernetes-containers.ts';
import { bundleOf } from './kubernetes-model.ts';
import { checkNetwork } from './kubernetes-network.ts';
import { checkObjects } from './kubernetes-objects.ts';
import { checkSecurity } from './kubernetes-security.ts';
import { checkWorkloads } from './kubernetes-workloads.ts';
import type { Rendered } from './kustomize.ts';
import { isKustomization, type KubernetesObject, kubernetesFiles, objectsOf } from './yaml-documents.ts';

/** The comments of the manifests: what rendering loses and some rules ask for. */
function commentsOf(files: OutputFiles): string {
  const lines = kubernetesFiles(files).flatMap((path) => (files.get(path) ?? '').split('\n'));
  return lines
    .filter((line) => line.includes('#'))
    .map((line) => line.slice(line.indexOf('#')))
    .join('\n');
}

/** The objects as they lie in the files, for when kubectl is missing. */
function unrendered(files: OutputFiles): readonly KubernetesObject[] {
  const paths = kubernetesFiles(files).filter(
    (path) => !isKustomization(path) && !/\/(patches|overlays)\/|\.example\.ya?ml$/.test(path),
  );
  return paths.flatMap((path) => objectsOf(path, files.get(path) ?? ''));
}

/** All rules over one set of objects. */
export function checkObjectRules(objects: readonly KubernetesObject[], comments: string): readonly Finding[] {
  if (objects.length === 0) return [];
  const bundle = bundleOf(objects, comments);
  return [
    ...checkSecurity(bundle),
    ...checkContainers(bundle),
    ...checkWorkloads(bundle),
    ...checkNetwork(bundle),
    ...checkObjects(bundle),
  ];
}

/** K00b and K01 to K41 as far as objects tell, over every rendered kustomization, or the sources without kubectl. */
export function checkKubernetesRules(files: OutputFiles, rendered: readonly Rendered[] | null): readonly Finding[] {
  const comments = commentsOf(files);
  if (rendered === null) return checkObjectRules(unrendered(files), comments);
  return rendered.flatMap(({ objects }) => checkObjectRules(objects ?? [], comments));
}
