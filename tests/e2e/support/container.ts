import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, docker, REPOSITORY } from './engine.ts';

/** How Kubernetes would run the image: what the generated Deployment says. */
export interface Restrictions {
  /** `runAsUser`, or `UID:GID`; the image's own user when it is left out. */
  readonly user?: string | number;
  /** The container port to reach from here; none for a worker. */
  readonly port?: number;
  /** Absolute folders that are emptyDir volumes. */
  readonly writable?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The memory limit as Docker writes it; 512m unless told otherwise. */
  readonly memory?: string;
  /** Arguments after the image, as `args` of a Deployment. */
  readonly command?: readonly string[];
  /** A network of the engine's, to reach a backing service beside it. */
  readonly network?: string;
  /** The engine; Docker unless told otherwise. */
  readonly client?: Client;
}

/** A container that runs. */
export interface Container {
  readonly client: Client;
  readonly id: string;
  /** `http://127.0.0.1:PORT` of the published port; empty without one. */
  readonly url: string;
}

/** What became of a container that was told to stop. */
export interface Stopped {
  readonly exitCode: number;
  readonly milliseconds: number;
  /** True when it did not stop by itself in time. */
  readonly killed: boolean;
}

const LABEL = 'derrick.e2e';
let counter = 0;

/**
 * Runs an image under the restrictions of Pod Security "restricted": read-only root, no capability, no new privileges,
 * a memory limit, no init of Docker's. tmpfs stands for emptyDir, so programs in it may be run.
 * Prefer {@link withContainer}, which also removes it.
 */
export async function runRestricted(image: string, options: Restrictions): Promise<Container> {
  const { user, port, writable = [], env = {}, memory = '512m', command = [], network, client = docker } = options;
  // Before runc 1.2 a tmpfs over a folder of the image has that folder's mode, whatever is asked for; podman knows no owner.
  const owner = client === docker ? `,uid=${String(user ?? 10001).split(':')[0]}` : '';
  counter += 1;
  const started = await client([
    ...['run', '--detach', '--label', `${LABEL}=${process.pid}`, '--name', `derrick-e2e-${process.pid}-${counter}`],
    ...['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    ...['--memory', memory, '--memory-swap', memory],
    ...(user === undefined ? [] : ['--user', String(user)]),
    ...writable.flatMap((folder) => ['--tmpfs', `${folder}:rw,exec,nosuid,mode=1777${folder === '/tmp' ? '' : owner}`]),
    ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...(network === undefined ? [] : ['--network', network]),
    ...(port === undefined ? [] : ['--publish', `127.0.0.1::${port}`]),
    ...[image, ...command],
  ]);
  const id = started.stdout.trim().split('\n').at(-1) ?? '';
  if (port === undefined) return { client, id, url: '' };
  const published = await client(['port', id, `${port}/tcp`], true);
  const address = published.stdout.split('\n')[0]?.trim();
  // A container that died at once has no port any more; the caller's wait tells why.
  return { client, id, url: address === undefined || address === '' ? '' : `http://${address}` };
}

/**
 * Runs an image as {@link runRestricted} does, hands it to `work` and removes it whatever happens. When `work` throws,
 * the container's log is kept in `.e2e/NAME.log` and named in the error.
 */
export async function withContainer<T>(
  image: string,
  options: Restrictions & { readonly name: string },
  work: (container: Container) => Promise<T>,
): Promise<T> {
  const container = await runRestricted(image, options);
  try {
    return await work(container);
  } catch (error) {
    const kept = await keepLog(container, options.name);
    throw new Error(`${error instanceof Error ? error.message : String(error)}\nlog: ${kept}`, { cause: error });
  } finally {
    await container.client(['rm', '--force', '--volumes', container.id], true);
  }
}

/**
 * Sends SIGTERM, as the kubelet does, and waits for the end; after `limitMs` it is killed. The time is that of the
 * container alone, by the engine's own clock, which on this machine is ours too.
 */
export async function stopAndTime(container: Container, limitMs = 10_000): Promise<Stopped> {
  let killed = false;
  const ended = container.client(['wait', container.id]);
  const started = Date.now();
  await container.client(['kill', '--signal', 'TERM', container.id]);
  const timer = setTimeout(() => {
    killed = true;
    void container.client(['kill', container.id], true);
  }, limitMs);
  try {
    const exitCode = Number((await ended).stdout.trim());
    const { stdout } = await container.client(['inspect', '--format', '{{.State.FinishedAt}}', container.id]);
    return { exitCode, milliseconds: Math.max(0, Date.parse(stdout.trim()) - started), killed };
  } finally {
    clearTimeout(timer);
  }
}

/** Everything that the container printed. */
export async function logsOf(container: Container): Promise<string> {
  const { stdout, stderr } = await container.client(['logs', container.id], true);
  return stdout + stderr;
}

/** Removes the containers of test runs that are no longer there to do it. */
export async function removeLeftovers(): Promise<void> {
  const listed = await docker([
    'ps',
    '--all',
    '--filter',
    `label=${LABEL}`,
    '--format',
    `{{.ID}} {{.Label "${LABEL}"}}`,
  ]);
  for (const line of listed.stdout.split('\n').filter((text) => text !== '')) {
    const [id = '', pid = ''] = line.split(' ');
    if (!runs(Number(pid))) await docker(['rm', '--force', '--volumes', id], true);
  }
}

async function keepLog(container: Container, name: string): Promise<string> {
  const folder = join(REPOSITORY, '.e2e');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name.replace(/[^\w.-]+/g, '-')}.log`);
  const state = await container.client(['inspect', '--format', '{{json .State}}', container.id], true);
  writeFileSync(path, `${await logsOf(container)}\nstate: ${state.stdout}`);
  return path;
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
