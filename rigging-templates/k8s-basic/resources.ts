import type { Scalar } from '../../src/core/model/rigging.ts';
import type { RuntimeNeeds } from './runtimes.ts';
import type { Volume } from './storage.ts';

/** The `resources` of a container, as Kubernetes quantities. */
export interface Resources {
  readonly [key: string]: string;
  readonly cpu: string;
  readonly cpuLimit: string;
  readonly memory: string;
  readonly storage: string;
  readonly storageLimit: string;
}

/** Room for the container's log and writable layer, in MiB. */
const LOGS = 64;

function millis(quantity: string): number | undefined {
  const [, number, suffix] = /^(\d+(?:\.\d+)?)(m?)$/.exec(quantity) ?? [];
  if (number === undefined) return undefined;
  return suffix === 'm' ? Number(number) : Number(number) * 1000;
}

function cores(value: number): string {
  return value % 1000 === 0 ? String(value / 1000) : `${value}m`;
}

/** Requests and limits: what the options say, else what the runtime needs; a limit is never below its request. */
export function resourcesOf(
  needs: RuntimeNeeds,
  options: Readonly<Record<string, Scalar>>,
  volumes: readonly Volume[],
): Resources {
  const cpu = String(options.cpu || cores(needs.cpu));
  const asked = millis(cpu);
  let folders = 0;
  for (const { sizeMi } of volumes) folders += sizeMi ?? 0;
  return {
    cpu,
    cpuLimit: asked === undefined ? cpu : cores(Math.max(needs.cpuLimit, asked)),
    memory: String(options.memory || `${needs.memory}Mi`),
    storage: `${LOGS}Mi`,
    storageLimit: `${LOGS + folders}Mi`,
  };
}
