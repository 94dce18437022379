import { parse } from 'yaml';
import { type KubernetesObject, objectsOf } from '../yaml-documents.ts';
import { renderChart } from './render.ts';

type Values = { readonly [key: string]: unknown };

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One values file over another, as Helm lays them. */
export function overlaid(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over;
  const keys = [...new Set([...Object.keys(base), ...Object.keys(over)])];
  return Object.fromEntries(keys.map((key) => [key, key in over ? overlaid(base[key], over[key]) : base[key]]));
}

/** A chart among rendered files. */
export interface Chart {
  readonly name: string;
  /** Every file below the chart's folder, by its path in it. */
  readonly files: ReadonlyMap<string, string>;
}

/** The one chart of an output. */
export function chartOf(output: Readonly<Record<string, string>>): Chart {
  const path = Object.keys(output).find((one) => one.endsWith('/Chart.yaml')) ?? '';
  const folder = path.slice(0, -'Chart.yaml'.length);
  const own = Object.entries(output).filter(([one]) => folder !== '' && one.startsWith(folder));
  const files = new Map(own.map(([one, text]) => [one.slice(folder.length), text]));
  return { name: String(parse(files.get('Chart.yaml') ?? '').name), files };
}

/** The values of a chart with an environment's file over them; `null` for none. */
export function valuesOf({ files }: Chart, environment: string | null): unknown {
  const base: unknown = parse(files.get('values.yaml') ?? '', { version: '1.1' });
  const name = `values-${environment}.yaml`;
  return environment === null ? base : overlaid(base, parse(files.get(name) ?? '', { version: '1.1' }));
}

/** The rendered files of a chart that hold objects. */
export function rendered(chart: Chart, values: unknown, release = chart.name): ReadonlyMap<string, string> {
  const templates = new Map([...chart.files].filter(([path]) => path.startsWith('templates/')));
  const made = renderChart(templates, { name: release, namespace: 'team', values });
  return new Map([...made].filter(([path]) => path.endsWith('.yaml')));
}

/** What a chart installs, by the release's name. */
export function installed(chart: Chart, values: unknown, release = chart.name): readonly KubernetesObject[] {
  return [...rendered(chart, values, release)].flatMap(([path, text]) => objectsOf(path, text));
}
