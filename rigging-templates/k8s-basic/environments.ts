import type { EnvironmentName } from '../_shared/views/overlays.ts';
import type { ComponentObjects, Workload } from './objects.ts';
import type { Resources } from './resources.ts';

/** What is different about one workload in one environment; `null` = as in the base. */
export interface WorkloadChange {
  readonly workload: Workload;
  readonly cpu: string | null;
  readonly cpuLimit: string | null;
  readonly replicas: number | null;
  readonly minReplicas: number | null;
  readonly maxReplicas: number | null;
}

/** What is different about one component in one environment; `null` = as in the base. */
export interface ComponentChange {
  readonly host: string | null;
  readonly logLevel: { readonly name: string; readonly value: string } | null;
  readonly workloads: readonly WorkloadChange[];
}

/** How an environment differs from the base: judgement from practice, to be edited by the owner. */
interface Habit {
  /** CPU asked for, as a multiple of the base's. */
  readonly cpu: number;
  /** Least number of pods of what may run more than once. */
  readonly least: number;
  /** The most pods of an autoscaler, by its least; `null` = as in the base. */
  readonly most: ((least: number) => number) | null;
  readonly debug: boolean;
  readonly subdomain: string | null;
}

const HABITS: Readonly<Record<EnvironmentName, Habit>> = {
  dev: { cpu: 0.5, least: 2, most: (least) => least + 1, debug: true, subdomain: 'dev' },
  staging: { cpu: 1, least: 2, most: null, debug: false, subdomain: 'staging' },
  prod: { cpu: 2, least: 3, most: (least) => least * 3, debug: false, subdomain: null },
};

const LEVEL_NAMES = ['LOG_LEVEL', 'LOGLEVEL', 'RUST_LOG'];
const LEVELS = /^(trace|debug|info|notice|warn|warning|error)$/i;

function millis(quantity: string): number | null {
  const [, number, suffix] = /^(\d+(?:\.\d+)?)(m?)$/.exec(quantity) ?? [];
  if (number === undefined) return null;
  return Math.round(Number(number) * (suffix === 'm' ? 1 : 1000));
}

function cores(value: number): string {
  return value % 1000 === 0 ? String(value / 1000) : `${value}m`;
}

/** CPU by the environment's habit; a limit below the request is raised to it. */
function cpuChange({ view }: Workload, { cpu: factor }: Habit): Pick<WorkloadChange, 'cpu' | 'cpuLimit'> {
  const { cpu, cpuLimit } = view.resources as Resources;
  const [asked, most] = [millis(cpu), millis(cpuLimit)];
  if (asked === null || most === null || factor === 1) return { cpu: null, cpuLimit: null };
  const wanted = Math.max(10, Math.round(asked * factor));
  return { cpu: wanted === asked ? null : cores(wanted), cpuLimit: wanted > most ? cores(wanted) : null };
}

function scaleChange({ process, scaling }: Workload, habit: Habit) {
  const { hasAutoscaler, minimum, maximum } = scaling;
  const isMany = process.kind === 'deployment' && minimum > 1;
  const least = isMany ? Math.max(minimum, habit.least) : minimum;
  const most = Math.max(habit.most?.(least) ?? maximum, habit.least > 2 ? maximum : 0, least + 1);
  return {
    replicas: isMany && !hasAutoscaler && least !== minimum ? least : null,
    minReplicas: hasAutoscaler && least !== minimum ? least : null,
    maxReplicas: hasAutoscaler && most !== maximum ? most : null,
  };
}

function logLevel({ environment }: ComponentObjects): ComponentChange['logLevel'] {
  for (const name of LEVEL_NAMES) {
    const value = environment.config[name] ?? '';
    if (!LEVELS.test(value) || /^(trace|debug)$/i.test(value)) continue;
    return { name, value: value === value.toUpperCase() ? 'DEBUG' : 'debug' };
  }
  return null;
}

/** The changes of one component for one environment: the one source of an overlay's patches and a chart's values. */
export function changesOf(name: EnvironmentName, objects: ComponentObjects): ComponentChange {
  const habit = HABITS[name];
  const { view } = objects;
  const isExposed = view.hasIngress === true || view.hasRoute === true;
  const workloads = objects.workloads.map((workload) => ({
    workload,
    ...cpuChange(workload, habit),
    ...scaleChange(workload, habit),
  }));
  return {
    host: isExposed && habit.subdomain !== null ? `${habit.subdomain}.${String(view.host)}` : null,
    logLevel: habit.debug ? logLevel(objects) : null,
    workloads,
  };
}
