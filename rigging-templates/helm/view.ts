import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { containerFacts } from '../_shared/views/container.ts';
import { overlaysOf } from '../_shared/views/overlays.ts';
import { type ChartComponent, chartComponents } from '../helm-templates/chart-component.ts';
import { chartFolder, chartName, releasedName } from '../helm-templates/names.ts';
import { environmentValues } from './environment-values.ts';
import { valuesSchema } from './schema.ts';

const VERSION = /^v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/;

/** The version of the application where all of its components have one, else the first one. */
function appVersion(components: readonly ChartComponent[]): string {
  const tags = new Set(components.map(({ objects }) => String(objects.view.tag)));
  return tags.size === 1 ? ([...tags][0] ?? '0.1.0') : '0.1.0';
}

function processView({ workload, key }: ChartComponent['workloads'][number]): View {
  const { process, scaling, view } = workload;
  return {
    key,
    hasReplicas: scaling.replicas !== null && scaling.minimum > 1,
    replicas: scaling.replicas,
    hasAutoscaler: scaling.hasAutoscaler,
    minReplicas: scaling.minimum,
    maxReplicas: scaling.maximum,
    schedule: process.schedule,
    resources: view.resources ?? {},
  };
}

function componentView(
  { component, objects, place, workloads }: ChartComponent,
  input: ViewInput,
  label: string,
): View {
  const { view, environment } = objects;
  const options = input.optionsOf[component.name] ?? input.options;
  const container = containerFacts(component, { model: input.model, options });
  const project = chartName(input);
  const name = releasedName(container.name, project);
  const helpers = workloads.map((one) => one.view);
  const values = `.Values.${place.key}`;
  const common = { chartLabel: label, values };
  const shared = { ...common, name, component: 'config', helper: `${place.chart}.${place.key}.config` };
  const isRoute = view.hasRoute === true;
  return {
    chart: place.chart,
    key: place.key,
    name: component.name,
    object: name,
    repository: container.image,
    tag: container.tag,
    hasConfig: environment.literals.length > 0,
    config: Object.entries(environment.config).map(([variable, value]) => ({ name: variable, value })),
    hasSecret: environment.secretEnv.length > 0,
    secret: releasedName(String(view.secret), project),
    secretNames: environment.secretEnv
      .map((one) => (one.isOptional ? `${one.name} (may be left out)` : one.name))
      .join(', '),
    hasExternalSecret: environment.secretEnv.some(({ isOptional }) => !isOptional),
    secretStore: view.secretStore ?? '',
    hasService: view.hasService === true,
    host: isRoute ? '' : (view.host ?? ''),
    className: view.ingressClass ?? '',
    controllerNamespace: String(options.ingressNamespace),
    routeHost: isRoute ? (view.host ?? '') : '',
    gateway: view.gateway ?? '',
    gatewayNamespace: view.gatewayNamespace ?? '',
    hasData: view.hasData === true,
    dataSize: view.dataSize ?? '',
    hasRelease: workloads.some(({ workload: { process } }) => process.kind === 'job' && process.command !== null),
    processes: workloads.map(processView),
    labelled: [
      ...helpers.map((one) => ({
        ...common,
        name: one.name ?? '',
        component: one.component ?? '',
        helper: one.helper ?? '',
      })),
      shared,
    ],
  };
}

/** The parts of the chart that belong to the whole project; the objects are those of the manifests. */
export function view(input: ViewInput): View {
  const components = chartComponents(input);
  const chart = chartName(input);
  const tag = appVersion(components);
  const version = VERSION.exec(tag)?.[1] ?? '0.1.0';
  const label = `${chart}-${version}`.slice(0, 63).replace(/[^A-Za-z0-9]+$/, '');
  const names = overlaysOf(input);
  const files = (['dev', 'staging', 'prod'] as const).map((name) => {
    const isWanted = names.includes(name);
    const flag = `has${name[0]?.toUpperCase()}${name.slice(1)}`;
    return { [name]: isWanted ? environmentValues(name, components) : {}, [flag]: isWanted };
  });
  return {
    ...Object.assign({}, ...files),
    folder: chartFolder(input),
    chart,
    description: `${chart}, one release for each environment`,
    version,
    appVersion: tag,
    schema: JSON.stringify(valuesSchema(components), null, 2),
    components: components.map((one) => componentView(one, input, label)),
  };
}
