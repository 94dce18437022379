import { parseAllDocuments } from 'yaml';
import { view } from '../../rigging-templates/k8s-basic/view.ts';
import { view as joined } from '../../rigging-templates/k8s-kustomization/view.ts';
import type { Scalar } from '../../src/core/model/rigging.ts';
import { checkKubernetesRules } from '../checkers/kubernetes-rules.ts';
import { checkYamlScalars } from '../checkers/kubernetes-yaml.ts';
import { component, model, renderFiles, rigging } from './render-rigging.ts';
import { HOSTILE, MODELS, WEB, WORKER } from './sample-models.ts';

const RIGGINGS = [rigging('k8s-basic', view), rigging('k8s-kustomization', joined)];

/** A parsed object, as far as these tests look into it. */
// biome-ignore lint/suspicious/noExplicitAny: assertions on parsed YAML
type Parsed = any;

function files(name: string, options: Readonly<Record<string, Scalar>> = {}): Record<string, string> {
  return renderFiles(MODELS[name]!, RIGGINGS, options);
}

function documents(text: string | undefined): readonly Parsed[] {
  return parseAllDocuments(text ?? '', { version: '1.1' }).map((document) => document.toJS());
}

function objects(rendered: Readonly<Record<string, string>>): readonly Parsed[] {
  return Object.entries(rendered).flatMap(([path, text]) => (path.includes('example') ? [] : documents(text)));
}

function podOf(object: Parsed): Parsed {
  return object.spec.template.spec;
}

function kinds(rendered: Readonly<Record<string, string>>): readonly string[] {
  return objects(rendered).map(({ kind }) => kind);
}

const NAMES = Object.keys(MODELS);

describe('every output', () => {
  it.each(NAMES)('%s: kustomization.yaml lists exactly the files and folders beside it', (name) => {
    const rendered = files(name, { host: 'shop.example.com' });
    for (const [path, text] of Object.entries(rendered).filter(([one]) => one.endsWith('kustomization.yaml'))) {
      const folder = path.slice(0, path.lastIndexOf('/') + 1);
      const beside = Object.keys(rendered)
        .filter((one) => one.startsWith(folder) && one !== path && !one.endsWith('secret.example.yaml'))
        .map((one) => one.slice(folder.length).replace(/\/.*/, ''));
      expect([...documents(text)[0].resources].sort()).toEqual([...new Set(beside)].sort());
    }
  });

  it.each(NAMES)('%s: labels, selectors, names, references and security hold', (name) => {
    const rendered = files(name);
    const all = objects(rendered).filter(({ kind }) => kind !== 'Kustomization');
    for (const object of all) {
      expect(object.metadata.name).toMatch(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/); // K40
      expect(Object.keys(object.metadata.labels)).toHaveLength(6); // K10
      expect(object.metadata.namespace).toBeUndefined(); // K39
      for (const label of Object.values<string>(object.metadata.labels)) expect(label).toMatch(/^[\w.-]{1,63}$/);
    }
    for (const object of all.filter(({ kind }) => kind === 'Deployment')) {
      const { selector, template } = object.spec;
      expect(Object.keys(selector.matchLabels)).toEqual(['app.kubernetes.io/name', 'app.kubernetes.io/instance']); // K11
      expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    }
    for (const object of all.filter(({ kind }) => kind === 'Deployment' || kind === 'Job')) {
      const pod = podOf(object);
      const [container] = pod.containers;
      expect(container.securityContext).toMatchObject({ runAsUser: 10001, readOnlyRootFilesystem: true }); // K02, K06
      expect(container.resources.limits.memory).toBeDefined(); // K14
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(5); // K25
      const volumes = pod.volumes.map((volume: Parsed) => volume.name);
      expect(new Set(volumes).size).toBe(volumes.length);
      expect(container.volumeMounts.map((mount: Parsed) => mount.name)).toEqual(volumes); // K35, K37
      expect(
        all.some(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === pod.serviceAccountName),
      ).toBe(true); // K09
    }
  });

  it.each(NAMES)('%s: scalars mean the same in YAML 1.1 and 1.2 (K41)', (name) => {
    expect(checkYamlScalars(new Map(Object.entries(files(name))))).toEqual([]);
  });
});

