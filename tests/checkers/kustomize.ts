import { dirname, join } from 'node:path';
import { demand } from './available.ts';
import { collector, type Finding, type OutputFiles } from './finding.ts';
import { get, list, text } from './json.ts';
import { checkObjectSchemas } from './kubernetes-schema.ts';
import { run, withFiles } from './process.ts';
import { isKustomization, type KubernetesObject, kubernetesFiles, objectsOf } from './yaml-documents.ts';

/** One rendered kustomization. */
export interface Rendered {
  /** The folder that was rendered: `kubernetes`, `kubernetes/overlays/prod`. */
  readonly folder: string;
  /** `null` when it did not render. */
  readonly objects: readonly KubernetesObject[] | null;
  /** What kubectl said on standard error; must be nothing. */
  readonly said: string;
}

function kustomizations(files: OutputFiles): readonly string[] {
  return kubernetesFiles(files).filter(
    (path) => isKustomization(path) && !/^kind:\s*Component\b/m.test(files.get(path) ?? ''),
  );
}

/** Renders every kustomization of an output with kubectl; `null` when kubectl is missing. */
export function renderKustomizations(files: OutputFiles): readonly Rendered[] | null {
  const kubectl = demand('kubectl');
  if (kubectl === null) return null;
  const manifests = new Map([...files].filter(([path]) => /(^|\/)kubernetes\//.test(path)));
  return withFiles(manifests, (dir) =>
    kustomizations(files).map((path) => {
      const folder = dirname(path);
      const { status, stdout, stderr } = run(kubectl, ['kustomize', join(dir, folder)]);
      return { folder, objects: status === 0 ? objectsOf(`${folder} (rendered)`, stdout) : null, said: stderr.trim() };
    }),
  );
}

function checkSource(path: string, files: OutputFiles): readonly Finding[] {
  const { findings, report } = collector('kustomize', path);
  const kustomization = objectsOf(path, files.get(path) ?? '')[0]?.data;
  for (const resource of list(kustomization, 'resources')) {
    const target = join(dirname(path), String(resource));
    const exists = files.has(target) || [...files.keys()].some((other) => other.startsWith(`${target}/kustomization.`));
    if (!exists) report('K42', null, `resource ${String(resource)} does not exist`);
    if (/\/overlays\//.test(path) && files.has(target))
      report('K42', null, `overlay adds ${String(resource)}; only patches`);
  }
  for (const image of list(kustomization, 'images')) {
    if (text(image, 'name') === '' || (get(image, 'newTag') ?? get(image, 'digest')) === undefined) {
      report('K42', null, 'images: an entry without name, or without newTag and digest');
    }
  }
  return findings;
}

/** K42 and K00: every kustomization renders in silence, and what comes out is valid; needs {@link renderKustomizations}. */
export function checkKustomize(files: OutputFiles, rendered: readonly Rendered[] | null): readonly Finding[] {
  const findings: Finding[] = [];
  for (const path of kustomizations(files)) findings.push(...checkSource(path, files));
  for (const { folder, objects, said } of rendered ?? []) {
    const { findings: found, report } = collector('kustomize', folder);
    if (objects === null) report('K42', null, `does not render: ${said}`);
    else if (said !== '') report('K42', null, `renders with a warning: ${said}`);
    if (objects?.length === 0) report('K42', null, 'renders nothing');
    findings.push(...found, ...checkObjectSchemas(objects ?? []));
  }
  const tagged = kustomizations(files).some((path) => /^images:/m.test(files.get(path) ?? ''));
  const runs = (rendered ?? []).some(({ objects }) =>
    (objects ?? []).some(({ data }) => text(data, 'kind') === 'Deployment'),
  );
  if (runs && !tagged) {
    const message = 'no images: transformer sets the tag';
    findings.push({ checker: 'kustomize', id: 'K42', file: 'kubernetes', line: null, message });
  }
  if (kubernetesFiles(files).length > 0 && kustomizations(files).length === 0) {
    findings.push({
      checker: 'kustomize',
      id: 'K42',
      file: 'kubernetes',
      line: null,
      message: 'no kustomization.yaml',
    });
  }
  return findings;
}
