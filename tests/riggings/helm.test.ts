import { Ajv } from 'ajv';
import { view as chart } from '../../rigging-templates/helm/view.ts';
import { view as templates } from '../../rigging-templates/helm-templates/view.ts';
import { view as basic } from '../../rigging-templates/k8s-basic/view.ts';
import { view as joined } from '../../rigging-templates/k8s-kustomization/view.ts';
import { view as overlays } from '../../rigging-templates/k8s-overlays/view.ts';
import type { AppModel } from '../../src/core/model/app-model.ts';
import type { Scalar } from '../../src/core/model/rigging.ts';
import { settle } from '../checkers/exceptions.ts';
import { formatFindings } from '../checkers/finding.ts';
import { type Chart, chartOf, installed, valuesOf } from '../checkers/helm/chart.ts';
import { comparable, isTest } from '../checkers/helm/compare.ts';
import { parseTemplate } from '../checkers/helm/parse.ts';
import { renderChart } from '../checkers/helm/render.ts';
import { checkObjectRules } from '../checkers/kubernetes-rules.ts';
import { checkObjectSchemas } from '../checkers/kubernetes-schema.ts';
import { renderKustomizations } from '../checkers/kustomize.ts';
import { component, model, renderFiles, rigging } from './render-rigging.ts';
import { MODELS, WEB, WORKER } from './sample-models.ts';

const RIGGINGS = [
  rigging('k8s-basic', basic),
  rigging('k8s-kustomization', joined),
  rigging('k8s-overlays', overlays),
  rigging('helm', chart),
  rigging('helm-templates', templates),
];
const OPTIONS = { overlays: 'dev,staging,prod', host: 'shop.example.com' } as const;
const ENVIRONMENTS = [null, 'dev', 'staging', 'prod'] as const;
const APPS: Readonly<Record<string, AppModel>> = {
  ...MODELS,
  scheduled: model(
    'tally',
    component('tally', { ...WORKER, 'app.kind': 'job', 'app.schedule': '5 4 * * *' }, 'a'),
    component('my-2nd-api', { ...WEB, 'app.schedule': '0 * * * *' }, 'b'),
  ),
};
const NAMES = Object.keys(APPS);

function output(name: string, options: Readonly<Record<string, Scalar>> = {}): Record<string, string> {
  return renderFiles(APPS[name]!, RIGGINGS, { ...OPTIONS, ...options });
}

function charted(name: string, options: Readonly<Record<string, Scalar>> = {}): Chart {
  return chartOf(output(name, options));
}

// biome-ignore lint/suspicious/noExplicitAny: assertions on parsed YAML
type Parsed = any;

describe.each(NAMES)('the chart of %s', (name) => {
  it('gives the objects of base and overlays, for every values file', () => {
    const files = output(name);
    const kustomized = renderKustomizations(new Map(Object.entries(files)));
    if (kustomized === null) throw new Error('kubectl is missing: run scripts/prepare-checkers.sh');
    const own = chartOf(files);
    for (const environment of ENVIRONMENTS) {
      const folder = environment === null ? 'kubernetes/base' : `kubernetes/overlays/${environment}`;
      const wanted = kustomized.find((one) => one.folder === folder)?.objects ?? [];
      const made = installed(own, valuesOf(own, environment)).filter((object) => !isTest(object));
      expect(comparable(made)).toEqual(comparable(wanted));
    }
  });

  it('passes schemas and rules for every values file, its test pod included (K43)', () => {
    const own = charted(name);
    const notes = renderChart(new Map([['NOTES.txt', own.files.get('templates/NOTES.txt') ?? '']]), {
      ...{ name: own.name, namespace: 'team', values: {} },
    });
    const comments = [...own.files.values(), ...notes.values()].join('\n');
    for (const environment of ENVIRONMENTS) {
      const objects = installed(own, valuesOf(own, environment));
      const findings = [...checkObjectSchemas(objects), ...checkObjectRules(objects, comments)];
      expect(formatFindings(settle(new Map([[name, findings]])).findings)).toBe('');
    }
  });

  it('has a schema that takes every values file, and no other key', () => {
    const own = charted(name);
    const validate = new Ajv({ strict: true }).compile(JSON.parse(own.files.get('values.schema.json') ?? ''));
    for (const environment of ENVIRONMENTS) {
      validate(valuesOf(own, environment));
      expect(validate.errors).toBeNull();
    }
    const values = valuesOf(own, null) as Record<string, object>;
    const [key = ''] = Object.keys(values);
    expect(validate({ ...values, [key]: { ...values[key], replicaz: 2 } })).toBe(false);
    expect(validate({ ...values, other: {} })).toBe(false);
  });
});

