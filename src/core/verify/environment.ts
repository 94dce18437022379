import type { EnvVar } from '../model/facts.ts';
import { type BackingService, connectionValue } from './backing-services.ts';
import { type Check, failedCheck, passed } from './check.ts';
import type { WorkloadEnvironment } from './workload-env.ts';

/** What the environment of the container is made of. */
export interface EnvironmentInput {
  readonly facts: readonly EnvVar[];
  readonly manifests: WorkloadEnvironment | null;
  /** The services that run beside it. */
  readonly services: readonly BackingService[];
  /** `--env-file` and `--env`. */
  readonly given: Readonly<Record<string, string>>;
}

/** The environment of the container, and the variables that have no value although it needs them. */
export interface ContainerEnvironment {
  readonly values: Readonly<Record<string, string>>;
  readonly missing: readonly string[];
}

/** Every name that the application or its manifests speak of, sorted. */
function namesOf({ facts, manifests }: EnvironmentInput): readonly string[] {
  const run = facts.filter(({ scope }) => scope === 'run').map(({ name }) => name);
  return [...new Set([...run, ...(manifests?.required ?? []), ...(manifests?.optional ?? [])])].sort();
}

/** The variables of a service that the user gave: a service of their own is meant then. */
export function isGiven(service: BackingService, given: Readonly<Record<string, string>>): boolean {
  return Object.keys(given).some((name) => connectionValue(service, name) !== undefined);
}

/** Joins the manifests' values, the addresses of the services and what the user gave; the later wins. */
export function containerEnvironment(input: EnvironmentInput): ContainerEnvironment {
  const values = new Map<string, string>(Object.entries(input.manifests?.values ?? {}));
  for (const service of input.services) {
    for (const [name, value] of Object.entries(service.always)) values.set(name, value);
  }
  for (const name of namesOf(input)) {
    const found = input.services.flatMap((service) => connectionValue(service, name) ?? []);
    if (found[0] !== undefined) values.set(name, found[0]);
  }
  for (const [name, value] of Object.entries(input.given)) values.set(name, value);
  const required = new Set([
    ...input.facts.filter(({ scope, required }) => scope === 'run' && required).map(({ name }) => name),
    ...(input.manifests?.required ?? []),
  ]);
  const missing = [...required].filter((name) => !values.has(name)).sort();
  return { values: Object.fromEntries(values), missing };
}

/** Whether every variable that the application needs has a value; none is ever guessed. `notThere`: services that could not be started. */
export function checkEnvironment({ values, missing }: ContainerEnvironment, notThere: readonly string[] = []): Check {
  const [first] = missing;
  if (first === undefined) {
    const count = Object.keys(values).length;
    return passed('environment-complete', count === 0 ? 'none is needed' : `${count} variables are set`);
  }
  return failedCheck(
    'environment-complete',
    `${missing.join(', ')}: required, but without a value${notThere.length === 0 ? '' : `; not there: ${notThere.join(', ')}`}`,
    `Give a value for each: --env ${first}=VALUE, or --env-file FILE.`,
  );
}
