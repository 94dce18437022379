import type { JsonValue } from '../../src/core/model/rigging.ts';
import type { ChartComponent } from '../helm-templates/chart-component.ts';

type Schema = { readonly [key: string]: JsonValue };

const QUANTITY: Schema = { type: 'string', pattern: '^[0-9]+(\\.[0-9]+)?(m|k|[KMGTPE]i?)?$' };
const COUNT: Schema = { type: 'integer', minimum: 1 };
const TEXT: Schema = { type: 'string' };
const HOST: Schema = { type: 'string', pattern: '^$|^(\\*\\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$' };
const NAME: Schema = { type: 'string', pattern: '^$|^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$' };

/** An object that takes these keys, all of them needed, and no others. */
function closed(properties: Schema): Schema {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties };
}

const AMOUNTS = closed({ cpu: QUANTITY, memory: QUANTITY, 'ephemeral-storage': QUANTITY });
const RESOURCES = closed({ requests: AMOUNTS, limits: AMOUNTS });

const IMAGE = closed({
  repository: { type: 'string', pattern: '^[a-z0-9][a-z0-9._/:-]*$' },
  tag: { type: 'string', pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$' },
  digest: { type: 'string', pattern: '^$|^sha256:[0-9a-f]{64}$' },
});

function processSchema({ workload }: ChartComponent['workloads'][number]): Schema {
  const { scaling, process } = workload;
  const isMany = scaling.replicas !== null && scaling.minimum > 1;
  return closed({
    ...(isMany ? { replicas: COUNT } : {}),
    ...(scaling.hasAutoscaler ? { autoscaling: closed({ minReplicas: COUNT, maxReplicas: COUNT }) } : {}),
    ...(process.schedule === null ? {} : { schedule: { type: 'string', pattern: '^(\\S+ ){4}\\S+$' } }),
    resources: RESOURCES,
  });
}

function componentSchema({ objects, workloads }: ChartComponent): Schema {
  const { view, environment } = objects;
  const processes = Object.fromEntries(workloads.map((one) => [one.key, processSchema(one)]));
  const hasRequired = environment.secretEnv.some(({ isOptional }) => !isOptional);
  return closed({
    image: IMAGE,
    ...(environment.literals.length > 0 ? { config: { type: 'object', additionalProperties: TEXT } } : {}),
    ...(hasRequired ? { externalSecret: closed({ store: NAME }) } : {}),
    ...(view.hasService === true
      ? {
          ingress: closed({ host: HOST, className: NAME, controllerNamespace: NAME }),
          route: closed({ host: HOST, gateway: NAME, gatewayNamespace: NAME }),
        }
      : {}),
    ...(view.hasData === true ? { data: closed({ size: QUANTITY }) } : {}),
    processes: closed(processes),
  });
}

/** The JSON schema of the chart's values, which Helm checks before it renders. Source: https://helm.sh/docs/topics/charts/#schema-files */
export function valuesSchema(components: readonly ChartComponent[]): Schema {
  const properties = Object.fromEntries(components.map((one) => [one.place.key, componentSchema(one)]));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    additionalProperties: false,
    required: Object.keys(properties),
    properties: { global: { type: 'object' }, ...properties },
  };
}
