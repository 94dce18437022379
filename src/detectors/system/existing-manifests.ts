import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import { basename, isWithin } from '../../core/model/paths.ts';
import { ownManifests } from '../manifests/own-manifests.ts';
import { containersFor, type Workload } from '../manifests/workloads.ts';

function namesOf(workloads: readonly Workload[], kind: string): readonly string[] {
  return [...new Set(workloads.filter((one) => one.kind === kind).map(({ name }) => name))];
}

const TITLES = { plain: 'there are manifests', kustomize: 'there is a kustomization', helm: 'there is a Helm chart' };

/** Manifests or a chart that somebody wrote: they are kept and used, and derrick writes none beside them. */
export const existingManifests = defineDetector({
  id: 'existing-manifests',
  layer: 'system',
  title: 'Existing Kubernetes manifests, kustomizations and Helm charts',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/',
  when: {},
  *detect(scope): Iterable<Claim<'system'> | Notice> {
    const set = ownManifests(scope);
    if (set === undefined) return;
    const { kind, folder, files, workloads, shownBy, namespace } = set;
    const [first] = containersFor(workloads, basename(scope.dir), isWithin(folder, scope.dir));
    yield {
      field: 'system.manifests',
      value: {
        kind,
        folder,
        files,
        image: first?.container.image ?? null,
        deployments: namesOf(workloads, 'Deployment'),
        jobs: namesOf(workloads, 'Job'),
        namespace,
      },
      file: shownBy,
      line: null,
      confidence: 'pinned',
      because: `${TITLES[kind]} in ${folder}`,
    };
    const detail = `${TITLES[kind]} in ${folder === '.' ? 'the project’s root' : folder}: kept and used`;
    yield { diagnostic: { code: 'DRK1111', severity: 'info', detail, at: { file: shownBy, line: null } } };
  },
});
