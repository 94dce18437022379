import type { Diagnostic } from '../errors/diagnostic.ts';
import type { Artifact, Ledger, OnDisk } from '../model/artifact.ts';
import type { RelPath } from '../model/paths.ts';
import { verify } from '../render/verify/verify.ts';
import { entryOf } from '../write/ledger.ts';
import { plain } from '../write/text.ts';

/** Without these a file cannot be used at all; the others are advice once a file is the user's. */
const BROKEN = /breaks rule (?:dockerfile-syntax|yaml-syntax|json-syntax|groovy-\w+|stages): /;

/**
 * Checks the files on disk by the rules of rendering: an error for what cannot be read by the program that it is for, a
 * warning for what derrick would not have written.
 */
export function lintOnDisk(
  artifacts: readonly Artifact[],
  disk: ReadonlyMap<RelPath, OnDisk>,
  ledger: Ledger,
): readonly Diagnostic[] {
  return artifacts.flatMap((artifact): readonly Diagnostic[] => {
    const there = disk.get(artifact.path);
    if (there === undefined) return [];
    if (there.opaque === true) {
      const detail = `${artifact.path} is no text, or too long`;
      return [{ code: 'DRK2007', severity: 'error', detail, at: { file: artifact.path, line: null } }];
    }
    const content = plain(there.content);
    if (content === artifact.content) return [];
    const isOurs = entryOf(ledger, artifact.path) !== undefined;
    return verify([{ ...artifact, content }]).map(({ detail, at }) => ({
      code: 'DRK2007',
      severity: isOurs && BROKEN.test(detail) ? 'error' : 'warning',
      detail: detail.replace(/^rigging \S+ /, ''),
      ...(at === undefined ? {} : { at }),
    }));
  });
}
