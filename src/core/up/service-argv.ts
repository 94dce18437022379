import type { Argv } from '../model/facts.ts';
import { type ContainerDialect, envArgv, labelArgv } from '../verify/container-argv.ts';
import type { Mount, UpService } from './service.ts';

/** Where one service runs. */
export interface UpPlace {
  readonly project: string;
  /** The project's folder, absolute: binds are relative to it. */
  readonly root: string;
  readonly network: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Addresses by service, where the network has no names; empty where it has. */
  readonly addresses: Readonly<Record<string, string>>;
}

/** The name of a service's container. */
export function containerName(project: string, service: string): string {
  return `${project}-${service}-1`;
}

/** The name of a volume of the project in the engine. */
export function volumeName(project: string, volume: string): string {
  return `${project}_${volume}`;
}

function mountArgv(mount: Mount, { project, root }: UpPlace): readonly string[] {
  const relative = mount.source.startsWith('.') ? `${root}/${mount.source}` : mount.source;
  const source = mount.isBind ? relative : volumeName(project, mount.source);
  return ['--volume', `${source}:${mount.target}${mount.readOnly ? ':ro' : ''}`];
}

/** Podman knows no numbers for the owner of a tmpfs, but can give it to the container's user. */
function tmpfsArgv(dialect: ContainerDialect, entry: string): readonly string[] {
  const [path = '', options = ''] = entry.split(':');
  if (dialect.name !== 'podman') return ['--tmpfs', entry];
  const words = options.split(',').filter((option) => option !== '');
  if (!words.some((word) => /^[ug]id=/.test(word)))
    return ['--tmpfs', `${path}:${[...words, 'rw'].join(',')}${dialect.tmpfs}`];
  const kept = words.flatMap((word) => (/^(?:size|mode)=/.test(word) ? [`tmpfs-${word}`] : []));
  return ['--mount', ['type=tmpfs', `destination=${path}`, 'U=true', ...kept].join(',')];
}

function networkArgv(service: UpService, { network, addresses }: UpPlace): readonly string[] {
  const own = addresses[service.name];
  const hosts = Object.entries(addresses).flatMap(([name, address]) => ['--add-host', `${name}:${address}`]);
  const fixed = own === undefined ? [] : ['--ip', own];
  return ['--network', network, '--network-alias', service.name, ...fixed, ...hosts];
}

/** The program that runs one service in the background. */
export function serviceArgv(dialect: ContainerDialect, service: UpService, place: UpPlace): Argv {
  const [entrypoint, ...before] = service.entrypoint ?? [];
  const isRestarted = service.restart !== 'no';
  return [
    dialect.program,
    ...['run', '--detach', '--name', containerName(place.project, service.name), ...labelArgv(place.labels)],
    ...networkArgv(service, place),
    ...(isRestarted ? ['--restart', service.restart] : []),
    ...(service.init ? ['--init'] : []),
    ...(service.readOnlyRoot ? ['--read-only'] : []),
    ...service.capDrop.flatMap((name) => ['--cap-drop', name]),
    ...service.capAdd.flatMap((name) => ['--cap-add', name]),
    ...(service.noNewPrivileges ? ['--security-opt', 'no-new-privileges'] : []),
    ...(service.user === null ? [] : ['--user', service.user]),
    ...(service.workdir === null ? [] : ['--workdir', service.workdir]),
    ...service.tmpfs.flatMap((entry) => tmpfsArgv(dialect, entry)),
    ...service.mounts.flatMap((mount) => mountArgv(mount, place)),
    ...service.ports.flatMap((port) => ['--publish', port]),
    ...envArgv(service.environment).args,
    ...(entrypoint === undefined ? [] : ['--entrypoint', entrypoint]),
    service.image,
    ...before,
    ...(service.command ?? []),
  ];
}
