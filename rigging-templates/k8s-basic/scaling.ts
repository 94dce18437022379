import type { Component } from '../../src/core/model/app-model.ts';
import type { Scalar } from '../../src/core/model/rigging.ts';
import { CLOCKS, isLasting, type Process } from '../_shared/views/processes.ts';

/** How many pods a workload has, and how they are replaced. */
export interface Scaling {
  /** `null` where the autoscaler decides. */
  readonly replicas: number | null;
  /** Why there is one pod only; `null` where nobody would wonder. */
  readonly why: string | null;
  readonly isRecreate: boolean;
  readonly hasAutoscaler: boolean;
  /** True when a disruption budget makes sense: there is more than one pod. */
  readonly hasBudget: boolean;
  readonly minimum: number;
  readonly maximum: number;
}

function single(why: string | null, isRecreate: boolean): Scaling {
  return { replicas: 1, why, isRecreate, hasAutoscaler: false, hasBudget: false, minimum: 1, maximum: 1 };
}

/** The scaling of one workload: one pod where two would harm, the autoscaler for servers, a fixed number else. */
export function scalingOf(
  process: Process,
  component: Component,
  isStateful: boolean,
  options: Readonly<Record<string, Scalar>>,
): Scaling {
  if (!isLasting(process)) return single(null, false);
  const isOnly = process.kind === 'statefulset';
  if (isOnly) return single('Two pods would each have a volume of their own, with other data on it.', false);
  if (isStateful) return single('The data lie on the pod’s own volume: never two pods at a time.', true);
  if (CLOCKS.has(process.role)) return single('Two of these would start every task twice.', true);
  const minimum = Number(options.minReplicas);
  const kind = component.facts['app.kind'];
  const isServer = process.command === null && (kind === 'web' || kind === 'static');
  const maximum = isServer ? Math.max(minimum, Number(options.maxReplicas)) : minimum;
  const hasAutoscaler = maximum > minimum;
  const replicas = hasAutoscaler ? null : minimum;
  return { replicas, why: null, isRecreate: false, hasAutoscaler, hasBudget: minimum > 1, minimum, maximum };
}
