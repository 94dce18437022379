import { ENGINE_ORDER } from '../../../src/core/build/engine.ts';
import { showStep } from '../../../src/core/build/mask.ts';
import { planBuild } from '../../../src/core/build/plan.ts';
import type { BuildOptions, BuildRequest } from '../../../src/core/build/request.ts';
import { relPath } from '../../../src/core/model/paths.ts';
import { engine, request } from './sample.ts';

const LABELS = [
  ['--label', 'org.opencontainers.image.created=2026-01-02T03:04:05Z'],
  ['--label', `org.opencontainers.image.revision=${'3f2a1b0c'.repeat(5)}`],
  ['--label', 'org.opencontainers.image.source=https://git.example/shop'],
  ['--label', 'org.opencontainers.image.version=3f2a1b0'],
].flat();
const TAGS = ['--tag', 'shop-web:3f2a1b0', '--tag', 'shop-web:latest'];
const COMMON = ['--file', 'apps/web/Dockerfile', ...TAGS, ...LABELS, '--build-arg', 'VERSION=3f2a1b0'];

/** All but the client of a bare BuildKit, which has no store and words of its own. */
const CLIENTS = ENGINE_ORDER.filter((kind) => kind !== 'buildctl');

function plan(kind: (typeof ENGINE_ORDER)[number], asked: BuildRequest, scratch: string | null = null) {
  const planned = planBuild(asked, engine(kind), scratch);
  if (!planned.ok) throw new Error(planned.problems.map((problem) => problem.detail).join('\n'));
  return planned.value;
}

function argvs(kind: (typeof ENGINE_ORDER)[number], asked: BuildRequest, scratch: string | null = null) {
  return plan(kind, asked, scratch).steps.map((step) => [...step.argv]);
}

const FULL: Partial<BuildOptions> = {
  tags: ['registry.example/shop/web:1.2', 'registry.example/shop/web'],
  labels: { team: 'a b' },
  platforms: ['linux/amd64', 'linux/arm64'],
  push: true,
  buildArgs: { MODE: 'x', API_TOKEN: 'hush' },
  secrets: [
    { id: 'npm', src: '.npmrc' },
    { id: 'key', env: 'KEY' },
  ],
  cacheFrom: ['registry.example/cache'],
  cacheTo: ['type=registry,ref=registry.example/cache'],
  noCache: true,
};
const FULL_WORDS = [
  ...['--label', 'team=a b', '--build-arg', 'API_TOKEN', '--build-arg', 'MODE=x', '--build-arg', 'VERSION=3f2a1b0'],
  ...['--platform', 'linux/amd64,linux/arm64', '--no-cache'],
];
const FULL_TAGS = ['--tag', 'registry.example/shop/web:1.2', '--tag', 'registry.example/shop/web:latest'];
const FULL_SECRETS = ['--secret', 'id=npm,src=.npmrc', '--secret', 'type=env,id=key,env=KEY'];

describe('planBuild, argv of each engine', () => {
  it('Docker with buildx', () => {
    expect(argvs('docker-buildx', request())).toEqual([['docker', 'buildx', 'build', ...COMMON, '--load', '.']]);
    const full = request({ ...FULL, sbom: true, provenance: true }, { context: relPath('apps/web') });
    expect(argvs('docker-buildx', full, '/tmp/s')).toEqual([
      [
        ...['docker', 'buildx', 'build', '--file', 'apps/web/Dockerfile', ...FULL_TAGS, ...LABELS, ...FULL_WORDS],
        ...FULL_SECRETS,
        ...['--cache-from', 'registry.example/cache', '--cache-to', 'type=registry,ref=registry.example/cache'],
        ...['--sbom=true', '--provenance=true', '--metadata-file', '/tmp/s/web.digest', '--push', './apps/web'],
      ],
    ]);
  });

  it('asks every engine for the id of what it built, where its store keeps it', () => {
    for (const kind of CLIENTS) {
      const [build] = argvs(kind, request(), '/tmp/s');
      expect({ kind, id: build?.slice(build.indexOf('--iidfile'), build.indexOf('--iidfile') + 2) }).toEqual({
        kind,
        id: ['--iidfile', '/tmp/s/web.id'],
      });
    }
  });

  it('a named buildx builder', () => {
    const planned = planBuild(request(), { ...engine('docker-buildx'), builder: 'farm' });
    expect(planned.ok && planned.value.steps[0]?.argv.slice(0, 5)).toEqual([
      ...['docker', 'buildx', 'build', '--builder', 'farm'],
    ]);
  });

  it("Docker with the daemon's BuildKit", () => {
    const [step] = plan('docker-buildkit', request()).steps;
    expect(step?.argv).toEqual(['docker', 'build', ...COMMON, '.']);
    expect(step?.env).toEqual({ DOCKER_BUILDKIT: '1' });
    const pushed = request({ tags: ['r.example/a:1', 'r.example/a:2'], push: true, cacheTo: ['type=inline'] });
    const [build, ...pushes] = argvs('docker-buildkit', pushed);
    expect(build?.slice(-3)).toEqual(['--build-arg', 'BUILDKIT_INLINE_CACHE=1', '.']);
    expect(pushes).toEqual([
      ['docker', 'push', 'r.example/a:1'],
      ['docker', 'push', 'r.example/a:2'],
    ]);
  });

  it('Podman', () => {
    expect(argvs('podman', request())).toEqual([['podman', 'build', ...COMMON, '.']]);
    const first = 'registry.example/shop/web:1.2';
    const second = 'registry.example/shop/web:latest';
    const checked = request({}, { dockerfileText: 'FROM node:24\nHEALTHCHECK CMD ["true"]\n' });
    expect(argvs('podman', checked)[0]?.slice(-3)).toEqual(['--format', 'docker', '.']);
    expect(argvs('podman', request(FULL), '/tmp/s')).toEqual([
      [
        ...['podman', 'build', '--file', 'apps/web/Dockerfile', ...LABELS, ...FULL_WORDS, '--manifest', first],
        ...FULL_SECRETS,
        ...['--cache-from', 'registry.example/cache', '--cache-to', 'registry.example/cache', '.'],
      ],
      ['podman', 'tag', first, second],
      ['podman', 'manifest', 'push', '--all', '--digestfile', '/tmp/s/web.digest', first, `docker://${first}`],
      ['podman', 'manifest', 'push', '--all', '--digestfile', '/tmp/s/web.digest', second, `docker://${second}`],
    ]);
    expect(plan('podman', request(FULL)).before.map((step) => step.argv)).toEqual([['podman', 'rmi', first]]);
  });

  it('Buildah', () => {
    expect(argvs('buildah', request())).toEqual([['buildah', 'build', '--layers', ...COMMON, '.']]);
    const tag = 'r.example/a:1';
    expect(argvs('buildah', request({ tags: [tag], push: true }), '/tmp/s')[1]).toEqual([
      ...['buildah', 'push', '--digestfile', '/tmp/s/web.digest', tag, `docker://${tag}`],
    ]);
    expect(plan('buildah', request()).inspect?.argv).toEqual([
      ...['buildah', 'inspect', '--type', 'image', 'shop-web:3f2a1b0'],
    ]);
  });

  it('nerdctl', () => {
    expect(argvs('nerdctl', request())).toEqual([['nerdctl', 'build', ...COMMON, '.']]);
    expect(argvs('nerdctl', request({ ...FULL, tags: ['r.example/a:1'] }))[1]).toEqual([
      ...['nerdctl', 'push', '--platform', 'linux/amd64,linux/arm64', 'r.example/a:1'],
    ]);
  });
});

