import type { Component } from '../../src/core/model/app-model.ts';
import type { JsonValue, View } from '../../src/core/model/rigging.ts';
import { literal, required } from './interpolate.ts';
import { type ServiceRow, serviceRow } from './table.ts';

/** One backing service of the project. */
export interface Backend {
  readonly kind: string;
  /** Its service's name, which is its host name too. */
  readonly host: string;
  readonly row: ServiceRow;
}

/** The backing services of a project, and those that have to be had elsewhere. */
export interface Backends {
  readonly known: readonly Backend[];
  readonly elsewhere: readonly { readonly kind: string; readonly via: string }[];
}

/** Kinds that need no server. */
const FILES = new Set(['sqlite']);

/** Every backing service once, whichever components need it; a service that is named like a component steps aside. */
export function backendsOf(components: readonly Component[], data: JsonValue | undefined): Backends {
  const taken = new Set(components.map(({ name }) => name));
  const known = new Map<string, Backend>();
  const elsewhere = new Map<string, { readonly kind: string; readonly via: string }>();
  for (const { kind, via } of components.flatMap(({ facts }) => facts['app.services'] ?? [])) {
    const row = serviceRow(data, kind);
    if (row !== undefined) known.set(kind, { kind, host: taken.has(kind) ? `${kind}-server` : kind, row });
    else if (!FILES.has(kind)) elsewhere.set(kind, { kind, via });
  }
  return { known: [...known.values()], elsewhere: [...elsewhere.values()] };
}

/** A value of the table with the service's host and password in it. */
export function filled(value: string, { host, row }: Backend): string {
  const password = row.secret === null ? '' : required(row.secret);
  return value.replaceAll('{host}', host).replaceAll('{password}', password);
}

/** A backing service as the template sees it. */
export function backendView(backend: Backend): View {
  const { host, row } = backend;
  const environment = Object.entries(row.environment).map(([name, value]) => ({ name, value: filled(value, backend) }));
  return {
    name: host,
    image: row.image,
    user: row.user,
    hasCommand: row.command !== undefined,
    command: (row.command ?? []).map(literal),
    hasEnvironment: environment.length > 0,
    environment,
    health: row.health,
    readOnly: row.readOnly,
    tmpfs: row.tmpfs,
    data: row.data,
    volume: row.data === null ? null : `${host}-data`,
  };
}
