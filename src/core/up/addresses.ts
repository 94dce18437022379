/** The first address handed out: the engine's own and its first containers' are below. */
const FIRST = 10;

/**
 * An address for each service in an IPv4 subnet, by service: where a network resolves no names, services find each other
 * through their lists of hosts. Empty for a subnet that has no room.
 */
export function addressesIn(subnet: string, services: readonly string[]): Readonly<Record<string, string>> {
  const [, prefix = '', size = ''] = /^(\d+\.\d+\.\d+)\.0\/(\d+)$/.exec(subnet) ?? [];
  if (prefix === '' || Number(size) > 24 || services.length > 200) return {};
  return Object.fromEntries(services.map((name, index) => [name, `${prefix}.${FIRST + index}`]));
}
