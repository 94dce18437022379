import type { Artifact, Ledger } from '../../../src/core/model/artifact.ts';
import { type RelPath, relPath } from '../../../src/core/model/paths.ts';
import { digest } from '../../../src/core/write/digest.ts';

/** An artifact of a made-up rigging. */
export function artifact(path: string, content: string, executable = false): Artifact {
  return { path: relPath(path), content, format: 'text', executable, rigging: 'image-test' };
}

/** The ledger and pristine texts after these texts were written. */
export function remembered(texts: Readonly<Record<string, string>>): {
  readonly ledger: Ledger;
  readonly pristine: ReadonlyMap<RelPath, string>;
} {
  const files = Object.entries(texts).map(([path, text]) => [path, { rigging: 'image-test', sha256: digest(text) }]);
  const pristine = new Map(Object.entries(texts).map(([path, text]) => [relPath(path), text]));
  return { ledger: { schema: 1, files: Object.fromEntries(files) }, pristine };
}
