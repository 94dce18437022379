import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** What the generated manifests say about running one component. */
export interface RuntimeFacts {
  readonly user: string;
  readonly port: number | null;
  readonly writable: readonly string[];
  readonly memory: string;
}

interface ContainerSpec {
  readonly name: string;
  readonly ports?: readonly { readonly containerPort: number }[];
  readonly volumeMounts?: readonly { readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly resources: { readonly limits: { readonly memory: string } };
  readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number };
}

interface Deployment {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly ContainerSpec[] } } };
}

interface Ledger {
  readonly files: Readonly<Record<string, unknown>>;
}

/** Kubernetes' binary units as Docker writes them. */
function dockerMemory(quantity: string): string {
  return quantity.replace(/Mi$/, 'm').replace(/Gi$/, 'g');
}

function deployments(dir: string, component: string): readonly Deployment[] {
  const ledger = JSON.parse(readFileSync(join(dir, '.derrick/ledger.json'), 'utf8')) as Ledger;
  const all = Object.keys(ledger.files).filter((path) => /^kubernetes\/(?!overlays\/)/.test(path));
  const own = all.filter((path) => new RegExp(`^kubernetes/(base/)?${component}/`).test(path));
  const files = own.length > 0 ? own : all;
  return files
    .filter((path) => path.endsWith('.yaml'))
    .flatMap((path) =>
      parseAllDocuments(readFileSync(join(dir, path), 'utf8')).map((document) => document.toJS() as Deployment),
    )
    .filter((document) => ['Deployment', 'StatefulSet'].includes(document?.kind));
}

/** The user that a Dockerfile ends with, for an image that no manifest runs. */
export function userOf(dockerfile: string): string {
  const user = /^USER (\S+)$/m.exec(readFileSync(dockerfile, 'utf8'))?.[1];
  if (user === undefined) throw new Error(`no USER in ${dockerfile}`);
  return user;
}

/** Reads user, port, writable folders and memory of a component from its manifests: the test runs what they say. */
export function runtimeOf(dir: string, component: string): RuntimeFacts {
  const [deployment] = deployments(dir, component);
  const container = deployment?.spec.template.spec.containers[0];
  if (container === undefined) throw new Error(`no Deployment of ${component} in ${dir}/kubernetes`);
  const { runAsUser, runAsGroup } = container.securityContext;
  return {
    user: `${runAsUser}:${runAsGroup}`,
    port: container.ports?.[0]?.containerPort ?? null,
    writable: (container.volumeMounts ?? [])
      .filter(({ readOnly }) => readOnly !== true)
      .map(({ mountPath }) => mountPath),
    memory: dockerMemory(container.resources.limits.memory),
  };
}
