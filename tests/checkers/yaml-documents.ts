import { type Document, isDocument, LineCounter, parseAllDocuments } from 'yaml';
import type { OutputFiles } from './finding.ts';

/** One Kubernetes object: the source or rendered file that it is in, its first line and its data. */
export interface KubernetesObject {
  readonly file: string;
  readonly line: number | null;
  readonly data: unknown;
}

/** The documents of a YAML text with the line counter for their nodes; errors stay in the documents. */
export function documentsOf(content: string): { readonly documents: readonly Document[]; readonly lines: LineCounter } {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(content, { lineCounter: lines, merge: true });
  return { documents: [...parsed].filter((document) => isDocument(document)) as Document[], lines };
}

/** Every object of a YAML text; empty documents and broken ones are left out. */
export function objectsOf(file: string, content: string): readonly KubernetesObject[] {
  const { documents, lines } = documentsOf(content);
  const objects: KubernetesObject[] = [];
  for (const document of documents) {
    if (document.errors.length > 0 || document.contents === null) continue;
    const start = document.contents.range?.[0] ?? 0;
    objects.push({ file, line: lines.linePos(start).line, data: document.toJS() });
  }
  return objects;
}

/** The YAML files of an output's `kubernetes/` folder, sorted. */
export function kubernetesFiles(files: OutputFiles): readonly string[] {
  return [...files.keys()].filter((path) => /(^|\/)kubernetes\/.*\.ya?ml$/.test(path)).sort();
}

/** True for a file that only kustomize reads. */
export function isKustomization(path: string): boolean {
  return /(^|\/)kustomization\.ya?ml$/.test(path);
}
