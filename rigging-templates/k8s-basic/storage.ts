import type { Component } from '../../src/core/model/app-model.ts';
import { dnsLabel } from '../../src/core/model/names.ts';
import type { Scalar } from '../../src/core/model/rigging.ts';
import type { ContainerFacts } from '../_shared/views/container.ts';
import { keptFolder } from '../_shared/views/kept-folder.ts';
import { nameWith } from '../_shared/views/processes.ts';

/** One volume of a pod: an empty folder of limited size, or a claim. */
export interface Volume {
  readonly name: string;
  readonly path: string;
  /** MiB; `null` for a claim. */
  readonly sizeMi: number | null;
  readonly size: string | null;
  readonly claim: string | null;
}

/** What a pod writes, and whether it must outlive the pod. */
export interface Storage {
  readonly volumes: readonly Volume[];
  /** True when only one pod may run: its data lie in its own file system. */
  readonly isStateful: boolean;
  /** The folder of the persistent volume; `null` when there is none. */
  readonly claimPath: string | null;
}

const SIZES = { tmp: 64, other: 256 } as const;

function volume(name: string, path: string, claim: string | null): Volume {
  if (claim !== null) return { name, path, claim, size: null, sizeMi: null };
  const sizeMi = path === '/tmp' ? SIZES.tmp : SIZES.other;
  return { name, path, claim, size: `${sizeMi}Mi`, sizeMi };
}

/** The name of the component's PersistentVolumeClaim. */
export function claimName(container: ContainerFacts): string {
  return nameWith(container.name, 'data');
}

/** The volumes of a component's pods: one for each writable folder, the kept one on a claim of the container's name. */
export function storageOf(
  component: Component,
  container: ContainerFacts,
  options: Readonly<Record<string, Scalar>>,
): Storage {
  const claimPath = keptFolder(component, options);
  const folders = container.writable.filter(({ path }) => path !== claimPath);
  const volumes = folders.map(({ name, path }) => volume(name, path, null));
  if (claimPath !== null) volumes.push(volume(dnsLabel(`claim${claimPath}`), claimPath, claimName(container)));
  const hasFileDatabase = (component.facts['app.services'] ?? []).some(({ kind }) => kind === 'sqlite');
  return { volumes, claimPath, isStateful: claimPath !== null || hasFileDatabase };
}
