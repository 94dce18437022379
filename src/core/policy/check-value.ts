import type { Keys } from '../render/verify/documents.ts';
import { dig } from '../workspace/parsers.ts';
import type { PolicyPath, ValueCheck } from './policy.ts';

/** A value with the keys that lead to it; `undefined` where a key is missing. */
export interface Found {
  readonly keys: Keys;
  readonly value: unknown;
}

function keysBelow(value: unknown): Keys {
  if (Array.isArray(value)) return [...value.keys()];
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** Every value at a path; a `*` of an empty or missing list gives none, any other missing key one without value. */
export function valuesAt(document: unknown, path: PolicyPath): readonly Found[] {
  let found: readonly Found[] = [{ keys: [], value: document }];
  for (const key of path) {
    found = found.flatMap(({ keys, value }): readonly Found[] => {
      if (key === '*') return keysBelow(value).map((one) => ({ keys: [...keys, one], value: dig(value, [one]) }));
      const index = Array.isArray(value) && /^\d+$/.test(key) ? Number(key) : key;
      return [{ keys: [...keys, index], value: dig(value, [index]) }];
    });
  }
  return found;
}

/** A number, also of a text such as `500m` or `256Mi`; `null` for anything else. */
function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(String(value)) ?? [];
  if (digits === undefined) return null;
  const units: Readonly<Record<string, number>> = {
    m: 1e-3,
    k: 1e3,
    M: 1e6,
    G: 1e9,
    T: 1e12,
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
    Ti: 2 ** 40,
  };
  return Number(digits) * (unit === undefined ? 1 : (units[unit] ?? 1));
}

/** What is wrong with a value; `undefined` when nothing is. */
export function valueProblem(value: unknown, check: ValueCheck): string | undefined {
  const isThere = value !== undefined && value !== null;
  if (check.exists === false) return isThere ? `is ${JSON.stringify(value)}, but must not be there` : undefined;
  if (!isThere) return 'is missing';
  const shown = JSON.stringify(value);
  if (check.equals !== undefined && value !== check.equals)
    return `is ${shown}, but must be ${JSON.stringify(check.equals)}`;
  if (check.oneOf !== undefined && !check.oneOf.some((one) => one === value))
    return `is ${shown}, but must be one of ${check.oneOf.map((one) => JSON.stringify(one)).join(', ')}`;
  if (
    check.matches !== undefined &&
    !new RegExp(check.matches, 'mu').test(typeof value === 'object' ? shown : String(value))
  )
    return `is ${shown}, which does not match ${check.matches}`;
  const number = numberOf(value);
  if (check.atLeast !== undefined && (number === null || number < check.atLeast))
    return `is ${shown}, but must be ${check.atLeast} or more`;
  if (check.atMost !== undefined && (number === null || number > check.atMost))
    return `is ${shown}, but must be ${check.atMost} or less`;
  return undefined;
}
