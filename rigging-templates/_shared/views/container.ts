import type { Component } from '../../../src/core/model/app-model.ts';
import { dnsLabel } from '../../../src/core/model/names.ts';
import { type RelPath, relativeTo } from '../../../src/core/model/paths.ts';
import type { ViewInput } from '../../../src/core/model/rigging.ts';
import { imageEnv } from './image-env.ts';

/** The user that an image runs as unless its base has a better one: numeric, so that kubelet's runAsNonRoot can check it. */
const USER = { uid: 10001, gid: 10001 } as const;

/** The user that distroless images bring: https://github.com/GoogleContainerTools/distroless */
const NONROOT = { uid: 65532, gid: 65532 } as const;

/** The user that a component's image runs as, and so its pods: that of a Dockerfile which stays, of a base image which brings one, else ours. */
export function userOf({ facts }: Component): { readonly uid: number; readonly gid: number } {
  if (facts['system.user'] !== undefined) return facts['system.user'];
  return /^gcr\.io\/distroless\/.*:nonroot/.test(facts['system.runImage'] ?? '') ? NONROOT : USER;
}

/** The folder of the application in every image. */
export const WORKDIR = '/app';

/** The folder that the process runs in, relative to the project root: the component's own unless it says otherwise. */
export function homeOf({ dir, facts }: Component): RelPath {
  return facts['app.home'] ?? dir;
}

/** A folder that the process writes to; everything else is read-only at run time. */
export interface WritableFolder {
  /** A DNS label, unique in the container. */
  readonly name: string;
  /** Absolute path in the container. */
  readonly path: string;
}

/** What the image, the manifests and the pipelines must agree on for one component. */
export interface ContainerFacts {
  /** Name of the image and of every Kubernetes object: the project's name, with the component's where there are several. */
  readonly name: string;
  /** Image name without tag, with the registry where one is set. */
  readonly image: string;
  /** Tag in files that need one before a pipeline has set it: the application's version, else `0.1.0`. */
  readonly tag: string;
  /** The port that the container listens on; `null` for a worker. */
  readonly port: number | null;
  /** The HTTP path that answers when the process is well; `null` when none is known. */
  readonly health: string | null;
  /** Non-secret environment that the image itself sets, in the order of the names. */
  readonly env: Readonly<Record<string, string>>;
  /** Folders that need to be writable, `/tmp` first. */
  readonly writable: readonly WritableFolder[];
}

/** The port that the unprivileged web server of a static component listens on. */
export const STATIC_PORT = 8080;

/**
 * The image's name in a project: the component's own where it is alone or already begins with the project's name.
 * Unique in the project and at most 63 characters: where the joined name is too long or taken, the project's is left out.
 */
export function containerName(component: Component, input: Pick<ViewInput, 'model'>): string {
  const project = dnsLabel(input.model.name);
  const { components } = input.model;
  if (components.length === 1 || component.name === project) return project;
  if (component.name.startsWith(`${project}-`)) return component.name;
  const joined = `${project}-${component.name}`;
  const isTaken = components.some(({ name }) => name === joined);
  return isTaken || joined.length > 63 ? component.name : joined;
}

/**
 * A version as an image tag (`0.1.0` for text that is no version) that is also a label value of Kubernetes: letters, digits, `.`, `_` and `-`, at most 63.
 * Source: https://docs.docker.com/reference/cli/docker/image/tag/
 */
export function imageTag(version: string | undefined): string {
  const tag = (version ?? '')
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 63)
    .replace(/[^A-Za-z0-9]+$/, '');
  return /^v?\d/.test(tag) ? tag : '0.1.0';
}

/** A registry with its path, as it may stand before an image's name; empty where none is set. */
export function registryPrefix(registry: unknown): string {
  return String(registry ?? '')
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[^a-z0-9._:/-]+/g, '')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
}

/** Kubernetes takes no colon in a mount path, and nothing may climb out of the application's folder. */
function isMountable(path: string): boolean {
  return !/[:\p{Cc}\u2028\u2029]/u.test(path) && !path.split('/').includes('..');
}

/** The folder that the process runs in, as it is called in the container: of a package of a monorepo, below the application's. */
export function runsIn(component: Component): string {
  const { 'runtime.workspace': slice } = component.facts;
  const inside = slice === undefined ? '.' : relativeTo(homeOf(component), slice.root);
  return inside === '.' ? WORKDIR : `${WORKDIR}/${inside}`;
}

/** A folder as it is called in the container: relative ones lie in the folder that the process runs in. */
export function containerPath(path: string, base: string): string {
  const clean = path.replace(/^(\.\/)+/, '').replace(/(.)\/+$/, '$1');
  return clean.startsWith('/') ? clean : `${base}/${clean}`;
}

/** The folders that a component writes to, `/tmp` first. */
export function writableFolders(component: Component): readonly WritableFolder[] {
  const paths = ['/tmp', ...(component.facts['app.writable'] ?? [])];
  const folders = new Map<string, WritableFolder>();
  const names = new Set<string>();
  const base = runsIn(component);
  for (const path of paths.filter(isMountable).map((one) => containerPath(one, base))) {
    if (folders.has(path)) continue;
    const label = dnsLabel(path, 60);
    const name = names.has(label) ? `${label}-${names.size}` : label;
    names.add(name);
    folders.set(path, { name, path });
  }
  return [...folders.values()];
}

/** The image that the project's own manifests run a component from; `null` where there are none, or for text that is no name. */
export function ownImage({ facts }: Component): string | null {
  const image = facts['system.manifests']?.image ?? null;
  return image !== null && /^[a-z0-9][a-z0-9._/:-]*$/.test(image) ? image : null;
}

/** What every output says of one component, so that no two files can disagree. */
export function containerFacts(component: Component, input: Pick<ViewInput, 'model' | 'options'>): ContainerFacts {
  const { facts } = component;
  const isStatic = facts['app.kind'] === 'static';
  const port = isStatic ? STATIC_PORT : (facts['app.port'] ?? null);
  const name = containerName(component, input);
  const registry = registryPrefix(input.options.registry);
  return {
    name,
    image: ownImage(component) ?? (registry === '' ? name : `${registry}/${name}`),
    tag: imageTag(facts['app.version']),
    port,
    health: isStatic ? '/healthz' : (facts['app.health'] ?? null),
    env: imageEnv(component, port),
    writable: writableFolders(component),
  };
}
