import { parse } from 'yaml';
import { view as basic } from '../../rigging-templates/k8s-basic/view.ts';
import { view as joined } from '../../rigging-templates/k8s-kustomization/view.ts';
import { view as overlays } from '../../rigging-templates/k8s-overlays/view.ts';
import type { AppModel } from '../../src/core/model/app-model.ts';
import type { Scalar } from '../../src/core/model/rigging.ts';
import { checkOutput } from '../checkers/check-output.ts';
import { settle } from '../checkers/exceptions.ts';
import { formatFindings } from '../checkers/finding.ts';
import { get, list, text } from '../checkers/json.ts';
import { renderKustomizations } from '../checkers/kustomize.ts';
import type { KubernetesObject } from '../checkers/yaml-documents.ts';
import { component, model, renderFiles, rigging } from './render-rigging.ts';
import { MODELS, WEB } from './sample-models.ts';

const RIGGINGS = [rigging('k8s-basic', basic), rigging('k8s-kustomization', joined), rigging('k8s-overlays', overlays)];

type Options = Readonly<Record<string, Scalar>>;

function files(app: AppModel, options: Options = {}): ReadonlyMap<string, string> {
  return new Map(Object.entries(renderFiles(app, RIGGINGS, { overlays: 'dev,staging,prod', ...options })));
}

/** What each folder renders to; needs kubectl. */
function rendered(app: AppModel, options: Options = {}): Readonly<Record<string, readonly KubernetesObject[]>> {
  const all = renderKustomizations(files(app, options));
  if (all === null) throw new Error('kubectl is missing: run scripts/prepare-checkers.sh');
  return Object.fromEntries(all.map(({ folder, objects }) => [folder, objects ?? []]));
}

function find(objects: readonly KubernetesObject[] | undefined, kind: string, name: string): unknown {
  return objects?.find(({ data }) => text(data, 'kind') === kind && text(data, 'metadata', 'name').startsWith(name))
    ?.data;
}

const NAMES = Object.keys(MODELS);

it.each(NAMES)(
  '%s: kubernetes/ renders the base, and each overlay passes every checker (K42)',
  async (name) => {
    const output = files(MODELS[name]!, { host: 'shop.example.com' });
    expect([...output.keys()].filter((path) => /^kubernetes\/[^/]+$/.test(path))).toEqual([
      'kubernetes/kustomization.yaml',
    ]);
    expect([...output.keys()].filter((path) => path.includes('/overlays/'))).toHaveLength(3);
    const { findings } = settle(new Map([[name, await checkOutput(output)]]));
    expect(formatFindings(findings)).toBe('');
  },
  60_000,
);

it('changes nothing but replicas, CPU, host and log level', () => {
  const app = MODELS.several!;
  const all = rendered(app, { host: 'shop.example.com' });
  const shape = (objects: readonly KubernetesObject[] | undefined) =>
    (objects ?? []).map(({ data }) => {
      const seen = JSON.stringify(data, (key, value) =>
        ['replicas', 'minReplicas', 'maxReplicas', 'cpu', 'host', 'hosts', 'LOG_LEVEL'].includes(key) ? '…' : value,
      );
      return seen.replaceAll(/-config-[a-z0-9]{10}/g, '-config').replaceAll('"replicas":"…",', '');
    });
  for (const name of ['dev', 'staging', 'prod'])
    expect(shape(all[`kubernetes/overlays/${name}`])).toEqual(shape(all['kubernetes/base']));
  expect(shape(all.kubernetes)).toEqual(shape(all['kubernetes/base']));
});

