import type { ServiceNeed } from '../../src/core/model/facts.ts';

/** A port that pods may connect to. */
export interface EgressPort {
  readonly port: number;
  readonly label: string;
}

/** The usual ports of backing services. */
const PORTS: Readonly<Record<string, readonly number[]>> = {
  postgres: [5432],
  mysql: [3306],
  mariadb: [3306],
  mssql: [1433],
  mongodb: [27017],
  redis: [6379],
  rabbitmq: [5671, 5672],
  kafka: [9092, 9093],
  nats: [4222],
  elasticsearch: [9200],
  memcached: [11211],
  smtp: [465, 587],
};

/** HTTPS, and the ports of the backing services that were found; each port once. */
export function egressPorts(services: readonly ServiceNeed[]): readonly EgressPort[] {
  const ports = new Map<number, string>([[443, 'HTTPS']]);
  for (const { kind, via } of services) {
    const known = Object.hasOwn(PORTS, kind) ? (PORTS[kind] ?? []) : [];
    for (const port of known) if (!ports.has(port)) ports.set(port, `${kind}, found by ${via}`);
  }
  return [...ports].map(([port, label]) => ({ port, label })).sort((a, b) => a.port - b.port);
}
