import type { Component } from '../../../src/core/model/app-model.ts';
import type { JsonValue } from '../../../src/core/model/rigging.ts';
import { type ServiceRow, serviceRow } from '../../compose/table.ts';
import { VARIABLE_NAME } from './variable-name.ts';

/** A backing service that runs beside the tests, in every pipeline under the name `host`. */
export interface TestService {
  readonly host: string;
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What asks the service whether it is ready, as one shell line. */
  readonly health: string;
}

/** The services of a component's tests, and the variables that lead to them. */
export interface TestServices {
  readonly services: readonly TestService[];
  readonly env: Readonly<Record<string, string>>;
}

/** The password of a service that lives as long as the tests, and holds their data only. */
const PASSWORD = 'test-only';

function filled(text: string, host: string): string {
  return text.replaceAll('{host}', host).replaceAll('{password}', PASSWORD);
}

/** The health check of the table, which is written for Compose, as a line for a shell in the service's container. */
function healthLine([kind, ...words]: readonly string[]): string {
  // Double quotes, since the line stands between single ones.
  const quoted = words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `"${word}"`));
  return kind === 'CMD-SHELL' ? (words[0] ?? '').replaceAll('$$', '$') : quoted.join(' ');
}

function variablesOf(
  names: ReadonlySet<string>,
  kind: string,
  row: ServiceRow,
): readonly (readonly [string, string])[] {
  const known = row.variables.flatMap(({ value, names: all }) =>
    all.filter((name) => names.has(name)).map((name) => [name, filled(value, kind)] as const),
  );
  if (known.length > 0) return known;
  const usual = row.variables.find(({ names: all }) => all.includes(row.fallback));
  return usual === undefined ? [] : [[row.fallback, filled(usual.value, kind)]];
}

/** The backing services that a component talks to, as far as there is an image for them; its tests may need them. */
export function testServices({ facts }: Component, table: JsonValue | undefined): TestServices {
  const names = new Set((facts['app.env'] ?? []).map(({ name }) => name).filter((name) => VARIABLE_NAME.test(name)));
  const services: TestService[] = [];
  const env: Record<string, string> = {};
  for (const { kind } of facts['app.services'] ?? []) {
    const row = serviceRow(table, kind);
    // GitHub gives a service no command of its own.
    if (row === undefined || row.command !== undefined || services.some(({ host }) => host === kind)) continue;
    const environment = Object.entries(row.environment).map(([name, value]) => [name, filled(value, kind)] as const);
    services.push({
      host: kind,
      image: row.image,
      environment: Object.fromEntries(environment),
      health: healthLine(row.health),
    });
    // The first service that claims a name keeps it: DATABASE_URL can be one database's only.
    for (const [name, value] of variablesOf(names, kind, row)) env[name] ??= value;
  }
  return { services, env };
}
