import type { Diagnostic } from '../errors/diagnostic.ts';
import type { Decision, Evidence } from '../model/evidence.ts';
import type { Facts } from '../model/facts.ts';
import type { RelPath } from '../model/paths.ts';

/** Something that the user said about one component: a flag or a key of derrick.yaml. */
export interface Declaration {
  /** Name or folder of the component; `null` for the only one there is. */
  readonly component: string | null;
  readonly evidence: Evidence;
}

/** The declared evidence for a component, by its name or its folder. */
export function evidenceFor(declared: readonly Declaration[], name: string, dir: RelPath): readonly Evidence[] {
  return declared
    .filter(({ component }) => component === null || component === name || component === dir)
    .map(({ evidence }) => evidence);
}

/** A diagnostic for each declaration that names a component which is not there. */
export function unknownComponents(
  declared: readonly Declaration[],
  known: readonly { readonly name: string; readonly dir: RelPath }[],
): readonly Diagnostic[] {
  const names = new Set(known.flatMap(({ name, dir }) => [name, dir as string]));
  const missing = new Map<string, Declaration>();
  for (const one of declared) {
    if (one.component !== null && !names.has(one.component)) missing.set(one.component, one);
  }
  return [...missing].map(([component, { evidence }]) => ({
    code: 'DRK4002',
    severity: 'error',
    detail: `there is no component ${JSON.stringify(component)}; there is ${[...known.map(({ name }) => name)].join(', ')}`,
    ...(evidence.file === null ? {} : { at: { file: evidence.file, line: evidence.line } }),
  }));
}

/**
 * What follows where the user named a start command of something that has a language but no kind that a detector knows:
 * it is an application, a server if it has a port. The weakest evidence, so that any detector's word wins.
 */
export function impliedKind(facts: Readonly<Partial<Facts>>, decisions: readonly Decision[]): Evidence | undefined {
  const start = decisions.find(({ field }) => field === 'app.start')?.chosen;
  if (start?.confidence !== 'declared' || facts['app.kind'] !== undefined) return undefined;
  if (facts['runtime.language'] === undefined) return undefined;
  const { file, line } = start;
  const value = facts['app.port'] === undefined ? 'worker' : 'web';
  const because = 'a start command was given';
  return { field: 'app.kind', value, file, line, confidence: 'guess', detector: 'declared', because };
}
