import type { Component } from '../model/app-model.ts';
import { basename, dirname, join, type RelPath, relPath } from '../model/paths.ts';
import { chartSuggestions, valuesSuggestions } from './chart.ts';
import { dockerfileSuggestions } from './dockerfile.ts';
import { dockerignoreSuggestions } from './dockerignore.ts';
import { gitlabSuggestions } from './gitlab.ts';
import { jenkinsfileSuggestions } from './jenkinsfile.ts';
import { manifestSuggestions } from './manifests.ts';
import type { Suggestion } from './suggestion.ts';
import { workflowSuggestions } from './workflow.ts';

/** A file of the project that is not derrick's. */
export interface ForeignFile {
  readonly path: RelPath;
  /** Its text with LF line ends. */
  readonly text: string;
}

/** Folders in which manifests lie by habit. */
const MANIFESTS = /(^|\/)(kubernetes|k8s|kube|deploy|deployment|manifests)\/[^{}]*\.ya?ml$/;

/** The names of a Dockerfile: `Containerfile`, `api.Dockerfile`, `Dockerfile.worker`. */
const DOCKERFILE = /^((Docker|Container)file(\.[\w-]+)?|[\w.-]+\.[Dd]ockerfile)$/;

type Kind = 'dockerfile' | 'dockerignore' | 'jenkinsfile' | 'workflow' | 'gitlab' | 'chart' | 'values' | 'manifest';

/** What a file is, by its path and the files around it; `undefined` for one about which there is nothing to suggest. */
function kindOf(path: RelPath, files: ReadonlySet<string>): Kind | undefined {
  const name = basename(path);
  const dir = dirname(path);
  if (/^Dockerfile\.dockerignore$|\.dockerignore$/.test(name))
    return name === '.dockerignore' ? 'dockerignore' : undefined;
  if (DOCKERFILE.test(name)) return 'dockerfile';
  if (name === 'Jenkinsfile') return 'jenkinsfile';
  if (/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) return 'workflow';
  if (name === '.gitlab-ci.yml') return 'gitlab';
  if (name === 'Chart.yaml') return 'chart';
  if (name === 'values.yaml' && files.has(join(dir, 'Chart.yaml'))) return 'values';
  const inChart =
    /(^|\/)templates(\/|$)/.test(dir) &&
    files.has(join(relPath(dir.replace(/(^|\/)templates(\/.*)?$/, '')), 'Chart.yaml'));
  return MANIFESTS.test(path) && !inChart ? 'manifest' : undefined;
}

/** The files of a project for which there can be suggestions: Dockerfiles, pipelines, manifests, charts. */
export function adoptable(files: readonly RelPath[]): readonly RelPath[] {
  const all = new Set<string>(files);
  return files.filter((path) => kindOf(path, all) !== undefined);
}

function suggestionsFor(
  { path, text }: ForeignFile,
  components: readonly Component[],
  files: ReadonlySet<string>,
): readonly Suggestion[] {
  const facts = components.find(({ dir }) => dir === dirname(path))?.facts ?? {};
  const isNode = components.some((one) => one.facts['runtime.language'] === 'node');
  switch (kindOf(path, files)) {
    case 'dockerfile':
      return dockerfileSuggestions(text, path, {
        image: facts['system.runImage'] ?? facts['system.buildImage'] ?? null,
        health: facts['app.health'] ?? null,
      });
    case 'dockerignore':
      return dockerignoreSuggestions(text, path, isNode);
    case 'jenkinsfile':
      return jenkinsfileSuggestions(text, path);
    case 'workflow':
      return workflowSuggestions(text, path);
    case 'gitlab':
      return gitlabSuggestions(text, path);
    case 'chart':
      return chartSuggestions(text, path);
    case 'values':
      return valuesSuggestions(text, path);
    case 'manifest':
      return manifestSuggestions(text, path);
    default:
      return [];
  }
}

/** Every improvement of the files that are not derrick's, in the order of the files; pure, nothing is written. */
export function suggestions(files: readonly ForeignFile[], components: readonly Component[]): readonly Suggestion[] {
  const paths = new Set<string>(files.map(({ path }) => path));
  return files.flatMap((file) => suggestionsFor(file, components, paths));
}
