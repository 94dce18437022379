import type { Decision, DecisionOf, Evidence, EvidenceOf } from '../model/evidence.ts';
import { CONFIDENCE } from '../model/evidence.ts';
import { type FactKey, type Facts, MERGED, type MergedKey } from '../model/facts.ts';
import { byPath, type RelPath, ROOT } from '../model/paths.ts';
import { envOfStatic } from './static-env.ts';

const MERGED_KEYS: ReadonlySet<string> = new Set(MERGED);

/** Whether every claim adds to the fact, instead of one winning. */
export function isMerged(field: FactKey): field is MergedKey {
  return MERGED_KEYS.has(field);
}

function segments(path: string): readonly string[] {
  return path === ROOT ? [] : path.split('/');
}

/** How many folders lie between the component and the file that speaks: 0 is nearest. */
function distance(file: RelPath | null, dir: RelPath): number {
  if (file === null) return Number.MAX_SAFE_INTEGER;
  const from = segments(dir);
  const to = segments(file);
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared += 1;
  return from.length - shared + (to.length - 1 - shared);
}

/** Orders evidence: confidence, then nearer to the component, then path and line, then the detector's name. */
export function byStrength(dir: RelPath): (a: Evidence, b: Evidence) => number {
  return (a, b) =>
    CONFIDENCE[b.confidence] - CONFIDENCE[a.confidence] ||
    distance(a.file, dir) - distance(b.file, dir) ||
    byPath(a.file ?? '', b.file ?? '') ||
    (a.line ?? 0) - (b.line ?? 0) ||
    byPath(a.detector, b.detector) ||
    byPath(JSON.stringify(a.value), JSON.stringify(b.value));
}

function decide(field: FactKey, claims: readonly Evidence[]): Decision {
  const [chosen, ...others] = claims;
  if (chosen === undefined) throw new Error(`no claim for ${field}`);
  const winner = JSON.stringify(chosen.value);
  const contested =
    !isMerged(field) &&
    chosen.confidence !== 'declared' &&
    others.some((other) => other.confidence === chosen.confidence && JSON.stringify(other.value) !== winner);
  return { field, chosen, others, contested } as Decision;
}

/** One decision for each fact that anything was claimed about, ordered by the fact's name; independent of the claims' order. */
export function resolve(claims: readonly Evidence[], dir: RelPath): readonly Decision[] {
  const byField = new Map<FactKey, Evidence[]>();
  for (const claim of [...claims].sort(byStrength(dir))) {
    const bucket = byField.get(claim.field);
    if (bucket === undefined) byField.set(claim.field, [claim]);
    else bucket.push(claim);
  }
  return [...byField.entries()].sort(([a], [b]) => byPath(a, b)).map(([field, bucket]) => decide(field, bucket));
}

/** What makes two items of a merged list the same one. */
function identity(item: unknown): string {
  if (typeof item !== 'object' || item === null) return JSON.stringify(item);
  const { name, kind, stage } = item as { name?: string; kind?: string; stage?: string };
  return JSON.stringify([name ?? kind ?? item, stage ?? null]);
}

function mergedValue<K extends MergedKey>(decision: DecisionOf<K>): Facts[K] {
  const items = new Map<string, unknown>();
  for (const evidence of [decision.chosen, ...decision.others] as readonly EvidenceOf<K>[]) {
    // A user's list replaces what was detected, rather than adding to it.
    if (evidence.confidence !== 'declared' && decision.chosen.confidence === 'declared') continue;
    for (const item of evidence.value as readonly unknown[]) {
      const key = identity(item);
      if (!items.has(key)) items.set(key, item);
    }
  }
  return [...items.entries()].sort(([a], [b]) => byPath(a, b)).map(([, item]) => item) as unknown as Facts[K];
}

/** The facts that follow from decisions: the winner's value, or the union of a merged fact. */
export function factsOf(decisions: readonly Decision[]): Partial<Facts> {
  const facts: Record<string, unknown> = {};
  for (const decision of decisions) {
    facts[decision.field] = isMerged(decision.field)
      ? mergedValue(decision as DecisionOf<MergedKey>)
      : decision.chosen.value;
  }
  const known = facts as { -readonly [K in keyof Facts]?: Facts[K] };
  const env = decisions.find((decision): decision is DecisionOf<'app.env'> => decision.field === 'app.env');
  if (known['app.kind'] === 'static' && known['app.env'] !== undefined && env !== undefined) {
    known['app.env'] = envOfStatic(known['app.env'], env);
  }
  return known;
}
