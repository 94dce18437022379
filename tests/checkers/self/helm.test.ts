import { fixtures } from '../../support/fixture.ts';
import { everyOutput } from '../../support/outputs.ts';
import { formatFindings, type OutputFiles } from '../finding.ts';
import { checkChart } from '../helm/lint.ts';
import { type Rendered, renderKustomizations } from '../kustomize.ts';

/** Id, file of the chart, its text, what it becomes; `null` = the whole file, which goes. */
const CASES: readonly (readonly [id: string, path: string, from: string | RegExp | null, to: string])[] = [
  ['K43', 'Chart.yaml', 'apiVersion: v2', 'apiVersion: v1'],
  ['K43', 'Chart.yaml', /kubeVersion.*\n/, ''],
  ['K43', 'Chart.yaml', /appVersion: .*/, 'appVersion: 2.1'],
  ['K43', 'Chart.yaml', /version: 2.*/, 'version: two'],
  ['K43', 'Chart.yaml', 'name: tide-table', 'name: other'],
  ['K43', 'Chart.yaml', 'type:', 'maintainer: me\ntype:'],
  ['K43', 'values.schema.json', null, ''],
  ['K43', 'values.schema.json', /"additionalProperties": false,/, ''],
  ['K43', 'values.schema.json', /^\{/, '{{'],
  ['K43', 'values.yaml', 'repository:', 'repo:'],
  ['K43', 'values.yaml', /cpu: \S+/, 'cpu: much'],
  ['K43', 'values-prod.yaml', 'processes:', 'processen:'],
  ['K43', 'values-dev.yaml', /cpu: \S+/, 'cpu: []'],
  ['K43', 'templates/NOTES.txt', null, ''],
  ['K43', '.helmignore', null, ''],
  ['K43', 'templates/tests/connection.yaml', null, ''],
  ['K43', 'templates/deployment.yaml', '| quote }}', '| upper }}'],
  ['K43', 'templates/deployment.yaml', '| quote }}', '| quote '],
  ['K43', 'templates/deployment.yaml', 'kind: Deployment', '{{ if .Values.x }}\nkind: Deployment'],
  ['K43', 'templates/deployment.yaml', '{{ include', '{{ .Values.none }}{{ include'],
  ['K43', 'templates/service.yaml', 'appProtocol: http', 'appProtocol: https'],
  ['K43', 'templates/service.yaml', 'type: ClusterIP', 'type: ClusterIP\n  type: ClusterIP'],
  ['K43', 'templates/pdb.yaml', null, ''],
  ['K06', 'templates/tests/connection.yaml', 'readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false'],
  ['K00b', 'templates/tests/connection.yaml', 'privileged: false', 'privileged: true'],
  ['K00', 'templates/hpa.yaml', 'minReplicas:', 'minReplicaz:'],
];

describe('K43: the chart', () => {
  let clean: OutputFiles = new Map();
  let rendered: readonly Rendered[] | null = null;
  const folder = 'helm/tide-table/';

  beforeAll(async () => {
    const fixture = fixtures('apps').find(({ name }) => name === 'k8s-processes');
    if (fixture !== undefined) clean = await everyOutput(fixture);
    rendered = renderKustomizations(clean);
  });

  function changed(path: string, from: string | RegExp | null, to: string): OutputFiles {
    const name = `${folder}${path}`;
    const content = clean.get(name);
    if (content === undefined) throw new Error(`there is no ${name}`);
    if (from === null) return new Map([...clean].filter(([one]) => one !== name));
    const text = typeof from === 'string' ? content.replaceAll(from, () => to) : content.replace(from, to);
    if (text === content) throw new Error(`${path} holds no ${String(from)}`);
    return new Map([...clean, [name, text]]);
  }

  it('of a fixture breaks nothing', () => {
    expect(formatFindings(checkChart(clean, rendered))).toBe('');
  });

  it.each(CASES)('%s: %s with %s → %s', (id, path, from, to) => {
    expect(checkChart(changed(path, from, to), rendered).map((finding) => finding.id)).toContain(id);
  });
});