describe('planBuild, what holds for every engine', () => {
  it.each(CLIENTS)('%s: the agent of SSH only where a step wants it', (kind) => {
    expect(argvs(kind, request()).flat()).not.toContain('--ssh');
    expect(
      argvs(kind, request({}, { ssh: true }))
        .flat()
        .join(' '),
    ).toContain('--ssh default');
  });

  it.each(CLIENTS)('%s: no secret value in argv or in what is printed', (kind) => {
    for (const step of plan(kind, request({ ...FULL, tags: ['r.example/a:1'] })).steps) {
      expect(step.argv.join(' ')).not.toContain('hush');
      expect(showStep(step)).not.toContain('hush');
    }
  });

  it.each(CLIENTS)('%s: a context that looks like a URL or a flag stays a folder', (kind) => {
    for (const folder of ['github.com/a/b', '-v', 'git@host:x']) {
      const [step] = plan(kind, request({}, { context: relPath(folder) })).steps;
      expect(step?.argv.at(-1)).toBe(`./${folder}`);
    }
  });

  it('builds in the root, with paths relative to it', () => {
    expect(plan('docker-buildx', request()).steps[0]?.cwd).toBe('/src/shop');
  });

  it('inspects nothing that is not in the local store', () => {
    const pushed = request({ tags: ['r.example/a:1'], push: true });
    const planned = planBuild(pushed, engine('docker-buildx', { pushOnly: true }));
    expect(planned.ok && planned.value.inspect).toBeNull();
  });

  it('warns of a build argument that the Dockerfile does not declare', () => {
    const planned = planBuild(request({ buildArgs: { OTHER: '1', HTTP_PROXY: 'x' } }), engine('podman'));
    expect(planned.ok && planned.warnings.map((warning) => warning.detail)).toEqual([
      '--build-arg OTHER: apps/web/Dockerfile declares no ARG OTHER',
    ]);
  });
});

describe('buildctl', () => {
  it('builds and pushes at once, with every flag in the words of BuildKit', () => {
    const asked = { ...FULL, buildArgs: { MODE: 'x' }, sbom: true, provenance: true };
    expect(argvs('buildctl', request(asked), '/tmp/s')).toEqual([
      [
        ...['buildctl', 'build', '--frontend', 'dockerfile.v0', '--local', 'context=.'],
        ...['--local', 'dockerfile=./apps/web', '--opt', 'filename=Dockerfile'],
        ...LABELS.map((word) => (word === '--label' ? '--opt' : `label:${word}`)),
        ...['--opt', 'label:team=a b', '--opt', 'build-arg:MODE=x', '--opt', 'build-arg:VERSION=3f2a1b0'],
        ...['--opt', 'platform=linux/amd64,linux/arm64', '--no-cache', ...FULL_SECRETS],
        ...['--import-cache', 'type=registry,ref=registry.example/cache'],
        ...['--export-cache', 'type=registry,ref=registry.example/cache'],
        ...['--opt', 'attest:sbom=', '--opt', 'attest:provenance=mode=min'],
        '--output',
        'type=image,"name=registry.example/shop/web:1.2,registry.example/shop/web:latest",push=true',
        ...['--metadata-file', '/tmp/s/web.digest'],
      ],
    ]);
  });

  it('takes a context that looks like a URL for a folder', () => {
    const asked = request({ push: true, tags: ['r.example/a:1'] }, { context: relPath('github.com/a/b') });
    expect(argvs('buildctl', asked)[0]).toContain('context=./github.com/a/b');
  });

  it('refuses what it cannot do', () => {
    const local = planBuild(request({ buildArgs: { API_TOKEN: 'hush' } }), engine('buildctl'));
    expect(local.ok ? [] : local.problems.map(({ detail }) => detail)).toEqual([
      'buildctl keeps no images: what it builds has to be pushed',
      'buildctl would show the value of --build-arg API_TOKEN in the list of processes',
    ]);
  });
});
