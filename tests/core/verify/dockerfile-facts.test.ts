import fc from 'fast-check';
import { relPath } from '../../../src/core/model/paths.ts';
import { dockerfileFacts } from '../../../src/core/verify/dockerfile-facts.ts';

const PATH = relPath('Dockerfile');

describe('what a Dockerfile says of its image', () => {
  it('takes user, ports, volumes and health of the last stage and those below it', () => {
    const facts = dockerfileFacts(
      PATH,
      [
        'ARG BASE=node:24',
        'FROM ${BASE} AS base',
        'USER 10001:10001',
        'EXPOSE 3000/tcp 9000',
        'FROM base AS other',
        'USER root',
        'FROM base',
        'WORKDIR /srv',
        'LABEL org.opencontainers.image.title="shop" \\',
        '      x=y',
        'VOLUME ["/data", "/cache"]',
        'HEALTHCHECK --interval=5s CMD ["node", "-e", "fetch(\\"http://127.0.0.1:\\"+process.env.PORT+\\"/healthz\\")"]',
      ].join('\n'),
    );
    expect(facts).toMatchObject({
      user: '10001:10001',
      ports: [3000, 9000],
      volumes: ['/data', '/cache'],
      workdir: '/srv',
      title: 'shop',
      healthPath: '/healthz',
      healthPort: null,
    });
  });

  it.each([
    ['CMD curl -f http://localhost:8080/ready || exit 1', '/ready', 8080],
    ['CMD wget -q http://127.0.0.1:$PORT/up', '/up', null],
    ['NONE', null, null],
  ])('reads HEALTHCHECK %s', (health, path, port) => {
    expect(dockerfileFacts(PATH, `FROM a:1\nHEALTHCHECK ${health}\n`)).toMatchObject({
      healthPath: path,
      healthPort: port,
    });
  });

  it('lists what is copied from the context, and nothing else', () => {
    const { copies } = dockerfileFacts(
      PATH,
      [
        'FROM a:1 AS build',
        'ARG DIR=src',
        'COPY --chown=1:1 package.json package-lock.json* ./',
        'COPY ["a b.txt", "/x/"]',
        'COPY $DIR ./src',
        'COPY $UNKNOWN ./',
        'ADD https://example.com/x /x',
        'COPY <<EOF /etc/x',
        'COPY not-there /',
        'EOF',
        'FROM a:1',
        'COPY --from=build /app ./',
      ].join('\n'),
    );
    expect(copies).toEqual([
      { path: 'package.json', line: 3 },
      { path: 'package-lock.json*', line: 3 },
      { path: 'a b.txt', line: 4 },
      { path: 'src', line: 5 },
    ]);
  });

  it('reads any text without failing', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('FROM a', 'COPY ', '--from=', '["', '$', '${', '<<EOF', '\\', 'x y', 'ARG A=', '"', '\n'),
        ),
        (parts) => {
          expect(dockerfileFacts(PATH, parts.join('')).path).toBe(PATH);
        },
      ),
    );
  });
});
