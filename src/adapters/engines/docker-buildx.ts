import type { Capabilities } from '../../core/build/engine.ts';
import { BUILDX_REMEDY, type DockerClient, dockerClients, passedOver } from './docker-client.ts';
import { ask, type EngineProbe, type Host, lastWords, type Probe, parseJson, refuse } from './probe.ts';

/** Docker with the buildx plugin, on whatever builder is current or was named. */
export const dockerBuildx: EngineProbe = { kind: 'docker-buildx', name: 'docker', probe };

async function probe(host: Host): Promise<Probe> {
  const clients = await dockerClients(host);
  if ('refused' in clients) return clients;
  for (const client of clients) {
    const version = await ask(host, [client.path, 'buildx', 'version']);
    if (version?.code === 0 && /buildx/.test(version.stdout)) return withBuilder(host, client);
  }
  const tried = clients.map((client) => `${client.path} (${client.clientVersion})`).join(', ');
  return refuse('DRK3002', `${tried} has no buildx plugin`, BUILDX_REMEDY);
}

async function withBuilder(host: Host, client: DockerClient): Promise<Probe> {
  const named = host.builder === undefined ? [] : [host.builder];
  const inspected = await ask(host, [client.path, 'buildx', 'inspect', ...named]);
  const driver = /^Driver:\s*(\S+)/m.exec(inspected?.stdout ?? '')?.[1];
  if (inspected?.code !== 0 || driver === undefined) {
    const which = host.builder === undefined ? 'the current buildx builder' : `the buildx builder ${host.builder}`;
    const hint = 'See `docker buildx ls`; `docker buildx use default` goes back to the builder inside Docker.';
    return refuse('DRK3004', `${which} does not answer: ${lastWords(inspected)}`, hint);
  }
  return {
    engine: {
      kind: 'docker-buildx',
      name: 'docker',
      version: client.serverVersion,
      program: client.first ? 'docker' : client.path,
      capabilities: driver === 'docker' ? await insideDocker(host, client) : OWN_BUILDER,
      builder: host.builder ?? null,
    },
    notes: passedOver(host, client, 'has no buildx plugin'),
  };
}

/** A builder of its own (docker-container, kubernetes, remote) can do everything, but keeps no images. */
const OWN_BUILDER: Capabilities = {
  manyPlatforms: 'pushed',
  cacheTo: 'any',
  cacheFrom: 'any',
  sbom: true,
  provenance: true,
  pushOnly: true,
};

/**
 * The builder inside the daemon depends on where Docker stores images.
 * Source: https://docs.docker.com/build/builders/drivers/docker/, https://docs.docker.com/engine/storage/containerd/
 */
async function insideDocker(host: Host, client: DockerClient): Promise<Capabilities> {
  const status = await ask(host, [client.path, 'info', '--format', '{{json .DriverStatus}}']);
  const store = JSON.stringify(parseJson(status?.stdout ?? '') ?? null);
  if (store.includes('io.containerd.snapshotter')) return { ...OWN_BUILDER, manyPlatforms: 'yes', pushOnly: false };
  return { manyPlatforms: 'no', cacheTo: 'inline', cacheFrom: 'any', sbom: false, provenance: false, pushOnly: false };
}
