import { relPath } from '../../../src/core/model/paths.ts';
import type { BuildContext } from '../../../src/core/verify/copy-sources.ts';
import { dockerfileFacts } from '../../../src/core/verify/dockerfile-facts.ts';
import { projectFacts } from '../../../src/core/verify/project-text.ts';
import { staticChecks } from '../../../src/core/verify/static-half.ts';
import { subjectOf } from '../../../src/core/verify/subject.ts';

const CONTEXT: BuildContext = { dir: '.', entries: new Set(), ignoreText: '', ignoreFile: null };

interface Texts {
  readonly dockerfile?: string;
  readonly manifests?: string;
  readonly compose?: string;
  readonly jenkins?: string;
}

const SPEC = (container: string) =>
  `kind: Deployment\nmetadata: { name: shop }\nspec: { template: { spec: { containers: [{ image: shop:1, ${container} }] } } }`;

/** The failed checks by id, with their detail. */
function failures(
  { dockerfile = 'FROM a:1', manifests = '', compose = '', jenkins = '' }: Texts,
  writable: string[] = [],
) {
  const one = (path: string, text: string) => new Map(text === '' ? [] : [[relPath(path), text] as const]);
  const project = projectFacts({
    manifests: one('kubernetes/app.yaml', manifests),
    compose: one('compose.yaml', compose),
    pipelines: one('Jenkinsfile', jenkins),
  });
  const facts = dockerfileFacts(relPath('Dockerfile'), dockerfile);
  const subject = subjectOf({ name: 'shop', image: 'shop', port: null, dockerfile: facts }, project, true);
  const checks = staticChecks({ subject, context: CONTEXT, project, images: ['shop'], writable });
  return Object.fromEntries(checks.filter(({ ok }) => !ok).map(({ id, detail }) => [id, detail]));
}

describe('the files agree', () => {
  it('when each says the same, or nothing', () => {
    expect(failures({})).toEqual({});
    expect(
      failures({
        dockerfile: 'FROM a:1\nUSER 1001:1002\nEXPOSE 9000 3000',
        manifests: SPEC(
          'ports: [{ containerPort: 3000 }], securityContext: { runAsUser: 1001, runAsGroup: 1002 }, env: [{ name: PORT, value: "3000" }]',
        ),
        compose:
          'services: { web: { build: { context: ., dockerfile: ./Dockerfile }, ports: ["80:3000"] }, db: { image: x, ports: ["1:1"] } }',
        jenkins: "IMAGE = 'registry.example/shop'\nsh 'kubectl rollout status deployment/shop'\n// IMAGE = 'old'",
      }),
    ).toEqual({});
  });
});

describe('the files disagree', () => {
  it.each([
    ['ports-agree', { dockerfile: 'FROM a:1\nEXPOSE 1', manifests: SPEC('ports: [{ containerPort: 2 }]') }, 'has 2'],
    [
      'ports-agree',
      { dockerfile: 'FROM a:1\nEXPOSE 1', compose: 'services: { web: { build: ., expose: [3] } }' },
      'compose.yaml (web) has 3',
    ],
    ['ports-agree', { manifests: SPEC('ports: [{ containerPort: 2 }], env: [{ name: PORT, value: "4" }]') }, 'PORT'],
    [
      'users-agree',
      { dockerfile: 'FROM a:1\nUSER node', manifests: SPEC('securityContext: { runAsUser: 5 }') },
      'has 5',
    ],
    [
      'health-paths-agree',
      {
        dockerfile: 'FROM a:1\nHEALTHCHECK CMD curl http://localhost:1/a',
        manifests: SPEC('readinessProbe: { httpGet: { path: /b } }'),
      },
      'has /b',
    ],
    ['image-names-agree', { manifests: SPEC('x: 1').replace('shop:1', 'other:1') }, 'runs other:1'],
    [
      'image-names-agree',
      { manifests: SPEC('x: 1'), jenkins: "IMAGES = 'r.example/shop r.example/shops'" },
      'r.example/shops',
    ],
    [
      'image-names-agree',
      { manifests: SPEC('x: 1'), jenkins: "sh 'x deployment/none'" },
      'waits for the workload none',
    ],
    ['files-parse', { manifests: 'a: [' }, 'kubernetes/app.yaml'],
  ])('%s: %j', (id, texts: Texts, detail) => {
    expect(Object.keys(failures(texts))).toEqual([id]);
    expect(failures(texts)[id]).toContain(detail);
  });

  it('on the folders that are written to', () => {
    const manifests = SPEC(
      'securityContext: { readOnlyRootFilesystem: true }, volumeMounts: [{ name: a, mountPath: /data }]',
    );
    expect(failures({ manifests }, ['/data/x'])).toEqual({});
    expect(failures({ manifests }, ['/cache'])).toMatchObject({
      'writable-paths-agree': expect.stringContaining('/cache'),
    });
  });
});
