import type { Component } from '../../../src/core/model/app-model.ts';

/** Names of the secrets that the build of a component takes: its own, and those of the run-time that it reads as well. */
export function buildSecretsOf({ facts }: Component): readonly string[] {
  const own = (facts['app.env'] ?? []).filter(({ scope }) => scope === 'build-secret').map(({ name }) => name);
  return [...new Set([...own, ...(facts['app.buildSecrets'] ?? [])])].sort();
}
