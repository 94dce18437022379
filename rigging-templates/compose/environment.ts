import type { Component } from '../../src/core/model/app-model.ts';
import type { EnvVar } from '../../src/core/model/facts.ts';
import { environmentOf } from '../k8s-basic/environment.ts';
import { type Backend, filled } from './backends.ts';
import { defaulted, required } from './interpolate.ts';

/** One variable of a service; `value` is `null` where it is passed on as it is, or not at all. */
export interface Variable {
  readonly [key: string]: string | null;
  readonly name: string;
  readonly value: string | null;
}

/** The environment of a component's services, and what a person has to set for it. */
export interface ServiceEnvironment {
  readonly variables: readonly Variable[];
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

function connection(name: string, backends: readonly Backend[]): string | undefined {
  for (const backend of backends) {
    const known = backend.row.variables.find(({ names }) => names.includes(name));
    if (known !== undefined) return filled(known.value, backend);
  }
  return undefined;
}

/** A service whose variables the code does not name: its library reads some by itself, so the usual one is set. */
function fallbacks(names: ReadonlySet<string>, backends: readonly Backend[]): readonly Variable[] {
  return backends.flatMap((backend) => {
    const { variables, fallback } = backend.row;
    if (names.has(fallback) || variables.some((known) => known.names.some((name) => names.has(name)))) return [];
    const value = variables.find((known) => known.names.includes(fallback))?.value;
    return value === undefined ? [] : [{ name: fallback, value: filled(value, backend) }];
  });
}

/** Connections to the backing services, secrets from `.env`, and settings that may be changed there; what the image sets by itself is left out. */
export function serviceEnvironment(
  component: Component,
  image: Readonly<Record<string, string>>,
  backends: readonly Backend[],
): ServiceEnvironment {
  const declared = (component.facts['app.env'] ?? []).filter(({ scope }: EnvVar) => scope === 'run');
  const isSecret = new Map(environmentOf(declared, image, '').secretEnv.map((one) => [one.name, one.isOptional]));
  const { config } = environmentOf(declared, {}, '');
  const variables: Variable[] = [];
  const wanted: Record<'required' | 'optional', string[]> = { required: [], optional: [] };
  for (const name of [...new Set([...isSecret.keys(), ...Object.keys(config)])].sort()) {
    if (Object.hasOwn(image, name)) continue;
    const known = connection(name, backends);
    const isOptional = isSecret.get(name);
    if (known !== undefined) variables.push({ name, value: known });
    else if (isOptional === undefined) variables.push({ name, value: defaulted(name, config[name] ?? '') });
    else {
      variables.push({ name, value: isOptional ? null : required(name) });
      wanted[isOptional ? 'optional' : 'required'].push(name);
    }
  }
  variables.push(...fallbacks(new Set(declared.map(({ name }) => name)), backends));
  return { variables, ...wanted };
}
