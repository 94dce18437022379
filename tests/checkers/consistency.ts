import { dockerfilesOf, environment, expand, lineage, pairs, parseDockerfile } from './dockerfile-model.ts';
import { collector, type Finding, type OutputFiles, pathsNamed, type Report } from './finding.ts';
import { withoutComments } from './jenkinsfile-tree.ts';
import { get, list, number, text } from './json.ts';
import { startBudget } from './kubernetes-containers.ts';
import { bundleOf, nameOf, type Workload } from './kubernetes-model.ts';
import { isKustomization, type KubernetesObject, kubernetesFiles, objectsOf } from './yaml-documents.ts';

/** What one Dockerfile says of the container. */
interface Image {
  readonly path: string;
  readonly title: string;
  readonly ports: readonly number[];
  readonly user: string;
  readonly healthPath: string | null;
  readonly healthPort: number | null;
  /** True when a Java virtual machine runs in it, which starts slowly. */
  readonly java: boolean;
}

function imageOf(path: string, content: string): Image | null {
  const model = parseDockerfile(content);
  const final = model.stages.at(-1);
  if (final === undefined) return null;
  const steps = lineage(model, final).flatMap((stage) => stage.steps);
  const known = environment(model, final);
  const of = (keyword: string) => steps.filter((step) => step.keyword === keyword);
  const health = of('HEALTHCHECK').at(-1)?.text ?? '';
  const url = /https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::(\d+)|['"+:\s]*[^/'"]*)['"+]*(\/[\w./-]*)/.exec(health);
  return {
    path,
    title: new Map(of('LABEL').flatMap(pairs)).get('org.opencontainers.image.title') ?? '',
    ports: of('EXPOSE').map((step) => Number.parseInt(expand(step.text, known), 10)),
    java: /temurin|\/java\d+-|openjdk|corretto/.test(final.from),
    user: of('USER').at(-1)?.text ?? '',
    healthPath: url?.[2] ?? null,
    healthPort: url?.[1] === undefined ? null : Number(url[1]),
  };
}

/** An image reference without tag and digest. */
function repositoryOf(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}

function baseName(reference: string): string {
  const repository = repositoryOf(reference);
  return repository.slice(repository.lastIndexOf('/') + 1);
}

function imageFor(images: readonly Image[], container: unknown): Image | undefined {
  return images.length === 1 ? images[0] : images.find(({ title }) => title === baseName(text(container, 'image')));
}

function checkContainer(
  image: Image,
  { pod }: Workload,
  container: unknown,
  objects: readonly KubernetesObject[],
  report: Report,
): void {
  const ports = list(container, 'ports').map((port) => number(port, 'containerPort'));
  for (const port of ports) {
    if (!image.ports.some((one) => one === port))
      report('D21', null, `containerPort ${port}, but ${image.path} exposes ${image.ports.join(' ') || 'nothing'}`);
  }
  // Another process of the same image listens on no port, and Kubernetes runs no HEALTHCHECK there.
  if (image.healthPort !== null && ports.length > 0 && !ports.includes(image.healthPort))
    report('D21', null, `HEALTHCHECK asks port ${image.healthPort}`);
  for (const source of list(container, 'envFrom')) {
    const config = objects.find(
      (one) => text(one.data, 'kind') === 'ConfigMap' && nameOf(one) === text(source, 'configMapRef', 'name'),
    );
    const value = text(config?.data, 'data', 'PORT');
    if (value !== '' && !ports.includes(Number(value)))
      report('D21', null, `PORT is ${value} in the ConfigMap, containerPort ${ports.join(' ')}`);
  }
  const budget = startBudget(get(container, 'startupProbe'));
  if (image.java && ports.length > 0 && budget < 60) report('K18', null, `a JVM has only ${budget} s to start`);
  const own = ['runAsUser', 'runAsGroup'].map(
    (key) => get(container, 'securityContext', key) ?? get(pod, 'securityContext', key),
  );
  if (/^\d+:\d+$/.test(image.user) && image.user !== own.join(':'))
    report('K02', null, `runs as ${own.join(':')}, USER is ${image.user}`);
  const paths = ['readinessProbe', 'startupProbe']
    .map((probe) => text(container, probe, 'httpGet', 'path'))
    .filter((path) => path !== '');
  if (image.healthPath !== null && paths.length > 0 && !paths.includes(image.healthPath)) {
    report('X01', null, `HEALTHCHECK asks ${image.healthPath}, the probes ask ${paths.join(' ')}`);
  }
}

function manifestObjects(files: OutputFiles): readonly KubernetesObject[] {
  return kubernetesFiles(files).flatMap((path) => objectsOf(path, files.get(path) ?? ''));
}

function checkNames(
  files: OutputFiles,
  objects: readonly KubernetesObject[],
  used: ReadonlySet<string>,
): readonly Finding[] {
  const findings: Finding[] = [];
  const workloads = bundleOf(objects).workloads.map(({ name }) => name);
  for (const path of kubernetesFiles(files).filter(isKustomization)) {
    const { findings: found, report } = collector('consistency', path);
    for (const image of list(objectsOf(path, files.get(path) ?? '')[0]?.data, 'images')) {
      if (!used.has(text(image, 'name'))) report('X02', null, `images: ${text(image, 'name')} is the image of no pod`);
    }
    findings.push(...found);
  }
  for (const path of used.size === 0 ? [] : pathsNamed(files, /^Jenkinsfile/)) {
    const { findings: found, report } = collector('consistency', path);
    const source = withoutComments(files.get(path) ?? '');
    for (const [, name = '', value = ''] of source.matchAll(/^\s*(\w*IMAGE\w*)\s*=\s*['"]([^'"\n$]+)['"]/gm)) {
      // What the tests run in is no image of the project.
      if (!name.startsWith('TEST_') && !used.has(repositoryOf(value)))
        report('X02', null, `${name} is ${value}, the manifests have ${[...used].join(' ')}`);
    }
    for (const [, kind = '', name = ''] of source.matchAll(
      /\b(deployment|statefulset|deploy)\/([a-z0-9][a-z0-9-]*)/g,
    )) {
      if (!workloads.includes(name)) report('X02', null, `${kind}/${name} is not among the manifests`);
    }
    findings.push(...found);
  }
  return findings;
}

/**
 * One port (D21), one user (K02), one health path (X01), one image name (X02) and time for a JVM to start (K18) in Dockerfile, manifests and Jenkinsfile.
 * Several Dockerfiles are told apart by their title label, which is the last part of the image's name.
 */
export function checkConsistency(files: OutputFiles): readonly Finding[] {
  const images = dockerfilesOf(files).flatMap((path) => imageOf(path, files.get(path) ?? '') ?? []);
  const objects = manifestObjects(files).filter(({ data }) => text(data, 'kind') !== 'Kustomization');
  const findings: Finding[] = [];
  const used = new Set<string>();
  for (const workload of bundleOf(objects).workloads) {
    for (const container of workload.containers) {
      if (text(container, 'image') !== '') used.add(repositoryOf(text(container, 'image')));
      const image = imageFor(images, container);
      const { findings: found, report } = collector('consistency', workload.object.file);
      if (image !== undefined) checkContainer(image, workload, container, objects, report);
      else if (images.length > 0) report('X02', null, `${text(container, 'image')} is the image of no Dockerfile`);
      findings.push(...found);
    }
  }
  return [...findings, ...checkNames(files, objects, used)];
}
