import { type Check, checkOf, type Problem } from './check.ts';
import type { ProjectFacts } from './project-text.ts';
import type { Subject } from './subject.ts';
import { imageName } from './workload.ts';

/** One file's word about a value. */
interface Word<T> {
  readonly from: string;
  readonly value: T;
}

/** A problem for each word that differs from the first one. */
function disagreements<T>(what: string, words: readonly Word<T>[]): readonly Problem[] {
  const [first, ...others] = words;
  if (first === undefined) return [];
  return others
    .filter(({ value }) => value !== first.value)
    .map(({ from, value }) => ({
      detail: `${first.from} has the ${what} ${first.value}, ${from} has ${value}`,
      remedy: `Write the same ${what} in ${first.from} and ${from}.`,
    }));
}

function agreed<T>(id: Check['id'], what: string, words: readonly Word<T>[]): Check {
  const [first] = words;
  const files = words.length === 1 ? `only ${first?.from} names one` : `in ${words.map(({ from }) => from).join(', ')}`;
  const fine = first === undefined ? `no file names a ${what}` : `${first.value} ${files}`;
  return checkOf(id, disagreements(what, words), fine);
}

/** The port: Dockerfile, manifests and Compose name the same one. */
export function checkPorts({ dockerfile, workload, services }: Subject): Check {
  const words: Word<number>[] = [];
  const [exposed] = dockerfile.ports;
  const mounted = workload?.ports ?? [];
  // Where one side names several, it is enough that they share one.
  const shared = dockerfile.ports.find((port) => mounted.includes(port)) ?? exposed;
  if (shared !== undefined) words.push({ from: `${dockerfile.path} (EXPOSE)`, value: shared });
  if (workload !== null && mounted[0] !== undefined) {
    const value = shared !== undefined && mounted.includes(shared) ? shared : mounted[0];
    words.push({ from: `${workload.file} (containerPort)`, value });
  }
  if (dockerfile.healthPort !== null) {
    words.push({ from: `${dockerfile.path} (HEALTHCHECK)`, value: dockerfile.healthPort });
  }
  for (const { file, name, ports } of services) {
    const own = ports.find((port) => port === words[0]?.value) ?? ports[0];
    if (own !== undefined) words.push({ from: `${file} (${name})`, value: own });
  }
  const variable = Number(workload?.environment.values.PORT);
  if (workload !== null && mounted.length > 0 && variable > 0) {
    words.push({
      from: `the variable PORT of ${workload.file}`,
      value: mounted.find((port) => port === variable) ?? variable,
    });
  }
  return agreed('ports-agree', 'port', words);
}

/** The user: numeric and the same everywhere. */
export function checkUsers({ dockerfile, workload, services }: Subject): Check {
  const words: Word<string>[] = [];
  if (dockerfile.user !== null) words.push({ from: `${dockerfile.path} (USER)`, value: dockerfile.user });
  if (workload !== null && workload.user !== null) {
    const withGroup = words[0]?.value.includes(':') === true && workload.group !== null;
    words.push({ from: workload.file, value: withGroup ? `${workload.user}:${workload.group}` : `${workload.user}` });
  }
  for (const { file, name, user } of services)
    if (user !== null) words.push({ from: `${file} (${name})`, value: user });
  return agreed('users-agree', 'user', words);
}

/** The health path of HEALTHCHECK is one that the probes ask. */
export function checkHealthPaths({ dockerfile, workload }: Subject): Check {
  const words: Word<string>[] = [];
  const asked = workload?.healthPaths ?? [];
  const { healthPath } = dockerfile;
  if (healthPath !== null) words.push({ from: `${dockerfile.path} (HEALTHCHECK)`, value: healthPath });
  const probed = healthPath !== null && asked.includes(healthPath) ? healthPath : asked[0];
  if (workload !== null && probed !== undefined) words.push({ from: `${workload.file} (probes)`, value: probed });
  return agreed('health-paths-agree', 'health path', words);
}

/** The image that is built is the one that manifests and pipelines name, and workloads that a pipeline waits for exist. */
export function checkImageNames(subject: Subject, facts: ProjectFacts, images: readonly string[]): Check {
  const { workload, image } = subject;
  const problems: Problem[] = [];
  if (workload !== null && imageName(workload.image) !== image) {
    problems.push({
      detail: `the image is called ${image}, ${workload.file} runs ${workload.image}`,
      remedy: `Name the image ${image} in ${workload.file}, or set the project's name in derrick.yaml.`,
    });
  }
  const names = new Set(facts.workloads.map(({ name }) => name));
  for (const pipeline of facts.pipelines) {
    for (const { file, line, value } of pipeline.images) {
      if (images.includes(imageName(value))) continue;
      problems.push({
        detail: `${file}:${line} names the image ${value}, the project makes ${images.join(', ')}`,
        remedy: `Correct the image's name in ${file}.`,
      });
    }
    for (const { file, line, value } of names.size === 0 ? [] : pipeline.workloads) {
      if (names.has(value)) continue;
      problems.push({
        detail: `${file}:${line} waits for the workload ${value}, which is not among the manifests`,
        remedy: `Name one of ${[...names].join(', ')} in ${file}.`,
      });
    }
  }
  return checkOf('image-names-agree', problems, `${image} everywhere`);
}

/** Folders that the application writes to, or that the image declares as volumes, are volumes of the pod. */
export function checkWritable({ workload, dockerfile }: Subject, writable: readonly string[]): Check {
  if (workload === null) return checkOf('writable-paths-agree', [], 'there are no manifests');
  if (!workload.readOnlyRoot) return checkOf('writable-paths-agree', [], `${workload.file} leaves the root writable`);
  const isMounted = (path: string) => workload.writable.some((mount) => path === mount || path.startsWith(`${mount}/`));
  const needed = [...new Set([...writable, ...dockerfile.volumes])].filter((path) => path.startsWith('/'));
  const problems = needed
    .filter((path) => !isMounted(path))
    .map((path) => ({
      detail: `${path} is written to, but is no volume in ${workload.file}, where the root is read-only`,
      remedy: `Mount an emptyDir or a claim at ${path} in ${workload.file}.`,
    }));
  return checkOf('writable-paths-agree', problems, workload.writable.join(', ') || 'nothing is written to');
}
