import type { Component } from '../../../src/core/model/app-model.ts';
import type { OwnManifests } from '../../../src/core/model/own-manifests.ts';
import { byPath, type RelPath } from '../../../src/core/model/paths.ts';
import { ownImage } from './container.ts';

/** What a pipeline needs of manifests that the project has of its own. */
export interface AdoptedManifests {
  /** The folder to apply; `null` where a pipeline cannot apply them: a chart, or several folders. */
  readonly folder: RelPath | null;
  /** The files to apply where no kustomization lists them. */
  readonly files: readonly RelPath[];
  readonly deployments: readonly string[];
  readonly jobs: readonly string[];
  readonly namespace: string | null;
  /** The image that the manifests name, by component. */
  readonly images: ReadonlyMap<string, string>;
}

/** What a shell takes as one word. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;

const LABEL = /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/;

function labels(all: readonly string[]): readonly string[] {
  return [...new Set(all)].filter((name) => LABEL.test(name)).sort(byPath);
}

/** The manifests that the components say the project has; `undefined` where derrick's own are deployed. */
export function adoptedManifests(components: readonly Component[]): AdoptedManifests | undefined {
  const sets = components.flatMap(({ facts }): readonly OwnManifests[] => {
    const own = facts['system.manifests'];
    return own === undefined ? [] : [own];
  });
  const [first] = sets;
  if (first === undefined) return undefined;
  const files = [...new Set(sets.flatMap((set) => set.files))].sort(byPath);
  const isOne = sets.every(({ folder }) => folder === first.folder);
  const isPlain = sets.every(({ kind }) => kind === 'plain');
  const isUsable = isPlain ? files.every((file) => PLAIN.test(file)) : isOne && first.kind === 'kustomize';
  const images = components.flatMap((component) => {
    const image = ownImage(component);
    return image === null ? [] : [[component.name, image] as const];
  });
  const spaces = new Set(sets.map(({ namespace }) => namespace));
  return {
    folder: isUsable && PLAIN.test(first.folder.replace(/^\.$/, 'root')) && images.length > 0 ? first.folder : null,
    files: isPlain ? files : [],
    deployments: labels(sets.flatMap((set) => set.deployments)),
    jobs: labels(sets.flatMap((set) => set.jobs)),
    namespace: spaces.size === 1 ? first.namespace : null,
    images: new Map(images),
  };
}

/** The host of a registry in an image's name; empty where it has none. */
export function registryHost(image: string): string {
  const [host = '', ...rest] = image.split('/');
  return rest.length > 0 && /[.:]|^localhost$/.test(host) ? host : '';
}
