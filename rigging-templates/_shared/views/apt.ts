import type { Component } from '../../../src/core/model/app-model.ts';
import type { JsonValue } from '../../../src/core/model/rigging.ts';

/** The Debian suite that an image tag names, else the current stable one. */
export function suiteOf(image: string): string {
  return /\b(trixie|bookworm|bullseye)\b/.exec(image)?.[1] ?? 'trixie';
}

function versions(data: JsonValue | undefined, suite: string): Readonly<Record<string, string>> {
  const suites = (data as { readonly suites?: Readonly<Record<string, Readonly<Record<string, string>>>> } | undefined)
    ?.suites;
  return suites?.[suite] ?? {};
}

/** Pins Debian packages as far as the table of the image's suite knows them: `make=4.4.*`. */
export function pinned(names: readonly string[], image: string, debian: JsonValue | undefined): readonly string[] {
  const table = versions(debian, suiteOf(image));
  return [...new Set(names)].sort().map((name) => (table[name] === undefined ? name : `${name}=${table[name]}`));
}

/** The names of a component's OS packages for one stage. */
export function packagesFor(component: Component, stage: 'build' | 'run'): readonly string[] {
  return (component.facts['system.packages'] ?? []).filter((one) => one.stage === stage).map(({ name }) => name);
}
