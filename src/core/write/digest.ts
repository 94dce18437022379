import { createHash } from 'node:crypto';
import { plain } from './text.ts';

/** The ledger's digest of a text: SHA-256 in hexadecimal, blind to a byte order mark and to CRLF. */
export function digest(text: string): string {
  return createHash('sha256').update(plain(text)).digest('hex');
}
