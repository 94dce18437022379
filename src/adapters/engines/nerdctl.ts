import { tmpdir } from 'node:os';
import { ask, at, type EngineProbe, type Host, lastWords, type Probe, parseJson, refuse, textAt } from './probe.ts';

/** nerdctl, which needs containerd and, to build, BuildKit (`buildctl` and a running `buildkitd`). */
export const nerdctl: EngineProbe = { kind: 'nerdctl', name: 'nerdctl', probe };

const BUILDKIT_REMEDY =
  'Install and start BuildKit: the "full" archive of https://github.com/containerd/nerdctl/releases holds it; rootless: ' +
  '`containerd-rootless-setuptool.sh install-buildkit`.';

async function probe(host: Host): Promise<Probe> {
  const [path] = host.programs('nerdctl');
  if (path === undefined) {
    const hint =
      'Install the "full" archive of https://github.com/containerd/nerdctl/releases (Debian has no package).';
    return refuse('DRK3001', 'there is no nerdctl on PATH', hint);
  }
  const info = await ask(host, [path, 'version', '--format', '{{json .}}']);
  const printed = parseJson(info?.stdout ?? '');
  const version = textAt(printed, 'Client', 'Version');
  if (info?.code !== 0 || version === undefined || at(printed, 'Server') === undefined) {
    const hint =
      'Start containerd: `sudo systemctl start containerd`; rootless: `containerd-rootless-setuptool.sh install`.';
    return refuse('DRK3004', `${path} reaches no containerd: ${lastWords(info)}`, hint);
  }
  // Whether BuildKit answers shows in a build only; this one is thrown away.
  const argv = [path, 'build', '--quiet', '--file', '-', '--output', 'type=tar,dest=/dev/null', tmpdir()] as const;
  const built = await ask(host, argv, { stdin: 'FROM scratch\n' });
  if (built?.code !== 0) return refuse('DRK3002', `${path} cannot build: ${lastWords(built)}`, BUILDKIT_REMEDY);
  return {
    engine: {
      kind: 'nerdctl',
      name: 'nerdctl',
      version: version.replace(/^v/, ''),
      program: 'nerdctl',
      capabilities: {
        manyPlatforms: 'yes',
        cacheTo: 'any',
        cacheFrom: 'any',
        sbom: true,
        provenance: true,
        pushOnly: false,
      },
      builder: null,
    },
    notes: [],
  };
}
