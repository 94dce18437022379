import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { nameWith } from '../_shared/views/processes.ts';
import { chartComponents } from './chart-component.ts';
import { escaped } from './escape.ts';
import { chartFolder, chartName, releasedName } from './names.ts';

/** Asks the health path; without one it only opens a connection. */
function testArgs(own: View): readonly string[] {
  const [probe] = (own.probes ?? []) as unknown as readonly View[];
  const path = probe?.path ?? null;
  if (path === null) return ['nc', '-z', '-w', '10', String(own.name), '80'];
  return ['wget', '-q', '-O', '/dev/null', '-T', '10', `http://${String(own.name)}${String(path)}`];
}

/** The chart's templates of one component: its manifests, with values in place of what an environment changes. */
export function view(input: ViewInput): View {
  const found = chartComponents(input).find(({ component }) => component.name === input.component.name);
  if (found === undefined) throw new Error(`${input.component.name} is no component of the chart`);
  const { objects, place, workloads } = found;
  const project = chartName(input);
  const of = (kind: string) =>
    workloads.filter(({ workload }) => workload.process.kind === kind).map((one) => one.view);
  const deployments = of('deployment');
  const own = workloads[0]?.view ?? {};
  const values = `.Values.${place.key}`;
  const base = escaped(objects.view) as View;
  const name = releasedName(String((base.shared as View | undefined)?.name), project);
  const shared = { ...own, name, component: 'config', helper: `${place.chart}.${place.key}.config` };
  const secret = releasedName(String(base.secret), project);
  return {
    ...base,
    ...own,
    folder: chartFolder(input),
    shared,
    main: own,
    processes: base.hasDeployment === true ? deployments.slice(1) : deployments,
    jobs: of('job'),
    cronJobs: of('cronjob'),
    workloads: workloads.map((one) => one.view),
    budgets: workloads.filter(({ workload }) => workload.scaling.hasBudget).map((one) => one.view),
    values,
    secret,
    secretStore: `{{ ${values}.externalSecret.store }}`,
    hasExternalSecret: ((base.requiredSecrets ?? []) as unknown as readonly string[]).length > 0,
    host: `{{ ${values}.ingress.host }}`,
    ingressClass: `{{ ${values}.ingress.className }}`,
    tlsSecret: releasedName(String(base.tlsSecret), project),
    routeHost: `{{ ${values}.route.host }}`,
    gateway: `{{ ${values}.route.gateway }}`,
    claimName: releasedName(String(base.claimName), project),
    dataSize: `{{ ${values}.data.size }}`,
    testName: releasedName(nameWith(String((base.shared as View | undefined)?.name), 'test'), project),
    testArgs: testArgs(own),
  };
}
