import { ask, type EngineProbe, type Host, lastWords, type Probe, refuse } from './probe.ts';

/** A BuildKit of its own, wherever `BUILDKIT_HOST` says: it builds and pushes, and keeps and runs nothing. */
export const buildctl: EngineProbe = { kind: 'buildctl', name: 'buildctl', probe };

async function probe(host: Host): Promise<Probe> {
  const address = host.environment?.BUILDKIT_HOST;
  if (address === undefined || address === '') {
    const hint = 'Set it to the address of a buildkitd, such as tcp://builder.example:1234.';
    return refuse('DRK3004', 'BUILDKIT_HOST is not set', hint);
  }
  const [path] = host.programs('buildctl');
  if (path === undefined) {
    const hint = 'Install it from https://github.com/moby/buildkit/releases (Debian has no package).';
    return refuse('DRK3001', 'there is no buildctl on PATH, although BUILDKIT_HOST is set', hint);
  }
  const printed = await ask(host, [path, '--version']);
  const workers = await ask(host, [path, 'debug', 'workers']);
  if (workers?.code !== 0) {
    const hint = 'Check the address, the network, and the certificates of buildctl.';
    return refuse('DRK3004', `no BuildKit answers at ${address}: ${lastWords(workers)}`, hint);
  }
  return {
    engine: {
      kind: 'buildctl',
      name: 'buildctl',
      version: /\bv?(\d+\.\d+\.\d+\S*)/.exec(printed?.stdout ?? '')?.[1] ?? 'unknown',
      program: 'buildctl',
      capabilities: {
        manyPlatforms: 'pushed',
        cacheTo: 'any',
        cacheFrom: 'any',
        sbom: true,
        provenance: true,
        pushOnly: true,
      },
      builder: null,
    },
    notes: [],
  };
}
