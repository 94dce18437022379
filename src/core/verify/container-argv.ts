import type { Argv } from '../model/facts.ts';
import type { RunSpec } from './run-spec.ts';

/** What tells engines apart that run containers; the rest of their command lines is the same. */
export interface ContainerDialect {
  readonly name: 'docker' | 'podman' | 'nerdctl';
  /** The program to run. */
  readonly program: string;
  /** Options of `--tmpfs` that only this engine needs. */
  readonly tmpfs: string;
  /** Prints the number of processors. */
  readonly infoFormat: string;
}

/** A container with its place. */
export interface Placement {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly network: string;
  /** Addresses of the services beside it, by name. */
  readonly hosts: Readonly<Record<string, string>>;
  /** The processors that the engine has. */
  readonly processors: number;
}

/** Variables that the engine's client itself reads: their values are passed as arguments. */
const CLIENT_VARIABLE =
  /^(?:PATH|HOME|USER|SHELL|TMPDIR|LANG|LC_\w+|LD_\w+|XDG_\w+|DOCKER_\w+|CONTAINERS?_\w+|BUILDAH_\w+|\w+_(?:proxy|PROXY)|SSL_CERT_\w+|SSH_\w+|GO\w+)$/;

/** `--label` for each of them. */
export function labelArgv(labels: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]);
}

/**
 * Values travel through the client's environment, so that no list of processes shows them.
 * @returns the arguments, and the environment that the client needs.
 */
export function envArgv(env: Readonly<Record<string, string>>): {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
} {
  const names = Object.keys(env).sort();
  const args = names.flatMap((name) => ['--env', CLIENT_VARIABLE.test(name) ? `${name}=${env[name]}` : name]);
  const inherited = names.filter((name) => !CLIENT_VARIABLE.test(name)).map((name) => [name, env[name] ?? ''] as const);
  return { args, env: Object.fromEntries(inherited) };
}

/**
 * Size and mode of an emptyDir as the kubelet makes it; programs in it may be run. Over a folder that the image has,
 * Docker's runtime before runc 1.2 puts that folder's mode in the place of the one asked for: it belongs to the user then.
 */
function tmpfsArgv(dialect: ContainerDialect, { writable, user }: RunSpec): readonly string[] {
  const [uid, gid] = /^(\d+)(?::(\d+))?$/.exec(user ?? '')?.slice(1) ?? [];
  const isOwned = dialect.name !== 'podman' && uid !== undefined;
  const owner = isOwned ? `,uid=${uid}${gid === undefined ? '' : `,gid=${gid}`}` : '';
  return writable.flatMap((folder) => {
    const own = folder === '/tmp' ? '' : owner;
    return ['--tmpfs', `${folder}:rw,exec,nosuid,nodev,mode=1777${own}${dialect.tmpfs}`];
  });
}

/**
 * The program that runs a container restricted as its pod would be: no capability, no new privileges, its limits, its
 * volumes as tmpfs. `readOnly` false is the second run, in which what the process writes can be seen.
 */
export function runArgv(dialect: ContainerDialect, spec: RunSpec, place: Placement, readOnly: boolean): Argv {
  const [entrypoint, ...rest] = spec.command;
  const cpus = Math.min(spec.cpus, place.processors);
  return [
    dialect.program,
    ...['run', '--detach', '--name', place.name, ...labelArgv(place.labels), '--network', place.network],
    ...Object.entries(place.hosts).flatMap(([name, address]) => ['--add-host', `${name}:${address}`]),
    ...(readOnly ? ['--read-only'] : []),
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    ...['--memory', `${spec.memoryBytes}b`, '--memory-swap', `${spec.memoryBytes}b`, '--cpus', String(cpus)],
    ...(spec.user === null ? [] : ['--user', spec.user]),
    ...tmpfsArgv(dialect, spec),
    ...envArgv(spec.env).args,
    // Any free port: none of this machine's can be in the way.
    ...(spec.port === null ? [] : ['--publish', `127.0.0.1::${spec.port}`]),
    ...(entrypoint === undefined ? [] : ['--entrypoint', entrypoint]),
    spec.image,
    ...rest,
    ...spec.args,
  ];
}
