import type { Component } from '../../src/core/model/app-model.ts';
import { dnsLabel } from '../../src/core/model/names.ts';
import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { containerFacts } from '../_shared/views/container.ts';
import { type Backend, backendsOf, backendView } from './backends.ts';
import { existingFile } from './existing-file.ts';
import { type ComponentServices, servicesOf } from './services.ts';

/** The port on this machine: the container's own, or the next one that is free in the project. */
function hostPorts(components: readonly Component[], input: ViewInput): ReadonlyMap<string, number> {
  const ports = new Map<string, number>();
  for (const component of components) {
    const kind = component.facts['app.kind'];
    if (kind !== 'web' && kind !== 'static') continue;
    let { port } = containerFacts(component, { model: input.model, options: {} });
    if (port === null) continue;
    while ([...ports.values()].includes(port)) port += 1;
    ports.set(component.name, port);
  }
  return ports;
}

/** What a person has to write into `.env`: passwords first, then secrets of the applications. */
function variablesOf(backends: readonly Backend[], components: readonly ComponentServices[]) {
  const passwords = backends.flatMap(({ host, row }) => (row.secret === null ? [] : [{ name: row.secret, host }]));
  const known = new Set(passwords.map(({ name }) => name));
  const all = (part: (one: ComponentServices) => readonly string[]) =>
    [...new Set(components.flatMap(part))].filter((name) => !known.has(name)).sort();
  const required = all(({ environment }) => environment.required);
  const optional = all(({ environment }) => environment.optional).filter((name) => !required.includes(name));
  return { passwords, required, optional };
}

/** The whole of compose.yaml: the components, their processes, and what they talk to. */
export function view(input: ViewInput): View {
  const { components, model, data } = input;
  const backends = backendsOf(components, data.services);
  const ports = hostPorts(components, input);
  const made = components.map((component) =>
    servicesOf(component, input, backends.known, ports.get(component.name) ?? null),
  );
  const views = backends.known.map(backendView);
  const volumes = [
    ...made.flatMap((one) => one.volumes),
    ...views.flatMap(({ volume }) => (volume === null ? [] : [String(volume)])),
  ];
  const buildSecrets = [...new Set(made.flatMap((one) => one.buildSecrets))];
  const variables = variablesOf(backends.known, made);
  const existing = existingFile(components);
  const hasVariables = variables.passwords.length + variables.required.length + variables.optional.length > 0;
  return {
    folder: existing ?? 'compose.yaml',
    project: dnsLabel(model.name),
    services: made.flatMap(({ services }) => services),
    backends: views,
    elsewhere: backends.elsewhere.map((one) => ({ ...one })),
    hasVolumes: volumes.length > 0,
    volumes,
    hasBuildSecrets: buildSecrets.length > 0,
    buildSecrets,
    hasVariables,
    // A file that stays as it is has variables of its own.
    hasExample: hasVariables && existing === undefined,
    passwords: variables.passwords,
    required: variables.required,
    optional: variables.optional,
  };
}
