import type { Facts, Language } from '../../../src/core/model/facts.ts';
import { manifestFacts } from '../../../src/detectors/application/manifest-facts.ts';
import { existingManifests } from '../../../src/detectors/system/existing-manifests.ts';
import { run } from '../run-detector.ts';

const NODE: Partial<Facts> = { 'runtime.language': 'node' as Language };

const deployment = (name: string, image: string, more = '') => `kind: Deployment
metadata: { name: ${name} }
spec:
  template:
    spec:
      containers:
        - name: ${name}
          image: ${image}
${more}`;

function found(files: Readonly<Record<string, string>>, dir = '.') {
  const all = { 'package.json': '{"name":"a"}', ...files };
  const facts = run(manifestFacts, all, dir, NODE).facts;
  return { facts, set: run(existingManifests, all, dir, NODE).facts['system.manifests'] };
}

it('reads port, health path, command and variables of the container, in any document of a file', () => {
  const more = `          command: [node]
          args: [desk.js]
          ports: [{ containerPort: 4870 }]
          livenessProbe: { httpGet: { path: /alive, port: 4870 } }
          env:
            - { name: GREETING, value: ahoy }
            - { name: TOKEN, valueFrom: { secretKeyRef: { name: s, key: t } } }
`;
  const { facts, set } = found({
    'k8s/all.yaml': `kind: Service\nmetadata: { name: x }\n---\n${deployment('x', 'reg.io/x:1', more)}`,
  });
  expect(facts).toMatchObject({ 'app.port': 4870, 'app.health': '/alive', 'app.start': ['node', 'desk.js'] });
  expect(facts['app.env']?.map(({ name, required }) => [name, required])).toEqual([
    ['GREETING', false],
    ['TOKEN', true],
  ]);
  expect(set).toMatchObject({
    kind: 'plain',
    folder: 'k8s',
    files: ['k8s/all.yaml'],
    image: 'reg.io/x',
    deployments: ['x'],
  });
});

it('tells backing services from the application, and components by their name', () => {
  const files = {
    'k8s/api.yaml': deployment('api', 'acme/api:2'),
    'k8s/web.yaml': deployment('web', 'acme/web:2'),
    'k8s/db.yaml': deployment('db', 'postgres:17'),
    'api/package.json': '{"name":"api"}',
  };
  const { facts, set } = found(files, 'api');
  expect(facts['app.services']).toEqual([{ kind: 'postgres', via: 'the Deployment db' }]);
  expect(set).toMatchObject({ image: 'acme/api', deployments: ['api', 'db', 'web'] });
  expect(found(files).set?.image).toBeNull();
});

it('applies the kustomization that no other builds upon, production’s first', () => {
  const files = {
    'ops/base/kustomization.yaml': 'resources: [app.yaml]\n',
    'ops/base/app.yaml': deployment('a', 'a:1'),
    'ops/dev/kustomization.yaml': 'resources: [../base]\n',
    'ops/prod/kustomization.yaml': 'namespace: live\nresources: [../base]\n',
  };
  expect(found(files).set).toMatchObject({ kind: 'kustomize', folder: 'ops/prod', namespace: 'live', files: [] });
  const { 'ops/prod/kustomization.yaml': _, ...less } = files;
  expect(found(less).set?.folder).toBe('ops/dev');
});

it('sees a chart and none of its templates', () => {
  const template = '{{ if .Values.on }}\nkind: Deployment\n{{ end }}\n';
  const files = { 'deploy/web/Chart.yaml': 'name: web\n', 'deploy/web/templates/deployment.yaml': template };
  expect(found(files).set).toMatchObject({ kind: 'helm', folder: 'deploy/web', deployments: [] });
});

it('takes no notice of derrick’s own, of examples, and of what is no manifest or broken', () => {
  const text = deployment('a', 'a:1');
  const ledger = { '.derrick/ledger.json': '{"files":{"kubernetes/deployment.yaml":{}}}' };
  for (const files of [
    { 'kubernetes/deployment.yaml': text, ...ledger },
    { 'examples/k8s/deployment.yaml': text },
    { 'k8s/deployment.yaml': `${text}  - [` },
    { 'k8s/deployment.yaml': '{{ x }}\nkind: Deployment\n' },
    { 'k8s/values.yaml': 'kind: 3\n---\n[]\n---\n' },
  ])
    expect(found(files)).toEqual({ facts: {}, set: undefined });
});
