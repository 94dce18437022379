import fc from 'fast-check';
import { declaredArgs } from '../../../src/core/build/dockerfile-args.ts';
import { parseBuildArgs, parseSecrets } from '../../../src/core/build/flags.ts';
import { pushedDigest, readDigestFile, readInspect } from '../../../src/core/build/inspect.ts';
import { imageLabels } from '../../../src/core/build/labels.ts';
import { masker, showStep } from '../../../src/core/build/mask.ts';
import { parseReference } from '../../../src/core/build/reference.ts';
import { createdAt, NO_SOURCE } from '../../../src/core/build/request.ts';
import { sourceUrl } from '../../../src/core/build/source-url.ts';
import { tagsOf } from '../../../src/core/build/tags.ts';
import { request } from './sample.ts';

describe('tagsOf', () => {
  const source = request().source;

  it('names the commit, and changes on top of it', () => {
    expect(tagsOf(request())).toEqual(['shop-web:3f2a1b0', 'shop-web:latest']);
    const dirty = request({}, { source: { ...source, dirty: true } });
    expect(tagsOf(dirty)).toEqual(['shop-web:3f2a1b0-dirty', 'shop-web:latest']);
  });

  it('knows only latest without git', () => {
    expect(tagsOf(request({}, { source: NO_SOURCE }))).toEqual(['shop-web:latest']);
  });

  it("takes the user's own instead", () => {
    expect(tagsOf(request({ tags: ['a', 'a:latest', 'localhost:5000/b:1'] }))).toEqual([
      'a:latest',
      'localhost:5000/b:1',
    ]);
  });
});

describe('imageLabels', () => {
  it("lets the user's labels win", () => {
    const labels = imageLabels(request({ labels: { 'org.opencontainers.image.source': 'mine' } }, { version: '2.0' }));
    expect(labels).toMatchObject({
      'org.opencontainers.image.source': 'mine',
      'org.opencontainers.image.version': '2.0',
    });
  });

  it('says nothing that is not known', () => {
    const labels = imageLabels(request({}, { source: NO_SOURCE }));
    expect(Object.keys(labels)).toEqual(['org.opencontainers.image.created']);
  });
});

describe('createdAt', () => {
  const now = new Date('2026-05-06T07:08:09.123Z');
  const clean = { ...NO_SOURCE, revision: 'x', committed: '2025-01-01T02:00:00+02:00' };

  it('is the time of the commit, so that the same commit gives the same image', () => {
    expect(createdAt(clean, undefined, now)).toBe('2025-01-01T00:00:00Z');
  });

  it('is the present for a changed tree or none, and SOURCE_DATE_EPOCH before all', () => {
    expect(createdAt({ ...clean, dirty: true }, undefined, now)).toBe('2026-05-06T07:08:09Z');
    expect(createdAt(NO_SOURCE, 'tomorrow', now)).toBe('2026-05-06T07:08:09Z');
    expect(createdAt(clean, '0', now)).toBe('1970-01-01T00:00:00Z');
  });
});

describe('parseReference', () => {
  it.each([
    ['shop', null, 'shop', null],
    ['acme/shop:1', null, 'acme/shop', '1'],
    ['localhost/shop', 'localhost', 'localhost/shop', null],
    ['127.0.0.1:5000/a/b:c', '127.0.0.1:5000', '127.0.0.1:5000/a/b', 'c'],
    ['[::1]:5000/a', '[::1]:5000', '[::1]:5000/a', null],
    ['r.example/a_b/c__d-e:V1.2', 'r.example', 'r.example/a_b/c__d-e', 'V1.2'],
  ])('%s', (text, registry, repository, tag) => {
    expect(parseReference(text)).toEqual({ registry, repository, tag });
  });

  it.each(['', 'A', 'a/', '/a', 'a:', 'a b', '-a', 'a:-b', 'a$(id)', 'http://a/b', `${'a'.repeat(50000)}!`])(
    'refuses %j',
    (text) => expect(parseReference(text)).toBeUndefined(),
  );
});

describe('declaredArgs', () => {
  it('reads ARG in every form and nothing else', () => {
    const text = [
      '# syntax=docker/dockerfile:1',
      'ARG BASE=node:24',
      'FROM ${BASE} AS build',
      'arg lower',
      'ARG A=1 \\',
      '  # a comment between',
      '  B="x y=z" C',
      'RUN <<EOF',
      'ARG NOT_THIS',
      'EOF',
      '# ARG NOR_THIS',
      'RUN echo \\',
      'ARG NOR_THAT',
      'ARG LAST',
    ].join('\n');
    expect([...declaredArgs(text)].sort()).toEqual(['A', 'B', 'BASE', 'C', 'LAST', 'lower']);
  });

  it('respects the escape directive', () => {
    expect([...declaredArgs('# escape=`\nFROM x\nARG A `\n B\nARG C=c:\\\nARG D')].sort()).toEqual([
      'A',
      'B',
      'C',
      'D',
    ]);
  });

  it('never fails', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void declaredArgs(`ARG ${text}`)));
  });
});

