import { Ajv } from 'ajv';
import { collector, type Finding, type OutputFiles, type Report } from '../finding.ts';
import { entries, get, text } from '../json.ts';
import { checkObjectRules } from '../kubernetes-rules.ts';
import { checkObjectSchemas } from '../kubernetes-schema.ts';
import { checkScalars } from '../kubernetes-yaml.ts';
import type { Rendered } from '../kustomize.ts';
import { documentsOf, objectsOf } from '../yaml-documents.ts';
import { type Chart, chartOf, installed, rendered as renderedTexts, valuesOf } from './chart.ts';
import { differences, isTest } from './compare.ts';
import { parseTemplate } from './parse.ts';
import { renderChart } from './render.ts';

/** The keys of Chart.yaml that a chart of ours has, all of them needed. Source: https://helm.sh/docs/topics/charts/ */
const FIELDS: Readonly<Record<string, RegExp>> = {
  apiVersion: /^v2$/,
  name: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  description: /\S/,
  type: /^application$/,
  version: /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/,
  appVersion: /\S/,
  kubeVersion: /^>=1\.\d+\.\d+-0$/,
};

const NEEDED = ['values.yaml', 'values.schema.json', '.helmignore', 'templates/_helpers.tpl', 'templates/NOTES.txt'];

function checkFields({ files }: Chart, folder: string, report: Report): void {
  const data = objectsOf('Chart.yaml', files.get('Chart.yaml') ?? '')[0]?.data;
  for (const [key, fits] of Object.entries(FIELDS)) {
    if (!fits.test(text(data, key))) report('K43', null, `Chart.yaml: ${key} is ${JSON.stringify(get(data, key))}`);
  }
  for (const [key] of entries(data)) if (!(key in FIELDS)) report('K43', null, `Chart.yaml: unknown key ${key}`);
  if (text(data, 'name') !== folder) report('K43', null, `Chart.yaml: name is not the folder ${folder}`);
  for (const path of NEEDED) if (!files.has(path)) report('K43', null, `no ${path}`);
}

/** The environments that a chart has values for; `null` is values.yaml alone. */
function environments({ files }: Chart): readonly (string | null)[] {
  return [null, ...[...files.keys()].flatMap((path) => /^values-(\w+)\.yaml$/.exec(path)?.[1] ?? [])];
}

/** Every object of the schema must say which keys it takes, and values.yaml must have no key that Helm can't reach with a dot. */
function checkShape(schema: unknown, path: string, report: Report): void {
  if (get(schema, 'type') === 'object' && path !== '/global' && get(schema, 'additionalProperties') === undefined)
    report('K43', null, `values.schema.json: ${path || '/'} takes any key`);
  for (const [key, inner] of entries(schema, 'properties')) checkShape(inner, `${path}/${key}`, report);
}

function checkValues(chart: Chart, report: Report): void {
  let schema: object;
  try {
    schema = JSON.parse(chart.files.get('values.schema.json') ?? '') as object;
  } catch (error) {
    report('K43', null, `values.schema.json: ${String(error)}`);
    return;
  }
  checkShape(schema, '', report);
  const validate = new Ajv({ strict: true, allErrors: true }).compile(schema);
  for (const environment of environments(chart)) {
    if (validate(valuesOf(chart, environment))) continue;
    for (const { instancePath, message } of validate.errors ?? [])
      report('K43', null, `values of ${environment ?? 'values.yaml'}: ${instancePath} ${message}`);
  }
}

/** What the pods are told in comments and notes, which some rules ask for. */
function saidIn(chart: Chart): string {
  const release = { name: chart.name, namespace: 'team', values: valuesOf(chart, null) };
  const notes = renderChart(new Map([['NOTES.txt', chart.files.get('templates/NOTES.txt') ?? '']]), release);
  return [...chart.files.values(), ...notes.values()].join('\n');
}

function checkRendered(chart: Chart, kustomized: readonly Rendered[], path: string, report: Report): Finding[] {
  const findings: Finding[] = [];
  const comments = saidIn(chart);
  for (const environment of environments(chart)) {
    const values = valuesOf(chart, environment);
    for (const [file, content] of renderedTexts(chart, values)) {
      for (const { errors, warnings } of documentsOf(content).documents)
        for (const { message } of [...errors, ...warnings]) report('K43', null, `${file} (${environment}): ${message}`);
      findings.push(...checkScalars(`${path} ${file}`, content));
    }
    const objects = installed(chart, values).map((object) => ({ ...object, file: path }));
    findings.push(...checkObjectSchemas(objects), ...checkObjectRules(objects, comments));
    if (!objects.some(isTest) && objects.some(({ data }) => text(data, 'kind') === 'Service'))
      report('K43', null, 'a Service that no test asks');
    const folder = environment === null ? 'kubernetes/base' : `kubernetes/overlays/${environment}`;
    const wanted = kustomized.find((one) => one.folder === folder)?.objects;
    if (wanted === undefined || wanted === null) continue;
    const differing = differences(
      objects.filter((object) => !isTest(object)),
      wanted,
    );
    for (const one of differing) report('K43', null, `${one} is not as in ${folder}`);
  }
  return findings;
}

/**
 * K43: the chart has what Helm asks for, keeps to the closed set of constructs, its schema takes its own values, and
 * with each values file it makes valid objects that are those of the overlay.
 */
export function checkChart(files: OutputFiles, kustomized: readonly Rendered[] | null): readonly Finding[] {
  const path = [...files.keys()].find((one) => /(^|\/)helm\/[^/]+\/Chart\.yaml$/.test(one));
  if (path === undefined) return [];
  const { findings, report } = collector('helm', path);
  const chart = chartOf(Object.fromEntries(files));
  checkFields(chart, path.split('/').at(-2) ?? '', report);
  checkValues(chart, report);
  const problems = [...chart.files]
    .filter(([one]) => one.startsWith('templates/'))
    .flatMap(([one, content]) => {
      try {
        parseTemplate(content);
        return [];
      } catch (error) {
        return [`${one}: ${String(error)}`];
      }
    });
  for (const problem of problems) report('K43', null, problem);
  if (problems.length > 0) return findings;
  try {
    const made = checkRendered(chart, kustomized ?? [], path, report);
    return [...findings, ...made];
  } catch (error) {
    report('K43', null, `does not render: ${String(error)}`);
    return findings;
  }
}
