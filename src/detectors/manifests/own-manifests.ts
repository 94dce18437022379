import { basename, dirname, isWithin, type RelPath, ROOT } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { isOurs } from '../own-files.ts';
import { type Workload, workloadsOf } from './workloads.ts';

/** The manifests that a component runs from, and where they were found. */
export interface ManifestSet {
  readonly kind: 'plain' | 'kustomize' | 'helm';
  readonly folder: RelPath;
  /** The file that shows the set. */
  readonly shownBy: RelPath;
  readonly files: readonly RelPath[];
  readonly workloads: readonly Workload[];
}

/** Folders in which manifests lie by habit. */
const FOLDERS = /(^|\/)\.?(kubernetes|k8s|kube|deploy|deployment|deployments|manifests|kustomize)\//;

/** Names that a manifest has where it lies beside the application. */
const NAMES = /^(deployment|statefulset|k8s|kubernetes|manifests?)\.ya?ml$/;

const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** More are not looked at: the rest says the same. */
const MOST = 100;

/** Folders whose manifests are no deployment of this project. */
const ASIDE = /(^|\/)(\.derrick|\.github|examples?|samples?|docs?|tests?|e2e|fixtures|testdata|vendor|node_modules)\//;

function isForeign(scope: Scope, path: RelPath): boolean {
  return !ASIDE.test(path) && !isOurs(scope, path);
}

/** The charts that are no part of another chart. */
function charts(scope: Scope): readonly RelPath[] {
  const all = scope.project.named('Chart.yaml').filter((path) => isForeign(scope, path));
  const folders = all.map(dirname);
  return all.filter((path) => !folders.some((other) => other !== dirname(path) && isWithin(path, other)));
}

/** Every file that may be a manifest: by its folder or name, and no part of a chart. */
function manifests(scope: Scope, without: readonly RelPath[]): readonly RelPath[] {
  const kustomized = scope.project.named(...KUSTOMIZATIONS).map(dirname);
  const files = [...scope.project.withExtension('yaml'), ...scope.project.withExtension('yml')];
  return files
    .filter((path) => FOLDERS.test(path) || NAMES.test(basename(path)) || kustomized.includes(dirname(path)))
    .filter((path) => !KUSTOMIZATIONS.includes(basename(path)) && !without.some((dir) => isWithin(path, dir)))
    .filter((path) => isForeign(scope, path))
    .slice(0, MOST);
}

/** The folder to apply: production's overlay, else the shallowest one. */
function kustomization(folders: readonly RelPath[]): RelPath | undefined {
  const production = folders.find((folder) => /^(prod|production)$/.test(basename(folder)));
  return production ?? [...folders].sort((a, b) => a.split('/').length - b.split('/').length)[0];
}

function setBelow(scope: Scope, dir: RelPath): ManifestSet | undefined {
  const below = (path: RelPath) => isWithin(path, dir);
  const all = charts(scope);
  const files = manifests(scope, all.map(dirname)).filter(below);
  const workloads = files.flatMap((path) => workloadsOf(scope, path));
  const used = new Set(workloads.map(({ file }) => file));
  const shown = scope.project
    .named(...KUSTOMIZATIONS)
    .filter((path) => below(path) && isForeign(scope, path));
  const folder = kustomization(shown.map(dirname));
  const shownBy = shown.find((path) => dirname(path) === folder);
  if (folder !== undefined && shownBy !== undefined && workloads.length > 0)
    return { kind: 'kustomize', folder, shownBy, files: [], workloads };
  const [first] = workloads;
  if (first !== undefined) {
    const place = dirname(first.file);
    const beside = files.filter((path) => used.has(path) || isWithin(path, place === ROOT ? first.file : place));
    return { kind: 'plain', folder: place, shownBy: first.file, files: beside, workloads };
  }
  const [chart] = all.filter(below);
  return chart && { kind: 'helm', folder: dirname(chart), shownBy: chart, files: [], workloads: [] };
}

/** The manifests of the component's own folder or, failing that, those of the next one above. */
export const ownManifests = perComponent((scope: Scope): ManifestSet | undefined => {
  for (let dir = scope.dir; ; dir = dirname(dir)) {
    const found = setBelow(scope, dir);
    if (found !== undefined || dir === ROOT) return found;
  }
});
