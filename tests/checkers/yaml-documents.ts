import { type Document, isDocument, LineCounter, parseAllDocuments } from 'yaml';
import type { OutputFiles } from './finding.ts';

/** One Kubernetes object: the source or rendered file that it is in, its first line and its data. */
export interface KubernetesObject {
  readonly file: string;
  readonly line: number | null;
  readonly data: unknown;
}

interface Parsed {
  readonly documents: readonly Document[];
  readonly lines: LineCounter;
}

/** What was parsed last: several checkers read the same file, and several renders give the same text. */
const parsed = new Map<string, Parsed>();
const objects = new Map<string, readonly Omit<KubernetesObject, 'file'>[]>();

function remember<T>(known: Map<string, T>, content: string, value: T): T {
  if (known.size >= 200) known.clear();
  known.set(content, value);
  return value;
}

/** The documents of a YAML text with the line counter for their nodes; errors stay in the documents. */
export function documentsOf(content: string): Parsed {
  const known = parsed.get(content);
  if (known !== undefined) return known;
  const lines = new LineCounter();
  const all = [...parseAllDocuments(content, { lineCounter: lines, merge: true })];
  return remember(parsed, content, { documents: all.filter((document) => isDocument(document)) as Document[], lines });
}

/** Every object of a YAML text; empty documents and broken ones are left out. */
export function objectsOf(file: string, content: string): readonly KubernetesObject[] {
  const known = objects.get(content) ?? remember(objects, content, readObjects(content));
  return known.map((object) => ({ ...object, file }));
}

function readObjects(content: string): readonly Omit<KubernetesObject, 'file'>[] {
  const { documents, lines } = documentsOf(content);
  const found: Omit<KubernetesObject, 'file'>[] = [];
  for (const document of documents) {
    if (document.errors.length > 0 || document.contents === null) continue;
    const start = document.contents.range?.[0] ?? 0;
    found.push({ line: lines.linePos(start).line, data: document.toJS() });
  }
  return found;
}

/** The YAML files of an output's `kubernetes/` folder, sorted. */
export function kubernetesFiles(files: OutputFiles): readonly string[] {
  return [...files.keys()].filter((path) => /(^|\/)kubernetes\/.*\.ya?ml$/.test(path)).sort();
}

/** True for a file that only kustomize reads. */
export function isKustomization(path: string): boolean {
  return /(^|\/)kustomization\.ya?ml$/.test(path);
}
