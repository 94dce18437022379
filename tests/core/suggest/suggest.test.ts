import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { relPath } from '../../../src/core/model/paths.ts';
import { groovyProblems } from '../../../src/core/render/verify/groovy.ts';
import { dockerfileSuggestions } from '../../../src/core/suggest/dockerfile.ts';
import { dockerignoreSuggestions } from '../../../src/core/suggest/dockerignore.ts';
import { jenkinsfileSuggestions } from '../../../src/core/suggest/jenkinsfile.ts';
import { manifestSuggestions } from '../../../src/core/suggest/manifests.ts';
import { applied, type Suggestion } from '../../../src/core/suggest/suggestion.ts';

type Look = (text: string) => readonly Suggestion[];

const LOOKS: Readonly<Record<string, Look>> = {
  Dockerfile: (text) =>
    dockerfileSuggestions(text, relPath('Dockerfile'), { image: 'node:24-trixie-slim', health: '/healthz' }),
  '.dockerignore': (text) => dockerignoreSuggestions(text, relPath('.dockerignore'), true),
  Jenkinsfile: (text) => jenkinsfileSuggestions(text, relPath('Jenkinsfile')),
  manifest: (text) => manifestSuggestions(text, relPath('k8s/a.yaml')),
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

const SAMPLES: readonly (readonly [string, string])[] = [
  ['Dockerfile', DOCKERFILE],
  ['.dockerignore', 'dist\n'],
  ['Jenkinsfile', JENKINSFILE],
  ['Jenkinsfile', "pipeline {\n    agent { label 'x' }\n}\n"],
  ['manifest', MANIFEST],
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
    fc.oneof(fc.string(), fc.constantFrom('FROM node', 'CMD a b', 'USER x', 'EXPOSE 80', 'kind: Job', 'pipeline {')),
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