describe('sourceUrl', () => {
  it.each([
    ['https://user:token@git.example/a/b.git?x=1#y', 'https://git.example/a/b.git'],
    ['ssh://git:pw@git.example:2222/a.git', 'ssh://git.example:2222/a.git'],
    ['git@git.example:a/b.git', 'ssh://git.example/a/b.git'],
    ['/home/me/a', null],
    ['../a', null],
    ['file:///home/me/a', null],
    ['C:/a', null],
    ['', null],
  ])('%s', (remote, url) => expect(sourceUrl(remote)).toBe(url));

  it('lets no password through', () => {
    const word = fc.stringMatching(/^[a-z0-9%._-]{8,20}$/);
    fc.assert(
      fc.property(word, (password) => {
        for (const remote of [`https://u:${password}@h.example/r`, `https://${password}@h.example/r`]) {
          expect(sourceUrl(remote) ?? '').not.toContain(password);
        }
      }),
    );
  });
});

describe('masker', () => {
  it('hides every secret, the longest first', () => {
    expect(masker(['abc', 'abcdef', ''])('abcdef abc ab')).toBe('*** *** ab');
  });

  it('shows a step as a shell line that says nothing', () => {
    const step = { argv: ['p', "it's", '$HOME', 'tok'] as const, cwd: '/', env: { A: 'tok x' }, secrets: ['tok'] };
    expect(showStep(step)).toBe(`A='*** x' p 'it'\\''s' '$HOME' ***`);
  });
});

describe('flags', () => {
  it('--build-arg', () => {
    expect(parseBuildArgs(['A=1', 'B=x=y', 'HOST', 'A=2'], { HOST: 'h' })).toMatchObject({
      ok: true,
      value: { A: '2', B: 'x=y', HOST: 'h' },
    });
    expect(parseBuildArgs(['1=2', 'GONE'], {})).toMatchObject({ ok: false, problems: [{}, {}] });
  });

  it('--secret', () => {
    expect(parseSecrets(['id=a,src=f', 'id=b,env=E', 'id=C', 'type=env,id=d,src=V'])).toMatchObject({
      ok: true,
      value: [
        { id: 'a', src: 'f' },
        { id: 'b', env: 'E' },
        { id: 'C', env: 'C' },
        { id: 'd', env: 'V' },
      ],
    });
    expect(parseSecrets(['a', 'src=f', 'id=a b,src=f', 'id=a,evil=1'])).toMatchObject({
      ok: false,
      problems: [{}, {}, {}, {}],
    });
  });
});

describe('what the engines print', () => {
  const digest = `sha256:${'a'.repeat(64)}`;

  it('docker, nerdctl and podman', () => {
    const printed = JSON.stringify([{ Id: digest, Size: 7, RepoDigests: [`r.example/a@${digest}`, 'x@sha256:b'] }]);
    const facts = readInspect('docker-buildkit', printed);
    expect(facts).toMatchObject({ id: digest, sizeBytes: 7 });
    expect(pushedDigest(facts, 'r.example/a:1')).toBe(digest);
    expect(pushedDigest(facts, 'r.example/b:1')).toBeNull();
    expect(readInspect('podman', JSON.stringify([{ Id: 'abc' }]))).toMatchObject({ id: 'sha256:abc', sizeBytes: null });
  });

  it('buildah', () => {
    const manifest = JSON.stringify({ layers: [{ size: 3 }, { size: 4 }] });
    const facts = readInspect('buildah', JSON.stringify({ FromImageID: 'abc', Manifest: manifest }));
    expect(facts).toEqual({ id: 'sha256:abc', repoDigests: [], sizeBytes: 7 });
  });

  it('nothing of use', () => {
    for (const text of ['', '[]', '{}', 'null', '"x"']) {
      expect(readInspect('podman', text)).toEqual({ id: null, repoDigests: [], sizeBytes: null });
    }
  });

  it('digest files', () => {
    expect(readDigestFile(`${digest}\n`)).toBe(digest);
    expect(readDigestFile(JSON.stringify({ 'containerimage.digest': digest }))).toBe(digest);
    expect(readDigestFile('')).toBeNull();
  });
});