it('finds nothing to blame in a web server, a worker and a site', () => {
  for (const name of ['web', 'worker', 'site', 'several']) {
    const rendered = new Map(Object.entries(files(name, { host: 'shop.example.com' })));
    expect(checkKubernetesRules(rendered, []).filter(({ id }) => !['K24', 'K35'].includes(id))).toEqual([]);
  }
});

it('writes by kind: a worker has no Service, probe or ingress, a job is a Job', () => {
  expect(kinds(files('web'))).toEqual(
    expect.arrayContaining([
      'Deployment',
      'Service',
      'HorizontalPodAutoscaler',
      'PodDisruptionBudget',
      'NetworkPolicy',
    ]),
  );
  const worker = files('worker');
  expect(kinds(worker)).not.toContain('Service');
  expect(worker['kubernetes/deployment.yaml']).not.toContain('Probe:');
  expect(worker['kubernetes/deployment.yaml']).toContain('# No probes:');
  expect(documents(worker['kubernetes/networkpolicy.yaml'])[0].spec.ingress).toEqual([]);
  expect(kinds(files('job'))).not.toContain('Deployment');
  expect(kinds(files('web', { host: 'a.example.com' }))).toContain('Ingress');
});

it('runs further processes from the same image, a release as a Job', () => {
  const rendered = files('web');
  const [worker, clock] = documents(rendered['kubernetes/processes.yaml']);
  expect(podOf(worker).containers[0].image).toBe('parcels:1.4.0');
  expect(podOf(worker).containers[0].args).toEqual(['node', 'work.js', '$$(NAME)']);
  expect(clock.spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  expect(podOf(clock).containers[0].args).toEqual(['/bin/sh', '-c', 'exec node clock.js']);
  const [release] = documents(rendered['kubernetes/job.yaml']);
  expect(release.metadata.name).toBe('parcels-release');
  expect(podOf(release).containers[0].args).toEqual(['/bin/sh', '-c', 'node migrate.js && node seed.js']);
});

it('keeps secrets out: references in the pod, no value anywhere (K23)', () => {
  const rendered = files('web');
  const [container] = podOf(documents(rendered['kubernetes/deployment.yaml'])[0]).containers;
  const secret = { name: 'parcels-secrets', optional: false };
  expect(container.env[0]).toEqual({
    name: 'DATABASE_URL',
    valueFrom: { secretKeyRef: { ...secret, key: 'DATABASE_URL' } },
  });
  expect(container.env[1].valueFrom.secretKeyRef.optional).toBe(true);
  const { literals } = documents(rendered['kubernetes/kustomization.yaml'])[0].configMapGenerator[0];
  expect(literals).toEqual(['FEATURES=off', 'LOG_LEVEL=info', 'NODE_ENV=production', 'PORT=4123']);
  const example = rendered['kubernetes/secret.example.yaml'] ?? '';
  expect(example.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
});

it('moves a default with a password into the Secret, and keeps quotes that kustomize would take off', () => {
  const variable = { required: false, scope: 'run', sensitive: false } as const;
  const env = [
    { ...variable, name: 'QUEUE', default: 'amqp://guest:guest@localhost' },
    { ...variable, name: 'QUOTED', default: '"x"' },
    { ...variable, name: 'BAD NAME', default: 'x' },
  ];
  const rendered = renderFiles(model('a', component('a', { ...WORKER, 'app.env': env })), RIGGINGS);
  const text = Object.values(rendered).join('\n');
  expect(text).not.toContain('guest');
  expect(text).not.toContain('BAD NAME');
  const { literals } = documents(rendered['kubernetes/kustomization.yaml'])[0].configMapGenerator[0];
  expect(literals).toContain('QUOTED=""x""');
});

it('runs a StatefulSet with a volume of its own where one process keeps files', () => {
  const rendered = files('sqlite', { dataSize: '3Gi' });
  const [service, set] = documents(rendered['kubernetes/statefulset.yaml']);
  expect(set).toMatchObject({ kind: 'StatefulSet', spec: { replicas: 1, serviceName: service.metadata.name } });
  expect(service.spec).toMatchObject({ clusterIP: 'None', selector: set.spec.selector.matchLabels });
  const [claim] = set.spec.volumeClaimTemplates;
  expect(claim.spec.resources.requests.storage).toBe('3Gi');
  expect(Object.keys(claim.metadata.labels)).toEqual(Object.keys(set.spec.selector.matchLabels));
  expect(podOf(set).containers[0].volumeMounts).toContainEqual({
    name: claim.metadata.name,
    mountPath: '/app/var/data',
  });
  expect(kinds(rendered)).toEqual(
    expect.not.arrayContaining(['Deployment', 'PersistentVolumeClaim', 'HorizontalPodAutoscaler']),
  );
  expect(kinds(rendered)).not.toContain('PodDisruptionBudget');
  // The version must not reach the claims, which cannot change.
  const [{ labels }] = documents(rendered['kubernetes/kustomization.yaml']);
  expect(labels[0]).toMatchObject({ includeTemplates: false });
});

it('runs one pod of a Deployment with a claim beside it where several processes share the files', () => {
  const rendered = files('web', { dataPath: '/srv/kept' });
  const [deployment] = documents(rendered['kubernetes/deployment.yaml']);
  expect(deployment.spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  const claim = podOf(deployment).volumes.find((volume: Parsed) => volume.persistentVolumeClaim !== undefined);
  expect(claim.persistentVolumeClaim.claimName).toBe(documents(rendered['kubernetes/pvc.yaml'])[0].metadata.name);
  expect(kinds(rendered)).not.toContain('StatefulSet');
});

it.each([
  [1, 1, { replicas: 1 }, false, false],
  [3, 3, { replicas: 3 }, false, true],
  [4, 2, { replicas: 4 }, false, true],
  [1, 5, {}, true, false],
  [2, 6, {}, true, true],
])('from %d to %d replicas', (minReplicas, maxReplicas, spec, hasAutoscaler, hasBudget) => {
  const app = model('a', component('a', { ...WEB, 'app.processes': [] }));
  const rendered = renderFiles(app, RIGGINGS, { minReplicas, maxReplicas });
  const [deployment] = documents(rendered['kubernetes/deployment.yaml']);
  expect(deployment.spec).toMatchObject(spec);
  expect('replicas' in deployment.spec).toBe(!hasAutoscaler); // K28
  expect('kubernetes/hpa.yaml' in rendered).toBe(hasAutoscaler);
  expect('kubernetes/pdb.yaml' in rendered).toBe(hasBudget); // K29
});

it('takes resources from the options; a limit is never below its request', () => {
  const rendered = files('web', { cpu: '2500m', memory: '1Gi' });
  const { requests, limits } = podOf(documents(rendered['kubernetes/deployment.yaml'])[0]).containers[0].resources;
  expect(requests).toMatchObject({ cpu: '2500m', memory: '1Gi' });
  expect(limits).toMatchObject({ cpu: '2500m', memory: '1Gi' });
});

it('gives a JVM longer to start than Go (K18)', () => {
  const budget = (language: string) => {
    const facts = { ...WEB, 'runtime.language': language } as typeof WEB;
    const rendered = renderFiles(model('a', component('a', facts)), RIGGINGS);
    const probe = podOf(documents(rendered['kubernetes/deployment.yaml'])[0]).containers[0].startupProbe;
    return probe.periodSeconds * probe.failureThreshold;
  };
  expect(budget('java')).toBeGreaterThanOrEqual(180);
  expect(budget('go')).toBeGreaterThanOrEqual(30);
});

it('keeps hostile text as plain data', () => {
  const rendered = files('hostile', { host: HOSTILE, ingressClass: HOSTILE, cpu: HOSTILE, dataSize: HOSTILE });
  const { literals } = documents(rendered['kubernetes/kustomization.yaml'])[0].configMapGenerator[0];
  expect(literals).toContain(`MOTTO=${HOSTILE}`);
  const [container] = podOf(documents(rendered['kubernetes/deployment.yaml'])[0]).containers;
  expect(container.readinessProbe.httpGet.path).toBe(`/he"al'th: #$x{{y}}`);
  const [worker] = documents(rendered['kubernetes/processes.yaml']);
  expect(podOf(worker).containers[0].args).toEqual(['node', HOSTILE, '$$(X)', '$$$$']);
  expect(documents(rendered['kubernetes/ingress.yaml'])[0].spec.ingressClassName).toBe(HOSTILE);
});
