import { ask, type EngineProbe, type Host, lastWords, type Probe, parseJson, refuse, textAt } from './probe.ts';
import { atLeast } from './versions.ts';

/** Podman, rootless or not, local or through its own remote connection. */
export const podman: EngineProbe = { kind: 'podman', name: 'podman', probe };

async function probe(host: Host): Promise<Probe> {
  const [path] = host.programs('podman');
  if (path === undefined) {
    return refuse(
      'DRK3001',
      'there is no podman on PATH',
      'Install it: `apt-get install podman`; see https://podman.io.',
    );
  }
  const info = await ask(host, [path, 'info', '--format', 'json']);
  const version = textAt(parseJson(info?.stdout ?? ''), 'version', 'Version');
  if (info?.code !== 0 || version === undefined) {
    const hint =
      'Try `podman info`. Rootless Podman needs `apt-get install uidmap` and entries in /etc/subuid and /etc/subgid; ' +
      'on a Mac start its machine: `podman machine start`.';
    return refuse('DRK3004', `${path} does not answer: ${lastWords(info)}`, hint);
  }
  // https://github.com/containers/podman/releases/tag/v4.4.0: distributed build cache.
  const cache = atLeast(version, 4, 4) ? 'registry' : 'no';
  return {
    engine: {
      kind: 'podman',
      name: 'podman',
      version,
      program: 'podman',
      capabilities: {
        manyPlatforms: 'yes',
        cacheTo: cache,
        cacheFrom: cache,
        sbom: false,
        provenance: false,
        pushOnly: false,
      },
      builder: null,
    },
    notes: [],
  };
}
