import { LineCounter, parseAllDocuments } from 'yaml';
import type { Breach } from './verify.ts';

/** Syntax errors and doubled keys of every document of a YAML file. */
export function yamlProblems(text: string): readonly Breach[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    version: '1.1',
    uniqueKeys: true,
    lineCounter: lines,
    prettyErrors: false,
  });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) =>
    [...document.errors, ...document.warnings].map((error) => ({
      rule: 'yaml-syntax',
      line: lines.linePos(error.pos[0]).line,
      message: error.message,
    })),
  );
}
