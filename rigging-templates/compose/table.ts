import type { JsonValue } from '../../src/core/model/rigging.ts';

/** Variables that tell an application about a backing service, and their value. */
export interface KnownVariables {
  /** With `{host}` and `{password}` to be filled in. */
  readonly value: string;
  readonly names: readonly string[];
}

/** One row of `_shared/data/services.yaml`. */
export interface ServiceRow {
  readonly image: string;
  readonly user: string;
  readonly command?: readonly string[];
  /** The variable of the file `.env` that holds its password; `null` for a service without one. */
  readonly secret: string | null;
  /** The folder that must outlive the container. */
  readonly data: string | null;
  readonly readOnly: boolean;
  readonly tmpfs: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly health: readonly string[];
  readonly fallback: string;
  readonly variables: readonly KnownVariables[];
}

/** The row of a kind of backing service; `undefined` for one that is not run locally. */
export function serviceRow(data: JsonValue | undefined, kind: string): ServiceRow | undefined {
  const table = data as unknown as Readonly<Record<string, ServiceRow>>;
  return Object.hasOwn(table, kind) ? table[kind] : undefined;
}
