import type { RelPath } from './paths.ts';

/** Kubernetes manifests or a Helm chart that the project has of its own. */
export interface OwnManifests {
  readonly kind: 'plain' | 'kustomize' | 'helm';
  /** The folder that is applied, or the chart. */
  readonly folder: RelPath;
  /** The files of plain manifests; none for the other kinds. */
  readonly files: readonly RelPath[];
  /** The image that they run the component from, without tag and digest; `null` where that cannot be told. */
  readonly image: string | null;
  readonly deployments: readonly string[];
  readonly jobs: readonly string[];
  /** The namespace that all of them name; `null` where none or several are named. */
  readonly namespace: string | null;
}
