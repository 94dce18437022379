import { factsOf, resolve } from '../../src/core/detect/resolve.ts';
import type { Diagnostic } from '../../src/core/errors/diagnostic.ts';
import type { Detector, KnownFacts } from '../../src/core/model/detector.ts';
import type { Evidence } from '../../src/core/model/evidence.ts';
import type { Facts, Layer } from '../../src/core/model/facts.ts';
import { relPath } from '../../src/core/model/paths.ts';
import { workspaceOf } from '../../src/core/workspace/from-map.ts';

/** What one detector says about one folder, and what the core makes of it. */
export interface Ran {
  readonly claims: readonly Evidence[];
  readonly facts: Partial<Facts>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs one detector over files in memory, with the facts of earlier layers. */
export function run<L extends Layer>(
  detector: Detector<L>,
  files: Readonly<Record<string, string>>,
  dir = '.',
  known: Partial<Facts> = {},
): Ran {
  const claims: Evidence[] = [];
  const diagnostics: Diagnostic[] = [];
  const earlier: KnownFacts = { get: (key) => known[key] };
  for (const item of detector.detect(workspaceOf(files).scope(relPath(dir), [], detector.id), earlier)) {
    if ('diagnostic' in item) diagnostics.push(item.diagnostic);
    else claims.push({ ...item, detector: detector.id } as Evidence);
  }
  return { claims, facts: factsOf(resolve(claims, relPath(dir))), diagnostics };
}
