import type { Part, Value } from './value-parts.ts';

/** What an address in a listen call says. */
export interface Address {
  readonly port: number | null;
  /** The variable that holds the port alone. */
  readonly portVariable: string | null;
  /** `null` where the address names no host or the code does not show it. */
  readonly host: string | null;
  readonly hostVariable: string | null;
  /** The variable that holds the whole address. */
  readonly addressVariable: string | null;
  /** The flag that holds the whole address, the port or the host. */
  readonly flag: { readonly name: string; readonly holds: 'address' | 'port' | 'host' } | null;
}

/** Names of ports in Go's own table that servers use. */
const NAMED: Readonly<Record<string, number>> = { http: 80, https: 443 };

function portNumber(text: string): number | null {
  const named = Object.hasOwn(NAMED, text) ? NAMED[text] : undefined;
  const port = named ?? (/^\d{1,5}$/.test(text) ? Number(text) : 0);
  return port > 0 && port <= 65535 ? port : null;
}

/** Splits `host:port`; a text of digits alone is a port. */
function split(text: string): { readonly host: string | null; readonly port: string } {
  const at = text.lastIndexOf(':');
  if (at < 0) return { host: null, port: text };
  return { host: text.slice(0, at).replace(/^\[|\]$/g, '') || null, port: text.slice(at + 1) };
}

function shownPart({ kind, text, fallback }: Part): string {
  return kind === 'text' ? text : (fallback ?? '');
}

/** Reads the value of an address; `undefined` where nothing at all is known of it. */
export function addressOf(value: Value): Address | undefined {
  if (value === undefined || value.length === 0) return undefined;
  const whole = value.map(shownPart).join('');
  const { host, port } = split(whole);
  const open = value.filter(({ kind }) => kind !== 'text');
  const at = whole.lastIndexOf(':');
  let start = 0;
  let address: Address = {
    port: portNumber(port),
    portVariable: null,
    host,
    hostVariable: null,
    addressVariable: null,
    flag: null,
  };
  for (const part of value) {
    const shown = shownPart(part);
    const end = start + shown.length;
    // An empty host in front of a colon that another part holds, or digits behind it, say which half this is.
    const isAll =
      open.length === 1 && value.length === 1 && (shown.includes(':') || /ADDR|LISTEN|BIND/i.test(part.text));
    const holds = isAll ? 'address' : at >= 0 && end <= at ? 'host' : 'port';
    start = end;
    // The flag that can change the host says more than the one beside it that holds the port.
    if (part.kind === 'flag' && (holds !== 'port' || address.flag === null))
      address = { ...address, flag: { name: part.text, holds } };
    if (part.kind !== 'env') continue;
    if (holds === 'address') address = { ...address, addressVariable: part.text };
    else if (holds === 'host') address = { ...address, hostVariable: part.text };
    else address = { ...address, portVariable: part.text };
  }
  return address;
}
