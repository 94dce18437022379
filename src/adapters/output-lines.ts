import { longestSecret, masker } from '../core/build/mask.ts';

/** A line longer than this is handed on in pieces. */
const LONGEST_LINE = 64 * 1024;

/** Takes text as it comes and hands on masked lines without their ends. */
export interface LineReader {
  push(text: string): void;
  /** Hands on what is left after the last line end. */
  end(): void;
}

/** Makes a {@link LineReader}; a carriage return alone ends a line too, as progress bars use it. */
export function lineReader(secrets: readonly string[], onLine: (line: string) => void): LineReader {
  const mask = masker(secrets);
  const heldBack = Math.max(0, longestSecret(secrets) - 1);
  let rest = '';
  return {
    push(text) {
      const lines = (rest + text).split(/\r?\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(mask(line));
      if (rest.length <= LONGEST_LINE) return;
      // The end stays: a secret may have begun in it that is not complete yet.
      const masked = mask(rest);
      const cut = Math.max(0, masked.length - heldBack);
      onLine(masked.slice(0, cut));
      rest = masked.slice(cut);
    },
    end() {
      if (rest !== '') onLine(mask(rest.replace(/\r$/, '')));
      rest = '';
    },
  };
}