it('names everything after the release, so that two stay apart', () => {
  const own = charted('several');
  const names = (release: string) =>
    installed(own, valuesOf(own, null), release).map(({ data }) => (data as Parsed).metadata.name as string);
  const blue = names('blue');
  expect(blue.every((one) => one.startsWith('blue'))).toBe(true);
  expect(JSON.stringify(installed(own, valuesOf(own, null), 'blue'))).not.toMatch(/"shop-(?!\w+:|0)/);
});

it('runs a release before an upgrade, and a Job after it', () => {
  const hooks = (name: string) =>
    installed(charted(name), valuesOf(charted(name), null))
      .filter(({ data }) => (data as Parsed).kind === 'Job')
      .map(({ data }) => (data as Parsed).metadata.annotations['helm.sh/hook']);
  expect(hooks('web')).toEqual(['post-install,pre-upgrade']);
  expect(hooks('job')).toEqual(['post-install,post-upgrade']);
});

it('takes a digest instead of the tag, and exposes nothing without a host', () => {
  const own = charted('web', { host: '' });
  const values = valuesOf(own, null) as Parsed;
  const digest = `sha256:${'a'.repeat(64)}`;
  const image = { ...values.parcels.image, digest };
  const objects = installed(own, { parcels: { ...values.parcels, image } }).map(({ data }) => data as Parsed);
  const main = objects.find(({ kind }) => kind === 'Deployment');
  expect(main.spec.template.spec.containers[0].image).toBe(`parcels@${digest}`);
  expect(objects.map(({ kind }) => kind)).not.toContain('Ingress');
});

it('writes an HTTPRoute and an ExternalSecret where values ask for them', () => {
  const own = charted('web', { gateway: 'infra/public', secretStore: 'vault' });
  const objects = installed(own, valuesOf(own, null)).map(({ data }) => data as Parsed);
  const route = objects.find(({ kind }) => kind === 'HTTPRoute');
  expect(route.spec.parentRefs).toEqual([
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public', namespace: 'infra' },
  ]);
  expect(objects.find(({ kind }) => kind === 'ExternalSecret').spec.secretStoreRef.name).toBe('vault');
  expect(objects.map(({ kind }) => kind)).not.toContain('Ingress');
});

it('quotes the version of the application, and says which Kubernetes it needs', () => {
  const text = charted('web').files.get('Chart.yaml') ?? '';
  expect(text).toContain('appVersion: "1.4.0"');
  expect(text).toContain('version: 1.4.0');
  expect(text).toContain("kubeVersion: '>=1.30.0-0'");
});

it('tells in NOTES.txt which Secret to make, without a value', () => {
  const own = charted('web');
  const notes = renderChart(new Map([['templates/NOTES.txt', own.files.get('templates/NOTES.txt') ?? '']]), {
    name: 'blue',
    namespace: 'team',
    values: {},
  }).get('templates/NOTES.txt');
  expect(notes).toContain('kubectl create secret generic blue-secrets --namespace team --from-env-file=FILE');
  expect(notes).toContain('DATABASE_URL, SENTRY_DSN (may be left out)');
});

describe('the renderer', () => {
  it.each([
    '{{ .Values.a | upper }}',
    '{{ lookup "v1" "Pod" }}',
    '{{ $x := .Values }}',
    '{{ tpl .Values.a . }}',
    '{{ if .Values }}',
  ])('refuses %s', (text) => {
    const release = { name: 'a', namespace: 'b', values: { a: 'x' } };
    expect(() => renderChart(new Map([['a.yaml', text]]), release)).toThrow(/closed set|operand|arguments|end/);
  });

  it('refuses a value that is not there', () => {
    const release = { name: 'a', namespace: 'b', values: {} };
    expect(() => renderChart(new Map([['a.yaml', '{{ .Values.a }}']]), release)).toThrow('.Values.a');
  });

  it('trims, branches and repeats as Helm does', () => {
    const text =
      'a:\n  {{- if .Values.no }}\n  x\n  {{- else }}\n  y\n  {{- end }}\n{{- range .Values.list }}\n- {{ . | quote }}\n{{- end }}';
    const release = { name: 'a', namespace: 'b', values: { no: '', list: ['p', 'q'] } };
    expect(renderChart(new Map([['a.yaml', text]]), release).get('a.yaml')).toBe('a:\n  y\n- "p"\n- "q"');
    expect(parseTemplate('{{ `{{` }}x')).toHaveLength(2);
  });
});
