import { FACT_KEYS } from '../model/fact-keys.ts';

function nearest(path: string): string {
  const [layer, name] = path.split('.');
  const alike =
    FACT_KEYS.find((key) => key.endsWith(`.${name}`)) ?? FACT_KEYS.find((key) => key.startsWith(`${layer}.`));
  return alike === undefined ? '' : `; did you mean ${alike}?`;
}

/** What is wrong with a predicate; `undefined` when nothing is. */
export function predicateProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'must be a predicate: all, any, not, or fact';
  const { all, any, not, fact, is, exists } = value as Record<string, unknown>;
  for (const list of [all, any]) {
    if (list === undefined) continue;
    if (!Array.isArray(list)) return 'all and any need a list of predicates';
    for (const part of list) {
      const wrong = predicateProblem(part);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }
  if (not !== undefined) return predicateProblem(not);
  if (typeof fact !== 'string') return 'must be a predicate: all, any, not, or fact';
  const key = fact.split('.').slice(0, 2).join('.');
  if (!(FACT_KEYS as readonly string[]).includes(key))
    return `names an unknown fact ${JSON.stringify(fact)}${nearest(fact)}`;
  return is === undefined && typeof exists !== 'boolean' ? `on ${fact} needs is or exists` : undefined;
}
