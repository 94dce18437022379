import type { Component } from '../../../src/core/model/app-model.ts';
import type { Command } from '../../../src/core/model/facts.ts';
import { dnsLabel } from '../../../src/core/model/names.ts';
import type { ViewInput } from '../../../src/core/model/rigging.ts';
import { containerName } from './container.ts';
import { keptFolder } from './kept-folder.ts';

/** One Kubernetes workload of a component: the component's own process, or a further one of the same image. */
export interface Process {
  /** Name of its objects: a DNS label, unique in the project. */
  readonly name: string;
  /** `web`, `worker`, `release` …: a label value. */
  readonly role: string;
  readonly kind: 'deployment' | 'statefulset' | 'job' | 'cronjob';
  /** `null` = what the image starts by itself. */
  readonly command: Command | null;
  /** Five fields of cron; `null` for what does not run by the clock. */
  readonly schedule: string | null;
}

/** Process types of a Procfile that run once for each release, not for ever. */
const ONE_OFF = new Set(['release', 'migrate', 'migration']);

/** Process types that start work by the clock: two of them would start it twice. */
export const CLOCKS: ReadonlySet<string> = new Set(['clock', 'cron', 'scheduler', 'schedule', 'beat', 'ticker']);

/** True for what runs until it is stopped; Jobs and CronJobs come to an end. */
export function isLasting({ kind }: Process): boolean {
  return kind === 'deployment' || kind === 'statefulset';
}

/** The name of an object that belongs to another one; fits into a label. */
export function nameWith(base: string, suffix: string): string {
  return `${dnsLabel(base, 62 - suffix.length)}-${suffix}`;
}

/** A further process's object name, which must be no component's own. */
function processName(base: string, role: string, taken: ReadonlySet<string>): string {
  const name = nameWith(base, role);
  return taken.has(name) ? nameWith(base, `${role}-process`) : name;
}

function isSame(one: Command, other: Command | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * Every process of a component, its own first. A `web` line, and one that repeats the start command, is the
 * component's own; a schedule is that of a job, else of the process that works by the clock. Of several lines whose names become the same label the first counts.
 * A process that keeps files and shares them with no other is a StatefulSet: docs/decisions/0016-own-volumes.md.
 */
export function processesOf(component: Component, input: Pick<ViewInput, 'model' | 'optionsOf'>): readonly Process[] {
  const { facts } = component;
  const name = containerName(component, input);
  const kind = facts['app.kind'] ?? 'web';
  const schedule = facts['app.schedule'] ?? null;
  const isScheduled = kind === 'job' && schedule !== null;
  const ownKind = kind === 'job' ? (isScheduled ? 'cronjob' : 'job') : 'deployment';
  const own: Process = { name, role: kind, kind: ownKind, command: null, schedule: isScheduled ? schedule : null };
  const taken = new Set(input.model.components.map((other) => containerName(other, input)));
  const processes = [own];
  for (const { name: declared, command } of facts['app.processes'] ?? []) {
    const role = dnsLabel(declared, 30);
    const isOwn = role === 'web' || role === kind || isSame(command, facts['app.start']);
    if (isOwn || processes.some((known) => known.role === role)) continue;
    const when = kind !== 'job' && CLOCKS.has(role) ? schedule : null;
    const processKind = ONE_OFF.has(role) ? 'job' : when === null ? 'deployment' : 'cronjob';
    processes.push({ name: processName(name, role, taken), role, kind: processKind, command, schedule: when });
  }
  const isAlone = processes.length === 1 && ownKind === 'deployment';
  const keepsFiles = isAlone && keptFolder(component, input.optionsOf[component.name]) !== null;
  return keepsFiles ? [{ ...own, kind: 'statefulset' }] : processes;
}
