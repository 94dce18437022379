import type { Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Parsed } from './parsers.ts';

/**
 * Parses Python into a concrete syntax tree. Total: the parser recovers from every syntax error, so that one broken
 * line does not hide the rest of a file. Nothing is imported or run. Source: https://github.com/lezer-parser/python
 */
export function parsePython(text: string): Parsed<Tree> {
  return { ok: true, value: parser.parse(text) };
}
