import { basename, dirname, insideRoot, isWithin, type RelPath, ROOT } from '../../core/model/paths.ts';
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
  /** The namespace that all of them name; `null` where none or several are named. */
  readonly namespace: string | null;
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

/** The folders that a kustomization builds upon. */
function basesOf(scope: Scope, path: RelPath): readonly RelPath[] {
  const doc = scope.doc(path, 'yaml');
  const named = ['resources', 'bases', 'components'].map((key) => doc?.get(key));
  return named.flat().flatMap((entry) => {
    const folder = typeof entry === 'string' ? insideRoot(`${dirname(path)}/${entry}`) : undefined;
    return folder === undefined ? [] : [folder];
  });
}

/** The kustomization to apply: production's, else the only one that no other builds upon, else the shallowest. */
function kustomization(scope: Scope, all: readonly RelPath[]): RelPath | undefined {
  const used = new Set(all.flatMap((path) => basesOf(scope, path)));
  const leaves = all.filter((path) => !used.has(dirname(path)));
  const production = leaves.find((path) => /^(prod|production|live)$/.test(basename(dirname(path))));
  const [only, ...others] = leaves;
  return production ?? (others.length === 0 && only !== undefined ? only : all[0]);
}

function namespaceOf(workloads: readonly Workload[]): string | null {
  const [first, ...others] = new Set(workloads.map(({ namespace }) => namespace));
  return others.length === 0 ? (first ?? null) : null;
}

function setBelow(scope: Scope, dir: RelPath): ManifestSet | undefined {
  const below = (path: RelPath) => isWithin(path, dir);
  const all = charts(scope);
  const files = manifests(scope, all.map(dirname)).filter(below);
  const workloads = files.flatMap((path) => workloadsOf(scope, path));
  const used = new Set(workloads.map(({ file }) => file));
  const shown = scope.project.named(...KUSTOMIZATIONS).filter((path) => below(path) && isForeign(scope, path));
  const shownBy = kustomization(scope, shown);
  if (shownBy !== undefined && workloads.length > 0) {
    const namespace = scope.doc(shownBy, 'yaml')?.get('namespace');
    const space = typeof namespace === 'string' ? namespace : namespaceOf(workloads);
    return { kind: 'kustomize', folder: dirname(shownBy), shownBy, files: [], workloads, namespace: space };
  }
  const [first] = workloads;
  if (first !== undefined) {
    const place = dirname(first.file);
    const beside = files.filter((path) => used.has(path) || isWithin(path, place === ROOT ? first.file : place));
    return {
      kind: 'plain',
      folder: place,
      shownBy: first.file,
      files: beside,
      workloads,
      namespace: namespaceOf(workloads),
    };
  }
  const [chart] = all.filter(below);
  return chart && { kind: 'helm', folder: dirname(chart), shownBy: chart, files: [], workloads: [], namespace: null };
}

/** The manifests of the component's own folder or, failing that, those of the next one above. */
export const ownManifests = perComponent((scope: Scope): ManifestSet | undefined => {
  for (let dir = scope.dir; ; dir = dirname(dir)) {
    const found = setBelow(scope, dir);
    if (found !== undefined || dir === ROOT) return found;
  }
});
