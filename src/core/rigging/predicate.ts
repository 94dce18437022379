import type { FactKey, Facts } from '../model/facts.ts';
import type { FactPath, Predicate } from '../model/rigging.ts';

/** The value at a fact path: the longest prefix that is a fact's key, then its own properties. */
export function factAt(facts: Readonly<Partial<Facts>>, path: FactPath): unknown {
  const [layer, name, ...rest] = path.split('.');
  let value: unknown = facts[`${layer}.${name}` as FactKey];
  for (const key of rest) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** Whether a predicate holds for these facts. */
export function holds(predicate: Predicate, facts: Readonly<Partial<Facts>>): boolean {
  if ('all' in predicate) return predicate.all.every((part) => holds(part, facts));
  if ('any' in predicate) return predicate.any.some((part) => holds(part, facts));
  if ('not' in predicate) return !holds(predicate.not, facts);
  const value = factAt(facts, predicate.fact);
  if ('exists' in predicate) return (value !== undefined) === predicate.exists;
  return [predicate.is].flat().some((wanted) => wanted === value);
}
