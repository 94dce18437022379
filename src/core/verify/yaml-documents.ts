import { parseAllDocuments } from 'yaml';
import type { RelPath } from '../model/paths.ts';

/** One YAML document of a file of the project. */
export interface YamlDocument {
  readonly file: RelPath;
  readonly value: unknown;
}

/** The documents of a file, or why it cannot be read. */
export type YamlReading =
  | { readonly ok: true; readonly documents: readonly YamlDocument[] }
  | { readonly ok: false; readonly message: string };

/** Parses every document of a YAML file; aliases are bounded, so that no input explodes. */
export function readYaml(file: RelPath, text: string): YamlReading {
  const parsed = parseAllDocuments(text, { prettyErrors: false, uniqueKeys: true });
  if (!Array.isArray(parsed)) return { ok: true, documents: [] };
  const documents: YamlDocument[] = [];
  for (const document of parsed) {
    const [error] = document.errors;
    if (error !== undefined) return { ok: false, message: error.message };
    try {
      documents.push({ file, value: document.toJS({ maxAliasCount: 1000 }) as unknown });
    } catch (cause) {
      return { ok: false, message: cause instanceof Error ? cause.message : 'unreadable' };
    }
  }
  return { ok: true, documents };
}

/** The list at a place, empty for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text at a place (numbers and booleans as text), `null` for anything else. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** A whole number, `null` for anything else. */
export function integerOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) ? value : null;
}

/** The entries of a mapping, none for anything else. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
