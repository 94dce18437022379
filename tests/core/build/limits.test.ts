import type { Capabilities, EngineKind } from '../../../src/core/build/engine.ts';
import { planBuild } from '../../../src/core/build/plan.ts';
import type { BuildOptions } from '../../../src/core/build/request.ts';
import { engine, request } from './sample.ts';

function problems(kind: EngineKind, limits: Partial<Capabilities>, options: Partial<BuildOptions>): string[] {
  const planned = planBuild(request(options), engine(kind, limits));
  if (planned.ok) return [];
  for (const problem of planned.problems) expect(problem.code).toBe('DRK4001');
  return planned.problems.map((problem) => problem.detail);
}

describe('what an engine lacks is told before anything runs', () => {
  const two = ['linux/amd64', 'linux/arm64'];

  it('several platforms', () => {
    expect(problems('docker-buildkit', { manyPlatforms: 'no' }, { platforms: two })).toEqual([
      "Docker with the daemon's BuildKit 1.2 cannot build several platforms at once",
    ]);
    expect(problems('docker-buildkit', { manyPlatforms: 'no' }, { platforms: ['linux/arm64'] })).toEqual([]);
    expect(problems('docker-buildx', { manyPlatforms: 'pushed' }, { platforms: two })).toEqual([
      'an image of several platforms cannot be kept in the local store of this engine',
    ]);
    const pushed = { platforms: two, push: true, tags: ['r.example/a:1'] };
    expect(problems('docker-buildx', { manyPlatforms: 'pushed' }, pushed)).toEqual([]);
  });

  it('platforms that are none', () => {
    expect(problems('podman', {}, { platforms: ['arm', 'linux/arm/v7', 'linux'] })).toEqual([
      '"arm" is no platform',
      '"linux" is no platform',
    ]);
  });

  it('caches', () => {
    expect(problems('podman', { cacheTo: 'registry' }, { cacheTo: ['type=local,dest=x', 'r.example/c'] })).toEqual([
      'Podman 1.2 cannot write a build cache to "type=local,dest=x"',
    ]);
    expect(problems('docker-buildx', { cacheTo: 'inline' }, { cacheTo: ['type=inline', 'type=gha'] })).toHaveLength(1);
    expect(problems('podman', { cacheFrom: 'no' }, { cacheFrom: ['r.example/c'] })).toHaveLength(1);
  });

  it('attestations', () => {
    const lacking = { sbom: false, provenance: false };
    expect(problems('buildah', lacking, { sbom: true, provenance: true })).toEqual([
      'Buildah 1.2 cannot attach an SBOM (--sbom)',
      'Buildah 1.2 cannot attach a provenance (--provenance)',
    ]);
  });

  it('a push without a registry, and references that are none; all problems at once', () => {
    expect(problems('docker-buildx', {}, { push: true })).toEqual([
      'shop-web:3f2a1b0 names no registry to push to',
      'shop-web:latest names no registry to push to',
    ]);
    expect(problems('docker-buildx', {}, { tags: ['Shop:1', 'a b', '-x', 'a:b:c', ''] })).toHaveLength(5);
  });
});
