const BINARY_PROBE_BYTES = 8192;

/**
 * Turns the bytes of a file into text: UTF-8 and UTF-16 with a byte order mark, line ends made LF.
 * `undefined` for a binary file (a NUL in its first 8 KiB).
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const utf16 =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
  if (utf16 === undefined && bytes.subarray(0, BINARY_PROBE_BYTES).includes(0)) return undefined;
  const text = new TextDecoder(utf16 ?? 'utf-8').decode(bytes);
  return text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
}