it('asks for more in production and less in development', () => {
  const all = rendered(MODELS.web!, { host: 'shop.example.com' });
  const scaler = (folder: string) => get(find(all[folder], 'HorizontalPodAutoscaler', 'parcels'), 'spec');
  expect(scaler('kubernetes/base')).toMatchObject({ minReplicas: 2, maxReplicas: 6 });
  expect(scaler('kubernetes/overlays/dev')).toMatchObject({ minReplicas: 2, maxReplicas: 3 });
  expect(scaler('kubernetes/overlays/prod')).toMatchObject({ minReplicas: 3, maxReplicas: 9 });
  const cpu = (folder: string) => {
    const [container] = list(find(all[folder], 'Deployment', 'parcels'), 'spec', 'template', 'spec', 'containers');
    return [get(container, 'resources', 'requests', 'cpu'), get(container, 'resources', 'limits', 'cpu')];
  };
  expect(cpu('kubernetes/base')).toEqual(['100m', '1']);
  expect(cpu('kubernetes/overlays/dev')).toEqual(['50m', '1']);
  expect(cpu('kubernetes/overlays/prod')).toEqual(['200m', '1']);
  const host = (folder: string) =>
    list(find(all[folder], 'Ingress', 'parcels'), 'spec', 'rules').map((rule) => get(rule, 'host'));
  expect(host('kubernetes/overlays/dev')).toEqual(['dev.shop.example.com']);
  expect(host('kubernetes/overlays/prod')).toEqual(['shop.example.com']);
  const level = (folder: string) => get(find(all[folder], 'ConfigMap', 'parcels-config-'), 'data', 'LOG_LEVEL');
  expect([level('kubernetes/base'), level('kubernetes/overlays/dev')]).toEqual(['info', 'debug']);
});

it('raises a CPU limit that the request of production would pass', () => {
  const all = rendered(MODELS.web!, { cpu: '800m' });
  const [container] = list(
    find(all['kubernetes/overlays/prod'], 'Deployment', 'parcels'),
    ...['spec', 'template', 'spec', 'containers'],
  );
  expect(get(container, 'resources')).toMatchObject({ requests: { cpu: '1600m' }, limits: { cpu: '1600m' } });
});

it('adds pods in production where no autoscaler does, and never to what runs once', () => {
  const app = model('mill', component('mill', { ...WEB, 'app.kind': 'worker' }));
  const all = rendered(app);
  const replicas = (name: string) => get(find(all['kubernetes/overlays/prod'], 'Deployment', name), 'spec', 'replicas');
  expect([replicas('mill'), replicas('mill-clock')]).toEqual([3, 1]);
});

it('writes as before without overlays', () => {
  const output = renderFiles(MODELS.several!, RIGGINGS);
  expect(Object.keys(output).filter((path) => /base|overlays/.test(path))).toEqual([]);
  expect(parse(output['kubernetes/kustomization.yaml'] ?? '').resources).toEqual(['api', 'front', 'mail']);
});

it('has the options of the manifests that it lies over', () => {
  const [manifests, , over] = RIGGINGS;
  expect(over?.manifest.options).toEqual(manifests?.manifest.options);
});

it('writes an HTTPRoute and an ExternalSecret, whose kinds the cluster must have, and overlays change the host', async () => {
  const options = { host: 'shop.example.com', gateway: 'infra/public', secretStore: 'vault' };
  const all = rendered(MODELS.web!, options);
  const route = find(all['kubernetes/overlays/dev'], 'HTTPRoute', 'parcels');
  expect(get(route, 'spec', 'hostnames')).toEqual(['dev.shop.example.com']);
  expect(get(route, 'spec', 'parentRefs')).toMatchObject([{ kind: 'Gateway', name: 'public', namespace: 'infra' }]);
  const secret = find(all['kubernetes/base'], 'ExternalSecret', 'parcels-secrets');
  expect(list(secret, 'spec', 'data')).toEqual([
    { secretKey: 'DATABASE_URL', remoteRef: { key: 'parcels', property: 'DATABASE_URL' } },
  ]);
  expect(find(all['kubernetes/base'], 'Ingress', 'parcels')).toBeUndefined();
  const findings = await checkOutput(files(MODELS.web!, options));
  const others = findings.filter(({ message }) => !/has no (gateway\.networking|external-secrets)/.test(message));
  expect(formatFindings(others)).toBe('');
}, 60_000);

it('makes a CronJob of a job with a schedule, and of the process that works by the clock', () => {
  const job = model('tally', component('tally', { ...WEB, 'app.kind': 'job', 'app.schedule': '5 4 * * *' }));
  const clock = model('tick', component('tick', { ...WEB, 'app.schedule': '* * * * *' }));
  const [one] = [find(rendered(job)['kubernetes/base'], 'CronJob', 'tally')];
  expect(get(one, 'spec')).toMatchObject({ schedule: '5 4 * * *', concurrencyPolicy: 'Forbid' });
  const other = find(rendered(clock)['kubernetes/overlays/prod'], 'CronJob', 'tick-clock');
  expect(get(other, 'spec', 'schedule')).toBe('* * * * *');
});
