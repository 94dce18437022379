import { ask, type EngineProbe, type Host, lastWords, type Probe, parseJson, refuse, textAt } from './probe.ts';
import { atLeast } from './versions.ts';

/** Buildah: builds and pushes, but runs no containers. */
export const buildah: EngineProbe = { kind: 'buildah', name: 'buildah', probe };

async function probe(host: Host): Promise<Probe> {
  const [path] = host.programs('buildah');
  if (path === undefined) {
    return refuse(
      'DRK3001',
      'there is no buildah on PATH',
      'Install it: `apt-get install buildah`; see https://buildah.io.',
    );
  }
  const printed = await ask(host, [path, 'version', '--json']);
  const version = textAt(parseJson(printed?.stdout ?? ''), 'version');
  // `version` answers even where no image can be stored; `info` opens the store.
  const info = await ask(host, [path, 'info']);
  if (info?.code !== 0 || version === undefined) {
    const hint =
      'Try `buildah info`. Rootless Buildah needs `apt-get install uidmap` and entries in /etc/subuid and /etc/subgid.';
    return refuse('DRK3004', `${path} does not answer: ${lastWords(info)}`, hint);
  }
  // https://github.com/containers/buildah/releases/tag/v1.29.0: distributed build cache.
  const cache = atLeast(version, 1, 29) ? 'registry' : 'no';
  return {
    engine: {
      kind: 'buildah',
      name: 'buildah',
      version,
      program: 'buildah',
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
