import { tmpdir } from 'node:os';
import type { Engine } from '../../core/build/engine.ts';
import type { Argv } from '../../core/model/facts.ts';
import { type ContainerDialect, labelArgv } from '../../core/verify/container-argv.ts';
import {
  type ContainerState,
  type LocalImage,
  namelessSubnet,
  readContainer,
  readImage,
} from '../../core/verify/image-facts.ts';
import type { ExecResult, RunStep } from '../exec.ts';
import { interrupted } from '../interrupt.ts';
import { programsOnPath } from '../programs.ts';

/** What an engine makes and removes. */
export type Kind = 'container' | 'network' | 'volume';

/** An engine that runs containers; all of its methods but `remove` end with an `AbortError` after an interrupt. */
export interface ContainerEngine {
  readonly dialect: ContainerDialect;
  /** An image of the local store. */
  image(reference: string): Promise<LocalImage | undefined>;
  /** True when the image could be pulled. */
  pull(reference: string): Promise<boolean>;
  /** Runs `argv`; `null` when the container started, else why not. */
  start(argv: Argv, env: Readonly<Record<string, string>>): Promise<string | null>;
  inspect(container: string): Promise<ContainerState | undefined>;
  /** The last lines of the log. */
  logs(container: string): Promise<readonly string[]>;
  exec(container: string, argv: Argv): Promise<ExecResult>;
  kill(container: string, signal: string): Promise<void>;
  /** What changed in its root file system, as `diff` prints it. */
  diff(container: string): Promise<string>;
  createNetwork(name: string, labels: Readonly<Record<string, string>>): Promise<string | null>;
  /** Makes a volume unless it is there. */
  createVolume(name: string, labels: Readonly<Record<string, string>>): Promise<string | null>;
  /** The subnet of a network in which containers do not find each other by name (Podman without its DNS); else `null`. */
  namelessSubnet(network: string): Promise<string | null>;
  processors(): Promise<number>;
  /** `NAME VALUE-OF-LABEL VALUE-OF-SECOND-LABEL` of everything that has both labels; not interrupted. */
  labelled(what: Kind, labels: readonly [string, string]): Promise<readonly string[]>;
  /** Stops containers, which get 10 seconds for it; never interrupted, never fails. */
  stop(names: readonly string[]): Promise<void>;
  /** Removes what is there of it; never interrupted, never fails. */
  remove(what: Kind, names: readonly string[]): Promise<void>;
}

/** The dialect of the engine that builds, or of the one that runs what it built; `undefined` when there is none. */
export function dialectOf(engine: Engine): ContainerDialect | undefined {
  const { program } = engine;
  switch (engine.kind) {
    case 'docker-buildx':
    case 'docker-buildkit':
      return { name: 'docker', program, tmpfs: '', infoFormat: '{{.NCPU}}' };
    case 'nerdctl':
      return { name: 'nerdctl', program, tmpfs: '', infoFormat: '{{.NCPU}}' };
    case 'podman':
      return podman(program);
    case 'buildctl':
      return undefined;
    case 'buildah':
      // Both share one store of images, and Buildah runs none.
      return programsOnPath('podman').length > 0 ? podman('podman') : undefined;
  }
}

/** Why {@link dialectOf} found none. */
export function runsNone({ kind, name }: Engine): string {
  const lack = kind === 'buildah' ? ', and there is no podman on PATH' : '';
  return `${name} builds images, but runs none${lack}`;
}

/** Podman copies what the image has into a tmpfs, which an emptyDir does not. */
function podman(program: string): ContainerDialect {
  return { name: 'podman', program, tmpfs: ',notmpcopyup', infoFormat: '{{.Host.CPUs}}' };
}

/** What the engine said when it refused, without its own prefix. */
function refusal({ stderr, code, timedOut }: ExecResult): string {
  if (timedOut) return 'the engine did not answer in time';
  const lines = stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(?:WARNING|See |time="[^"]*" level=)/.test(line));
  const told = lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? `exit code ${code}`;
  return told.replace(/^.*?Error response from daemon: |^Error: /, '').trim();
}

/** The engine behind a dialect. */
export function containerEngine(dialect: ContainerDialect, run: RunStep, signal: AbortSignal): ContainerEngine {
  const { program } = dialect;
  /** Also done after an interrupt. */
  async function tidy(args: readonly string[]): Promise<string> {
    return (await run({ argv: [program, ...args], cwd: tmpdir(), timeoutMs: 60_000 })).stdout;
  }
  async function call(
    args: readonly string[],
    more: { readonly env?: Readonly<Record<string, string>>; readonly ms?: number } = {},
  ): Promise<ExecResult> {
    const step = { argv: [program, ...args] as Argv, cwd: tmpdir(), timeoutMs: more.ms ?? 60_000 };
    const result = await run(more.env === undefined ? step : { ...step, env: more.env }, { signal });
    if (result.aborted) throw interrupted();
    return result;
  }
  return {
    dialect,
    image: async (reference) => readImage((await call(['image', 'inspect', reference])).stdout),
    pull: async (reference) => (await call(['pull', '--quiet', reference], { ms: 300_000 })).code === 0,
    async start(argv, env) {
      const [, ...args] = argv;
      const result = await call(args, { env });
      return result.code === 0 ? null : refusal(result);
    },
    inspect: async (container) => readContainer((await call(['container', 'inspect', container])).stdout),
    logs: async (container) => (await call(['logs', '--tail', '40', container])).tail,
    exec: (container, argv) => call(['exec', container, ...argv], { ms: 10_000 }),
    async kill(container, name) {
      await call(['kill', '--signal', name, container]);
    },
    diff: async (container) => (await call(['diff', container])).stdout,
    async createNetwork(name, labels) {
      const result = await call(['network', 'create', ...labelArgv(labels), name]);
      return result.code === 0 ? null : refusal(result);
    },
    async createVolume(name, labels) {
      if ((await call(['volume', 'inspect', name])).code === 0) return null;
      const result = await call(['volume', 'create', ...labelArgv(labels), name]);
      return result.code === 0 ? null : refusal(result);
    },
    namelessSubnet: async (network) => namelessSubnet((await call(['network', 'inspect', network])).stdout),
    async processors() {
      const { stdout } = await call(['info', '--format', dialect.infoFormat]);
      return Math.max(1, Number.parseInt(stdout, 10) || 1);
    },
    async labelled(what, [first, second]) {
      const list = what === 'container' ? ['ps', '--all'] : [what, 'ls'];
      const column = what === 'container' ? '{{.Names}}' : '{{.Name}}';
      const printed = await tidy([...list, '--filter', `label=${first}`, '--format', column]);
      const at = what === 'container' ? '.Config.Labels' : '.Labels';
      const format = `{{index ${at} "${first}"}} {{index ${at} "${second}"}}`;
      const names = printed.split('\n').filter((name) => name !== '');
      return Promise.all(
        names.map(async (name) => `${name} ${(await tidy([what, 'inspect', '--format', format, name])).trim()}`),
      );
    },
    async stop(names) {
      if (names.length > 0) await tidy(['stop', '--time', '10', ...names]);
    },
    async remove(what, names) {
      if (names.length === 0) return;
      await tidy([...(what === 'container' ? ['rm', '--force', '--volumes'] : [what, 'rm']), ...names]);
    },
  };
}
