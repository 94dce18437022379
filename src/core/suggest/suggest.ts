import type { Component } from '../model/app-model.ts';
import { basename, dirname, type RelPath } from '../model/paths.ts';
import { dockerfileSuggestions } from './dockerfile.ts';
import { dockerignoreSuggestions } from './dockerignore.ts';
import { jenkinsfileSuggestions } from './jenkinsfile.ts';
import { manifestSuggestions } from './manifests.ts';
import type { Suggestion } from './suggestion.ts';

/** A file of the project that is not derrick's. */
export interface ForeignFile {
  readonly path: RelPath;
  /** Its text with LF line ends. */
  readonly text: string;
}

/** Folders in which manifests lie by habit. */
const MANIFESTS = /(^|\/)(kubernetes|k8s|kube|deploy|deployment|manifests)\/[^{}]*\.ya?ml$/;

/** True for a file for which there can be suggestions: a Dockerfile, .dockerignore, Jenkinsfile or manifest. */
export function isAdoptable(path: RelPath): boolean {
  return /^(Dockerfile|\.dockerignore|Jenkinsfile)$/.test(basename(path)) || MANIFESTS.test(path);
}

function suggestionsFor({ path, text }: ForeignFile, components: readonly Component[]): readonly Suggestion[] {
  const facts = components.find(({ dir }) => dir === dirname(path))?.facts ?? {};
  const isNode = components.some((one) => one.facts['runtime.language'] === 'node');
  switch (basename(path)) {
    case 'Dockerfile':
      return dockerfileSuggestions(text, path, {
        image: facts['system.runImage'] ?? facts['system.buildImage'] ?? null,
        health: facts['app.health'] ?? null,
      });
    case '.dockerignore':
      return dockerignoreSuggestions(text, path, isNode);
    case 'Jenkinsfile':
      return jenkinsfileSuggestions(text, path);
    default:
      return manifestSuggestions(text, path);
  }
}

/** Every improvement of the files that are not derrick's, in the order of the files; pure, nothing is written. */
export function suggestions(files: readonly ForeignFile[], components: readonly Component[]): readonly Suggestion[] {
  return files.filter(({ path }) => isAdoptable(path)).flatMap((file) => suggestionsFor(file, components));
}
