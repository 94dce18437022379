import type { RelPath } from '../../core/model/paths.ts';
import type { PackageJson } from './package-json.ts';

/** One dependency that the lockfile does not hold as the manifest asks for it. */
export interface Drift {
  /** What it is where it is no dependency of its own. */
  readonly kind?: 'override' | 'catalog' | 'peer';
  /** The file that asks for it. */
  readonly manifest: RelPath;
  readonly name: string;
  /** The line in the manifest; `null` where only the lockfile still has it. */
  readonly line: number | null;
  /** `undefined` when the manifest no longer asks for it. */
  readonly wanted: string | undefined;
  /** `undefined` when the lockfile has nothing of it. */
  readonly locked: string | undefined;
}

const GROUPS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** A specifier of a manifest. */
export interface Asked {
  readonly spec: string;
  readonly line: () => number | null;
}

/** What a manifest asks to be installed, by name; a dependency counts before one for development. */
export function askedOf(manifest: PackageJson): ReadonlyMap<string, Asked> {
  const asked = new Map<string, Asked>();
  for (const group of [...GROUPS].reverse()) {
    for (const [name, spec] of manifest[group]) asked.set(name, { spec, line: () => manifest.lineOf(group, name) });
  }
  return asked;
}

/** A specifier without what lockfiles add to it. */
export function bare(spec: string): string {
  return spec.replace(/^npm:(?!.*@)/, '').trim();
}
