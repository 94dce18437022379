import { BUILDX_REMEDY, type DockerClient, dockerClients, passedOver } from './docker-client.ts';
import { ask, type EngineProbe, type Host, lastWords, type Probe, refuse } from './probe.ts';

/**
 * Docker with the BuildKit of its daemon alone: clients up to 20.10 speak it themselves, later ones only through buildx
 * and end with "the buildx component is missing". Which one this is shows in a build and nowhere else: an empty image,
 * thrown away.
 */
export const dockerBuildkit: EngineProbe = { kind: 'docker-buildkit', name: 'docker', probe };

async function probe(host: Host): Promise<Probe> {
  const clients = await dockerClients(host);
  if ('refused' in clients) return clients;
  const reasons: string[] = [];
  for (const client of clients) {
    const argv = [client.path, 'build', '--quiet', '--output', 'type=cacheonly', '-'] as const;
    const result = await ask(host, argv, { env: { DOCKER_BUILDKIT: '1' }, stdin: 'FROM scratch\n' });
    if (result?.code === 0) return answered(host, client);
    reasons.push(`${client.path} (${client.clientVersion}) cannot drive BuildKit: ${lastWords(result)}`);
  }
  return refuse('DRK3002', reasons.join('; '), BUILDX_REMEDY);
}

function answered(host: Host, client: DockerClient): Probe {
  return {
    engine: {
      kind: 'docker-buildkit',
      name: 'docker',
      version: client.serverVersion,
      program: client.first ? 'docker' : client.path,
      capabilities: {
        manyPlatforms: 'no',
        cacheTo: 'inline',
        cacheFrom: 'registry',
        sbom: false,
        provenance: false,
        pushOnly: false,
      },
      builder: null,
    },
    notes: passedOver(host, client, 'cannot drive BuildKit, since its buildx component is missing'),
  };
}
