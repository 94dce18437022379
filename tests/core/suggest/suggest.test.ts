import fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';
import { relPath } from '../../../src/core/model/paths.ts';
import { groovyProblems } from '../../../src/core/render/verify/groovy.ts';
import { chartSuggestions, valuesSuggestions } from '../../../src/core/suggest/chart.ts';
import { dockerfileSuggestions } from '../../../src/core/suggest/dockerfile.ts';
import { dockerignoreSuggestions } from '../../../src/core/suggest/dockerignore.ts';
import { gitlabSuggestions } from '../../../src/core/suggest/gitlab.ts';
import { jenkinsfileSuggestions } from '../../../src/core/suggest/jenkinsfile.ts';
import { manifestSuggestions } from '../../../src/core/suggest/manifests.ts';
import { adoptable } from '../../../src/core/suggest/suggest.ts';
import { applied, type Suggestion } from '../../../src/core/suggest/suggestion.ts';
import { workflowSuggestions } from '../../../src/core/suggest/workflow.ts';

type Look = (text: string) => readonly Suggestion[];

const LOOKS: Readonly<Record<string, Look>> = {
  Dockerfile: (text) =>
    dockerfileSuggestions(text, relPath('Dockerfile'), { image: 'node:24-trixie-slim', health: '/healthz' }),
  '.dockerignore': (text) => dockerignoreSuggestions(text, relPath('.dockerignore'), true),
  Jenkinsfile: (text) => jenkinsfileSuggestions(text, relPath('Jenkinsfile')),
  manifest: (text) => manifestSuggestions(text, relPath('k8s/a.yaml')),
  workflow: (text) => workflowSuggestions(text, relPath('.github/workflows/a.yml')),
  gitlab: (text) => gitlabSuggestions(text, relPath('.gitlab-ci.yml')),
  values: (text) => valuesSuggestions(text, relPath('chart/values.yaml')),
  chart: (text) => chartSuggestions(text, relPath('chart/Chart.yaml')),
};

const DOCKERFILE = `# mine
FROM node AS build
RUN npm ci
FROM node:latest
EXPOSE 3000
COPY --from=build /a /a
USER node
CMD node \\
    serve.js
`;

const MANIFEST = `kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      restartPolicy: Always
      containers: # two
        - name: web
          image: web:1
        - image: side:1
          name: side
          resources: {}
---
kind: Service
metadata: { name: web }
`;

const JENKINSFILE = `pipeline {
    agent { label 'x' }
    options {
        timestamps()
    }
}
`;

const WORKFLOW = `name: CI
on: [push]

# All of it.
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: npm test
  release:
    needs: test
    uses: ./.github/workflows/release.yml
`;

const GITLAB = `stages: [test, deploy]
.common:
  image: node
test:
  stage: test
  script: [npm test]
ship:
  stage: deploy
  environment:
    name: live
  script:
    - ./ship.sh
`;

const VALUES = `image:
  tag: ""
serviceAccount:
  create: true
  automount: true
podSecurityContext: {}
securityContext: {}
  # capabilities: none
resources: {}
`;

const SAMPLES: readonly (readonly [string, string])[] = [
  ['Dockerfile', DOCKERFILE],
  ['.dockerignore', 'dist\n'],
  ['Jenkinsfile', JENKINSFILE],
  ['Jenkinsfile', "pipeline {\n    agent { label 'x' }\n}\n"],
  ['manifest', MANIFEST],
  ['workflow', WORKFLOW],
  ['gitlab', GITLAB],
  ['values', VALUES],
  ['chart', 'apiVersion: v1\nname: a\nversion: 1.0.0\n'],
];

it.each(SAMPLES)('%s: every suggestion is small, names its line, and settles itself', (kind, text) => {
  const look = LOOKS[kind]!;
  const found = look(text);
  expect(found.length).toBeGreaterThan(0);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  for (const one of found) {
    const after = applied(text, [one]);
    expect(after).not.toBe(text);
    expect(look(after).map(({ id }) => id.replace(/-\d+$/, ''))).not.toContain(`${one.id} again`);
    expect(look(after).length).toBeLessThan(found.length);
    expect(one.line).toBeLessThanOrEqual(text.split('\n').length);
  }
  expect(look(applied(text, found))).toEqual([]);
});

it('Dockerfile: changes lines, and leaves the others', () => {
  const found = LOOKS.Dockerfile!(DOCKERFILE);
  expect(found.map(({ id, line }) => `${id}:${line}`)).toEqual([
    'base-image-2:2',
    'base-image-4:4',
    'numeric-user:7',
    'health-check:8',
    'exec-form-cmd:8',
  ]);
  expect(applied(DOCKERFILE, found)).toBe(`# mine
FROM node:24-trixie-slim AS build
RUN npm ci
FROM node:24-trixie-slim
EXPOSE 3000
COPY --from=build /a /a
USER 1000:1000
HEALTHCHECK --start-period=10s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "serve.js"]
`);
});

