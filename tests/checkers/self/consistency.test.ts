import { broken, CLEAN } from '../clean-set.ts';
import { checkConsistency } from '../consistency.ts';
import { settle } from '../exceptions.ts';
import type { Finding } from '../finding.ts';

describe('one port, one user, one health path, one image name', () => {
  it.each([
    ['D21', 'Dockerfile', 'EXPOSE 3000', 'EXPOSE 4000'],
    ['D21', 'kubernetes/app.yaml', 'containerPort: 3000', 'containerPort: 4000'],
    ['D21', 'kubernetes/app.yaml', 'PORT: "3000"', 'PORT: "4000"'],
    ['D21', 'Dockerfile', '127.0.0.1:3000', '127.0.0.1:4000'],
    ['K02', 'Dockerfile', 'USER 10001:10001', 'USER 10002:10001'],
    ['K02', 'kubernetes/app.yaml', 'runAsGroup: 10001', 'runAsGroup: 10002'],
    ['X01', 'Dockerfile', '/healthz', '/health'],
    ['X01', 'kubernetes/app.yaml', /\/healthz/g, '/live'],
    ['X02', 'Jenkinsfile', 'shop/shop-api', 'shop/other'],
    ['X02', 'Jenkinsfile', 'status deployment/shop-api', 'status deployment/shop'],
    ['X02', 'kubernetes/kustomization.yaml', 'shop/shop-api', 'shop/other'],
    ['X02', 'kubernetes/app.yaml', 'shop/shop-api:1.2.0', 'shop/other:1.2.0'],
  ])('%s: %s, %s → %s', (id, path, from, to) => {
    expect(checkConsistency(broken(path, from, to)).map((finding) => finding.id)).toContain(id);
  });

  it('K18: a JVM needs a minute to start', () => {
    const java = broken(
      'Dockerfile',
      'node:${NODE_VERSION}-bookworm-slim AS runtime',
      'eclipse-temurin:21-jre-noble AS runtime',
    );
    const hasty =
      broken('kubernetes/app.yaml', 'failureThreshold: 30', 'failureThreshold: 20').get('kubernetes/app.yaml') ?? '';
    expect(checkConsistency(java)).toEqual([]);
    expect(checkConsistency(new Map([...java, ['kubernetes/app.yaml', hasty]])).map(({ id }) => id)).toEqual(['K18']);
  });

  it('tells several images apart by their title', () => {
    const second = (CLEAN.get('Dockerfile') ?? '').replace('"shop-api"', '"other"').replaceAll('3000', '4000');
    expect(checkConsistency(new Map([...CLEAN, ['apps/other/Dockerfile', second]]))).toEqual([]);
  });
});

describe('exceptions', () => {
  const finding: Finding = { checker: 'c', id: 'D20', file: 'Dockerfile', line: 1, message: 'no label x' };
  const exception = { id: 'D20', output: 'app', message: /label x/, reason: 'no remote' };

  it('take out what they name, in the output that they name', () => {
    const settled = settle(
      new Map([
        ['app', [finding]],
        ['other', [finding]],
      ]),
      [exception],
    );
    expect(settled).toEqual({ findings: [{ ...finding, output: 'other' }], stale: [] });
  });

  it('are stale when nothing needs them', () => {
    expect(settle(new Map([['app', []]]), [exception]).stale).toEqual([exception]);
  });
});
