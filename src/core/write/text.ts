const MARK = '\uFEFF';

/** The text without a byte order mark and with LF line ends: the form in which texts are compared and merged. */
export function plain(text: string): string {
  const unmarked = text.startsWith(MARK) ? text.slice(1) : text;
  return unmarked.replaceAll('\r\n', '\n');
}

/** True when most line ends of `text` are CRLF. */
function endsInCrlf(text: string): boolean {
  const crlf = text.split('\r\n').length - 1;
  const all = text.split('\n').length - 1;
  return crlf * 2 > all;
}

/** `text` (LF) with the byte order mark and the line ends of `like`; a file with mixed ends gets the more frequent one. */
export function dressed(text: string, like: string): string {
  const ends = endsInCrlf(like) ? text.replaceAll('\n', '\r\n') : text;
  return like.startsWith(MARK) ? MARK + ends : ends;
}