it('Dockerfile: what needs a shell gets one that gives way; what derrick cannot read is left alone', () => {
  const look = (cmd: string) => LOOKS.Dockerfile!(`FROM node:24-slim\nUSER 1000\n${cmd}\n`);
  expect(applied('FROM node:24-slim\nUSER 1000\nCMD node $FILE\n', look('CMD node $FILE'))).toContain(
    'CMD ["sh", "-c", "exec node $FILE"]',
  );
  expect(look('CMD a && b')).toEqual([]);
  expect(look('CMD ["node"]')).toEqual([]);
  expect(LOOKS.Dockerfile!('not a Dockerfile')).toEqual([]);
});

it('manifest: adds what is missing inside its own container and stays valid', () => {
  const found = LOOKS.manifest!(MANIFEST);
  expect(found.map(({ id }) => id)).toEqual([
    'no-token-web',
    'no-service-links-web',
    'security-context-web-1',
    'resources-web-1',
    'security-context-web-2',
  ]);
  const documents = parseAllDocuments(applied(MANIFEST, found));
  const [deployment] = [...documents].map((document) => document.toJS());
  expect(deployment.spec.template.spec).toMatchObject({
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    containers: [
      {
        name: 'web',
        image: 'web:1',
        securityContext: { capabilities: { drop: ['ALL'] } },
        resources: { requests: {} },
      },
      { name: 'side', resources: {}, securityContext: { runAsNonRoot: true } },
    ],
  });
});

it('Jenkinsfile: stays a Jenkinsfile with one block of options', () => {
  for (const [kind, text] of SAMPLES.filter(([name]) => name === 'Jenkinsfile')) {
    const after = applied(text, LOOKS[kind]!(text));
    expect(groovyProblems(after)).toEqual([]);
    expect(after.match(/options \{/g)).toHaveLength(1);
  }
  expect(LOOKS.Jenkinsfile!('node { sh "x" }')).toEqual([]);
});

it('workflow: limits the jobs and the token, and leaves a call of another workflow alone', () => {
  const found = LOOKS.workflow!(WORKFLOW);
  expect(found.map(({ id }) => id)).toEqual(['permissions', 'concurrency', 'timeout-test']);
  const after = parse(applied(WORKFLOW, found));
  expect(after).toMatchObject({ permissions: { contents: 'read' }, jobs: { test: { 'timeout-minutes': 30 } } });
  expect(after.jobs.release).toEqual({ needs: 'test', uses: './.github/workflows/release.yml' });
  expect(
    LOOKS.workflow!(WORKFLOW.replace('    needs', '    permissions: {}\n    needs')).map(({ id }) => id),
  ).not.toContain('permissions');
});

it('GitLab: limits each job and keeps deployments apart', () => {
  const found = LOOKS.gitlab!(GITLAB);
  expect(found.map(({ id, rule }) => `${id} ${rule}`)).toEqual([
    'timeout-test J03',
    'timeout-ship J03',
    'resource-group-ship J23',
  ]);
  expect(parse(applied(GITLAB, found))).toMatchObject({ ship: { resource_group: 'live', timeout: '30 minutes' } });
});

it('values: fills what `helm create` leaves open, and changes nothing that is set', () => {
  const found = LOOKS.values!(VALUES);
  expect(parse(applied(VALUES, found))).toMatchObject({
    serviceAccount: { create: true, automount: false },
    securityContext: { allowPrivilegeEscalation: false },
    resources: { requests: { cpu: '100m' } },
  });
  expect(LOOKS.values!('securityContext: { runAsUser: 1 }\n')).toEqual([]);
});

it('knows what it may look at: every name of a Dockerfile, no template of a chart, no values without a chart', () => {
  const files = [
    'Containerfile',
    'api.Dockerfile',
    'ops/Dockerfile.worker',
    'Dockerfile.dockerignore',
    'values.yaml',
    'deploy/web/Chart.yaml',
    'deploy/web/values.yaml',
    'deploy/web/templates/deployment.yaml',
    'deploy/job.yaml',
    '.github/workflows/a.yml',
    '.github/dependabot.yml',
  ].map(relPath);
  expect(adoptable(files)).toEqual([
    'Containerfile',
    'api.Dockerfile',
    'ops/Dockerfile.worker',
    'deploy/web/Chart.yaml',
    'deploy/web/values.yaml',
    'deploy/job.yaml',
    '.github/workflows/a.yml',
  ]);
});

it('.dockerignore: sees what is covered already', () => {
  expect(LOOKS['.dockerignore']!('.*\nnode_modules/\n*.pem\n')).toEqual([]);
  expect(LOOKS['.dockerignore']!('.git\n').map(({ id }) => id)).toEqual([
    'ignore-env-files',
    'ignore-node-modules',
    'ignore-keys',
  ]);
});

it('never throws, whatever a file holds, and loses no line that it does not name', () => {
  const text = fc.array(
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        'FROM node',
        'CMD a b',
        'USER x',
        'EXPOSE 80',
        'kind: Job',
        'jobs:',
        '  a:',
        '    script: b',
        'resources: {}',
        'pipeline {',
      ),
    ),
  );
  fc.assert(
    fc.property(text, fc.constantFrom(...Object.keys(LOOKS)), (lines, kind) => {
      const content = lines.join('\n');
      const found = LOOKS[kind]!(content);
      const removed = found.flatMap(({ edits }) => edits).reduce((sum, { remove }) => sum + remove, 0);
      const kept = content.split('\n').length - removed;
      expect(applied(content, found).split('\n').length).toBeGreaterThanOrEqual(kept);
    }),
  );
});
