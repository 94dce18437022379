import type { Component } from '../../../src/core/model/app-model.ts';

/** Names of the secrets that the build of a component takes: its own, and those of the run-time that it reads as well. */
export function buildSecretsOf({ facts }: Component): readonly string[] {
  const own = (facts['app.env'] ?? []).filter(({ scope }) => scope === 'build-secret').map(({ name }) => name);
  return [...new Set([...own, ...(facts['app.buildSecrets'] ?? [])])].sort();
}

/** Names of the secrets that the package managers of a component take, to reach registries that want a credential. */
export function installSecretsOf({ facts, frontEnds = [] }: Component): readonly string[] {
  const own = facts['runtime.install']?.secrets ?? [];
  return [...new Set([...own, ...frontEnds.flatMap(({ component }) => installSecretsOf(component))])].sort();
}

/** Names of all secrets that the build of a component's image may be handed: those of registries, of the build, of its front ends. */
export function imageSecretsOf(component: Component): readonly string[] {
  const inner = (component.frontEnds ?? []).flatMap((one) => buildSecretsOf(one.component));
  return [...new Set([...buildSecretsOf(component), ...installSecretsOf(component), ...inner])].sort();
}
